// Package portable judges names that have to mean the same file on every
// system: Linux, macOS and Windows, whether or not the file system there
// minds case.
package portable

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest name that [Name] accepts, in bytes. File systems stop
// at 255; the rest is room for what is added to a name, such as "_albedo.png".
const MaxName = 100

// Name says why s cannot be the name of a file or folder everywhere; nil means
// that it can. The error's text completes a sentence about the name: "it is empty".
func Name(s string) error {
	switch {
	case s == "":
		return errors.New("it is empty")
	case len(s) > MaxName:
		return fmt.Errorf("it is %d bytes long, at most %d are allowed", len(s), MaxName)
	case s == "." || s == "..":
		return fmt.Errorf("%q is not a name", s)
	case strings.ContainsAny(s, `/\`):
		return errors.New("it contains a path separator")
	case s[0] == '.' || s[0] == ' ':
		return errors.New("it starts with a dot or a space")
	case s[len(s)-1] == '.' || s[len(s)-1] == ' ':
		return errors.New("it ends with a dot or a space")
	}
	if i := strings.IndexAny(s, `<>:"|?*`); i >= 0 {
		return fmt.Errorf("it contains %q, which Windows does not allow in names", s[i])
	}
	return errors.Join(text(s), device(s))
}

// Path says why p cannot be a path below a folder everywhere, with forward
// slashes; nil means that it can. Such a path never leaves the folder.
func Path(p string) error {
	switch {
	case p == "":
		return errors.New("it is empty")
	case strings.Contains(p, `\`):
		return errors.New("it contains a backslash")
	case strings.Contains(p, ":"):
		return errors.New("it contains a colon, which names a drive or a stream on Windows")
	case !filepath.IsLocal(p):
		return errors.New("it leaves the folder")
	}
	for elem := range strings.SplitSeq(p, "/") {
		if elem == "" || elem == "." || elem == ".." {
			return errors.New(`it has an empty, "." or ".." element`)
		}
		if err := device(elem); err != nil {
			return err
		}
	}
	return text(p)
}

// Control reports whether s contains a control character other than those in except.
func Control(s, except string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(except, r)
	})
}

// Fold maps names that differ only by case to one string. File systems that
// ignore case take such names for the same file.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return unicode.ToLower(r)
		}
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return unicode.ToLower(least)
	}, s)
}

func text(s string) error {
	switch {
	case !utf8.ValidString(s):
		return errors.New("it is not valid UTF-8")
	case Control(s, ""):
		return errors.New("it contains a control character")
	}
	return nil
}

// devices are the names that Windows reserves in every folder, whatever their
// case and extension: learn.microsoft.com/windows/win32/fileio/naming-a-file.
var devices = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
}

func device(name string) error {
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToLower(strings.TrimRight(base, " "))
	port := len(base) > 3 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt"))
	numbered := port && utf8.RuneCountInString(base) == 4 && strings.Contains("0123456789¹²³", base[3:])
	if devices[base] || numbered {
		return fmt.Errorf("%q is the name of a device on Windows", base)
	}
	return nil
}

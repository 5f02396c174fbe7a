package source

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// escapes reports that a name is absolute or climbs, as no honest archive or
// repository has it.
func escapes(name string) error {
	if strings.HasPrefix(name, "/") || driveForm.MatchString(name) || slices.Contains(strings.Split(name, "/"), "..") {
		return fmt.Errorf("%q leads out of the folder: it is not safe to unpack", name)
	}
	return nil
}

// clean is the plain form of a name that does not escape: "./a//b/" is "a/b".
func clean(name string) string {
	name = path.Clean("/" + name)[1:]
	return name
}

// junk reports files that no one wants: what macOS adds to archives, the history
// of a repository, and the note that this package keeps for itself.
func junk(name string) bool {
	elems := strings.Split(name, "/")
	return elems[0] == "__MACOSX" || elems[len(elems)-1] == ".DS_Store" || name == noteName ||
		slices.ContainsFunc(elems, func(e string) bool { return strings.EqualFold(e, ".git") })
}

// portable reports why a clean name cannot be used on every system.
func portable(name string) error {
	if !utf8.ValidString(name) {
		return errors.New("its name is not UTF-8")
	}
	if len(name) > 1024 {
		return errors.New("its name is longer than 1024 bytes")
	}
	for elem := range strings.SplitSeq(name, "/") {
		if err := portableElem(elem); err != nil {
			return err
		}
	}
	return nil
}

func portableElem(elem string) error {
	switch {
	case elem == "" || elem == "." || elem == "..":
		return errors.New("its name is not plain")
	case len(elem) > 255:
		return errors.New("its name has a part longer than 255 bytes")
	case strings.ContainsFunc(elem, unfit):
		return errors.New(`its name has a control character or one of \ : * ? " < > |`)
	case strings.HasSuffix(elem, ".") || strings.HasSuffix(elem, " "):
		return errors.New("its name has a part that ends in a dot or a space")
	case device(elem):
		return errors.New("its name is that of a Windows device")
	}
	return nil
}

func unfit(r rune) bool {
	// Format characters turn text around, so that a name reads as another.
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`\:*?"<>|`, r)
}

var devices = []string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}

func device(elem string) bool {
	stem, _, _ := strings.Cut(elem, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	if slices.Contains(devices, stem) {
		return true
	}
	port, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		port, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && slices.Contains([]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"}, port)
}

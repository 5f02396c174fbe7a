package rule

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/astraweave/fetch-assets/asset"
)

// CheckPath is nil when p, with forward slashes, names a file below a folder on
// every system: relative, without ".." and other elements that mean something
// to one of them.
func CheckPath(p string) error {
	if p == "" || !utf8.ValidString(p) {
		return fmt.Errorf("path %q is empty or not UTF-8", p)
	}
	for element := range strings.SplitSeq(p, "/") {
		if why := checkElement(element); why != "" {
			return fmt.Errorf("path %q is not safe: %s", p, why)
		}
	}
	return nil
}

func checkElement(s string) string {
	const longest = 255 // bytes, the limit of nearly every file system
	notPlain := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(`<>:"|?*\`, r) }
	switch {
	case s == "" || s == "." || s == "..":
		return "it is absolute or has an element that is empty, \".\" or \"..\""
	case len(s) > longest:
		return "an element is longer than 255 bytes"
	case strings.ContainsFunc(s, notPlain):
		return "it has a character that some systems do not take"
	case strings.HasSuffix(s, ".") || strings.HasSuffix(s, " ") || strings.HasPrefix(s, " "):
		return "an element starts or ends in a space or ends in a full stop"
	case device(s):
		return "it has the name of a Windows device"
	}
	return ""
}

// device reports whether Windows takes the name for a device, which it does
// whatever follows the first full stop.
func device(s string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(s), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	number, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		number, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && utf8.RuneCountInString(number) == 1 && strings.Contains("0123456789¹²³", number)
}

// CheckAsset is nil when every file of the asset has a key of its own, and a
// place of its own below the asset's folder: also where names differ by case only, and with
// no file that is another's folder.
func CheckAsset(a asset.Asset) error {
	if err := CheckPath(a.Handle); err != nil || strings.Contains(a.Handle, "/") {
		return fmt.Errorf("handle %q is not a plain name", a.Handle)
	}
	if len(a.Files) == 0 {
		return errors.New("the provider named no file")
	}
	folder := a.Provider + "/" + a.Handle
	seen, keys := map[string]bool{}, map[string]bool{}
	for _, f := range a.Files {
		if err := checkFile(f, folder); err != nil {
			return err
		}
		if keys[f.Key] {
			return fmt.Errorf("two files are called %q", f.Key)
		}
		keys[f.Key] = true
		if f.Unpack == nil && seen[fold(f.Path)] {
			return fmt.Errorf("two files have the path %q, or one that differs by case only", f.Path)
		}
		seen[fold(f.Path)] = true
	}
	return checkFolders(a.Files, seen)
}

func checkFile(f asset.File, folder string) error {
	if f.Key == "" || f.URL == "" {
		return fmt.Errorf("the file %q has no key or no address", f.Path)
	}
	if f.Unpack != nil {
		if f.Path != "" || f.Unpack.Dir != folder {
			return fmt.Errorf("the members of %q must go to %q", f.Key, folder)
		}
		return CheckPath(f.Unpack.Dir)
	}
	if !strings.HasPrefix(f.Path, folder+"/") {
		return fmt.Errorf("path %q is not below %q", f.Path, folder)
	}
	return CheckPath(f.Path)
}

func checkFolders(files []asset.File, seen map[string]bool) error {
	for _, f := range files {
		for dir := path.Dir(fold(f.Path)); dir != "."; dir = path.Dir(dir) {
			if seen[dir] {
				return fmt.Errorf("path %q goes through another file of the asset", f.Path)
			}
		}
	}
	return nil
}

func fold(p string) string { return strings.ToLower(p) }

package evidence

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// textWords are words in the names of files that may say something about
// licences.
var textWords = []string{
	"license", "licence", "licenses", "licences", "copying", "copyright", "readme", "credits", "credit", "attribution",
	"attributions", "authors", "notice", "notices", "unlicense", "legal", "terms", "eula", "ofl", "fontlog", "lizenz",
}

// textEndings are of files that hold text. A name may also have none, or end in
// ".license" as REUSE puts them beside files.
var textEndings = []string{"", ".txt", ".md", ".markdown", ".rst", ".html", ".htm", ".license", ".lic", ".text", ".nfo", ".adoc", ".asciidoc"}

// isTextName reports whether a file is a licence or read-me text by its name.
func isTextName(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	base := path.Base(name)
	ext := path.Ext(base)
	if ext == ".license" || slices.Contains(textEndings, ext) && path.Base(path.Dir(name)) == "licenses" {
		return true
	}
	if !slices.Contains(textEndings, ext) && !strings.HasPrefix(ext, ".mit") && !strings.HasPrefix(ext, ".apache") {
		return false
	}
	words := strings.FieldsFunc(base, func(r rune) bool { return !unicode.IsLetter(r) })
	for i, w := range words {
		if slices.Contains(textWords, w) || w == "read" && i+1 < len(words) && words[i+1] == "me" {
			return true
		}
	}
	return false
}

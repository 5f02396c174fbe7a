package rule

import (
	"net/url"
	"path"
	"strings"
)

// double lists the extensions that have a full stop inside.
var double = []string{"tar.gz", "tar.xz", "tar.bz2", "tar.zst"}

// Extension is the extension of the file that an address ends in, in lower
// case and without the full stop; empty when there is none that looks like
// one. The host and the query never count, and a version such as "_2.0" is no
// extension.
func Extension(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || strings.HasSuffix(u.Path, "/") {
		return ""
	}
	base := strings.ToLower(path.Base(u.Path))
	for _, ext := range double {
		if stem, ok := strings.CutSuffix(base, "."+ext); ok && stem != "" {
			return ext
		}
	}
	dot := strings.LastIndexByte(base, '.')
	if dot <= 0 || !plain(base[dot+1:]) {
		return ""
	}
	return base[dot+1:]
}

// IsExtension reports whether s can be the extension of a file's name, such as
// "png" or "tar.gz".
func IsExtension(s string) bool {
	for _, ext := range double {
		if s == ext {
			return true
		}
	}
	return plain(s)
}

func plain(s string) bool {
	const longest = 10
	letters := 0
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			letters++
		case r < '0' || '9' < r:
			return false
		}
	}
	return letters > 0 && len(s) <= longest
}

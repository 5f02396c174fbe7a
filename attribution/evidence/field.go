package evidence

import "strings"

// role is what a metadata field is for.
type role int

const (
	licence role = iota // names the licence or has its address, and nothing else
	rights              // free words, which may name one
	author
	title
)

// field is one that a parser read. Its value is foreign text.
type field struct {
	name  string
	role  role
	value string
}

// maxFields bounds what one file may have; no real one comes near.
const (
	maxFields     = 512
	maxFieldBytes = 1 << 20 // of all values
)

// fieldSet collects fields, leaving out empty and repeated ones.
type fieldSet struct {
	all   []field
	bytes int // of the values
}

func (s *fieldSet) add(name string, r role, value string) {
	value = strings.Trim(strings.ToValidUTF8(value, "\ufffd"), " \t\r\n\x00")
	f := field{name, r, value}
	if value == "" || len(s.all) >= maxFields || s.bytes+len(value) > maxFieldBytes {
		return
	}
	for _, o := range s.all {
		if o == f {
			return
		}
	}
	s.all = append(s.all, f)
	s.bytes += len(value)
}

func (s *fieldSet) addAll(prefix string, fields []field) {
	for _, f := range fields {
		s.add(prefix+f.name, f.role, f.value)
	}
}

// evidenceIn reads the fields of one file. All of them are about the same work,
// so its author and title belong to each licence.
func evidenceIn(fields []field) []Found {
	var found []Found
	by, called := first(fields, author), first(fields, title)
	for _, f := range fields {
		if f.role != licence && f.role != rights {
			continue
		}
		for _, e := range readText(strings.ReplaceAll(f.value, "\r", ""), f.role == licence) {
			e.Field, e.Author, e.Title = f.name, by, called
			found = append(found, e)
		}
	}
	return found
}

func first(fields []field, r role) string {
	for _, f := range fields {
		if f.role == r {
			return excerpt(f.value)
		}
	}
	return ""
}

// roles tells what a named field is for; names that are not in it are skipped.
// Keys are in lower case.
var roles = map[string]role{
	"license": licence, "licence": licence, "license_url": licence, "licenseurl": licence, "licence_url": licence,
	"copyright": rights, "rights": rights, "comment": rights, "comments": rights, "description": rights, "disclaimer": rights,
	"source": rights, "contact": rights, "owner": rights, "notice": rights, "terms": rights, "usageterms": rights,
	"author": author, "authors": author, "artist": author, "creator": author,
	"title": title, "name": title,
}

// addNamed adds a field by what its name says.
func (s *fieldSet) addNamed(name, value string) {
	if r, ok := roles[strings.ToLower(name)]; ok {
		s.add(name, r, value)
	}
}

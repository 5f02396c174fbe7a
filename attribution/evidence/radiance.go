package evidence

import "strings"

// radianceHeader is more than any header of a Radiance image has.
const radianceHeader = 64 << 10

// readRadiance reads the header of a Radiance image: comments, and lines such
// as "COPYRIGHT=...", up to the empty line.
func readRadiance(s *source) []field {
	text := decode(s.at(0, radianceHeader))
	header, _, _ := strings.Cut(text, "\n\n")
	var out fieldSet
	var comments []string
	for line := range strings.SplitSeq(header, "\n") {
		if comment, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(comment, "?") {
			comments = append(comments, strings.TrimSpace(comment))
			continue
		}
		if name, value, ok := strings.Cut(line, "="); ok {
			out.addNamed(strings.TrimSpace(name), value)
		}
	}
	out.add("comment", rights, strings.Join(comments, "\n"))
	return out.all
}

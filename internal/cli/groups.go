package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// explainGroups prints every group of licences on standard output.
func (s *session) explainGroups() error {
	if s.set.json {
		return groupsJSON(s.env.Stdout)
	}
	var b strings.Builder
	for i, g := range license.Groups() {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s%s\n  %s\n%s", g.Name, byDefault(g.Name), g.About, wrapped(g.Members))
	}
	b.WriteString("\nA licence that is in several groups is allowed only when all of them are.\n")
	_, err := io.WriteString(s.env.Stdout, b.String())
	return err
}

// groupsJSON prints the same for programs.
func groupsJSON(w io.Writer) error {
	type group struct {
		Name    string   `json:"name"`
		About   string   `json:"about"`
		Default bool     `json:"allowed_by_default"`
		Members []string `json:"members"`
	}
	all := []group{}
	for _, g := range license.Groups() {
		all = append(all, group{g.Name, g.About, isDefault(g.Name), g.Members})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(map[string][]group{"groups": all})
}

func byDefault(group string) string {
	if isDefault(group) {
		return " (allowed by default)"
	}
	return ""
}

func isDefault(group string) bool { return slices.Contains(license.DefaultAllow(), group) }

// wrapped lists ids in lines of a width that every terminal has, indented.
func wrapped(ids []string) string {
	const width = 79
	var b strings.Builder
	line := "   "
	for i, id := range ids {
		if i < len(ids)-1 {
			id += ","
		}
		if len(line)+1+len(id) > width {
			b.WriteString(line + "\n")
			line = "   "
		}
		line += " " + id
	}
	return b.String() + line + "\n"
}

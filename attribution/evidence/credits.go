package evidence

import (
	"regexp"
	"strings"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// choice is how the credits files of OpenGameArt's collections, and many that
// are modelled on them, name the licences of a work: the user may choose one.
var choice = regexp.MustCompile(`(?im)^[ \t*-]*licen[cs]e\(s\)[ \t]*:[ \t]*(.*(?:\n[ \t]*[*-][ \t]+.*)*)`)

// between separates licences within a line of such a list, but not in a
// licence's own "version 3.0, or later".
var listComma = regexp.MustCompile(`\)\s*,\s*|\n[ \t]*[*-][ \t]+`)

// credits lists the choices of a credits file. One that cannot be read in full
// marks its lines.
func credits(text string) []mention {
	var all []mention
	for _, at := range choice.FindAllStringSubmatchIndex(text, maxAttempts) {
		m := mention{start: at[0], end: at[3], confidence: Strong}
		m.license, m.open = readChoice(text[at[2]:at[3]])
		all = append(all, m)
	}
	return all
}

func readChoice(list string) (expr string, open bool) {
	var ids []string
	for _, part := range listComma.Split(list, -1) {
		part = strings.Trim(part, " \t\n,*-")
		if part == "" {
			continue
		}
		if strings.Count(part, "(") > strings.Count(part, ")") {
			part += ")"
		}
		id, _, ok := license.Repair(strings.Join(strings.Fields(part), " "))
		if !ok {
			return "", false
		}
		ids = append(ids, id)
		open = open || isOpen(id, part)
	}
	if len(ids) == 0 {
		return "", false
	}
	return combine(" OR ", ids), open
}

var (
	titleLine  = regexp.MustCompile(`(?im)^[ \t*-]*(?:title|name)[ \t]*:[ \t]*(\S.*)$`)
	authorLine = regexp.MustCompile(`(?im)^[ \t*-]*(?:author|artist|creator|composer)(?:s|\(s\))?[ \t]*:[ \t]*(\S.*)$`)
	// packHead is how the notes of Kenney, KayKit and others begin: the name of
	// the pack, with its version in brackets, and who made it.
	packHead = regexp.MustCompile(`(?i)(?:^|\n)[ \t]*(\S[^\n]*?)[ \t]*(?:\([^()\n]*\)[^\n]*)?\n\s*(?:Created/distributed|Created|Made|Distributed)\s+by:?[ \t]+([^\n(]*[^\n( ])`)
)

// creditOf is whom and what the text around a mention credits: the lines of its
// own block, or the head of a pack's note.
func creditOf(text string, m mention) (author, title string) {
	start := strings.LastIndex(text[:m.start], "\n---") + 1
	block := text[max(start, m.start-1000):m.start]
	author, title = lastMatch(authorLine, block), lastMatch(titleLine, block)
	if head := packHead.FindStringSubmatch(text[:min(len(text), 2000)]); author == "" && head != nil {
		title, author = head[1], head[2]
	}
	return excerpt(author), excerpt(title)
}

func lastMatch(re *regexp.Regexp, s string) string {
	all := re.FindAllStringSubmatch(s, -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

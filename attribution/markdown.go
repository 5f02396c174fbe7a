package attribution

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// renderMarkdown writes what [Text] writes in GitHub's Markdown.
func renderMarkdown(w io.Writer, assets []asset.Asset) error {
	all := works(assets)
	var b bytes.Buffer
	b.WriteString("# Attribution\n\n")
	if len(all) == 0 {
		b.WriteString(nothing + "\n")
	} else {
		fmt.Fprintf(&b, "%s\n", strings.ReplaceAll(intro(all, Options{}), "\n", " "))
		markdownLicenses(&b, uses(all))
		markdownWorks(&b, "Credits", "", only(all, asked))
		markdownWorks(&b, "Courtesy", courtesy, only(all, free))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func markdownLicenses(b *bytes.Buffer, all []Use) {
	b.WriteString("\n## Licences\n\n| Works | Licence | SPDX |\n| ---: | --- | --- |\n")
	for _, u := range all {
		name := markdownText(u.Name)
		if u.Address != "" {
			name = markdownLink(name, u.Address)
		}
		fmt.Fprintf(b, "| %d | %s | %s |\n", u.Works, name, markdownText(u.ID))
	}
}

func markdownWorks(b *bytes.Buffer, title, about string, all []Work) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n", title)
	if about != "" {
		fmt.Fprintf(b, "\n%s\n", about)
	}
	for _, group := range byProvider(all) {
		fmt.Fprintf(b, "\n### %s\n\n", markdownText(group[0].From))
		for _, w := range group {
			markdownWork(b, w)
		}
	}
}

// markdownWork writes a work as an item of a list, one line for each thing
// that there is to say.
func markdownWork(b *bytes.Buffer, w Work) {
	const newLine = "\\\n  "
	b.WriteString("- ")
	if w.Notice != "" {
		b.WriteString(markdownStart(markdownText(w.Notice)) + newLine)
	}
	b.WriteString(w.credit(markdown))
	if w.Changes != "" {
		b.WriteString(newLine + "Changes: " + markdownText(w.Changes))
	}
	b.WriteString(newLine + "Asset: " + markdownText(w.Handle))
	if place := w.place(); place != "" {
		b.WriteString(", " + markdownText(place))
	}
	b.WriteString("\n")
}

var markdown = style{
	text: func(s string) string { return markdownText(plainText(s)) },
	title: func(s, page string) string {
		return "“" + markdownName(strings.NewReplacer("“", "\"", "”", "\"").Replace(s), page) + "”"
	},
	handle: markdownName,
	link:   markdownLink,
	source: func(s string) string {
		if Link(s) != "" {
			return ""
		}
		return markdownText(plainText(s))
	},
}

func markdownName(s, page string) string {
	s = markdownText(plainText(s))
	if page == "" {
		return s
	}
	return markdownLink(s, page)
}

// markdownLink links a text that is escaped already.
func markdownLink(s, page string) string {
	return "[" + s + "](" + strings.NewReplacer("(", "%28", ")", "%29", `\`, "%5C", "|", "%7C").Replace(page) + ")"
}

// markdownText takes the meaning from everything that Markdown, GitHub's
// extensions included, would read in foreign text: mark-up, HTML, tables,
// formulas, and the addresses, mentions and issue numbers that it links.
func markdownText(s string) string {
	return markdownEscapes.Replace(s)
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "&#64;", "#", "&#35;", "://", "&#58;//", "www.", "www&#46;", "WWW.", "WWW&#46;",
)

// markdownStart keeps the start of a line from being read as a list, a heading
// or a rule.
func markdownStart(s string) string {
	digits := strings.TrimLeft(s, "0123456789")
	switch {
	case digits != s && digits != "" && strings.ContainsRune(".)", rune(digits[0])):
		return s[:len(s)-len(digits)] + `\` + digits
	case s != "" && strings.ContainsRune("-+=", rune(s[0])):
		return `\` + s
	}
	return s
}

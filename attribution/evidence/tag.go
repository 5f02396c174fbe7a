package evidence

import (
	"regexp"
	"strings"

	"github.com/astraweave/fetch-assets/attribution/license"
)

// tag is SPDX's way of naming a licence in a file, see
// https://spdx.dev/learn/handling-license-info/.
var tag = regexp.MustCompile(`(?i)SPDX-License-Identifier:[ \t]*([^\r\n]*)`)

var commentEnds = []string{"*/", "-->", "--%>", `"`, "'", "`", "#}", "%}", "|", "<"}

// tags lists the SPDX tags of a text. One that cannot be read marks its line,
// so that nothing else is made of it.
func tags(text string) []mention {
	if !containsFold(text, "spdx-license-identifier") {
		return nil
	}
	var all []mention
	for _, at := range tag.FindAllStringSubmatchIndex(text, maxAttempts) {
		value := text[at[2]:at[3]]
		for _, end := range commentEnds {
			value, _, _ = strings.Cut(value, end)
		}
		id, _, _ := license.Repair(strings.TrimSpace(value))
		all = append(all, mention{license: id, start: at[0], end: at[3], confidence: Strong})
	}
	return all
}

func containsFold(text, lower string) bool {
	return strings.Contains(strings.ToLower(text), lower)
}

package license

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/suggest"
)

// level is what a policy says of a rule.
type level struct {
	severity asset.Severity // empty: the rule is off
	word     string
	pos      asset.Position
}

// levels are the words for severities in a policy.
var levels = map[string]asset.Severity{
	"error":  asset.Error,
	"warn":   asset.Warning,
	"notice": asset.Notice,
	"off":    "",
}

// levelWords are the words of levels, gravest first.
var levelWords = []string{"error", "warn", "notice", "off"}

// short are the keys of a policy that set the level of one rule. To them "allow"
// means notice: nothing that they are about is ever let through without a word.
var short = []struct {
	key, rule string
	value     func(asset.Policy) string
}{
	{"unknown", RuleUnknown, func(p asset.Policy) string { return p.Unknown }},
	{"mismatch", RuleMismatch, func(p asset.Policy) string { return p.Mismatch }},
}

// Severity is how much a finding of this rule matters under the policy, empty
// when the policy does not want to hear of it.
func (p *Policy) Severity(rule string) asset.Severity {
	if l, ok := p.levels[rule]; ok {
		return l.severity
	}
	if r, ok := findRule(rule); ok {
		return r.Severity
	}
	return asset.Error
}

// Apply gives findings the severity that the policy sets for their rules, says
// so in them, and drops those of rules that are off. It is for findings on
// licences that other packages make. Where the policy sets nothing, a finding
// keeps the severity that it has, or gets that of its rule when it has none.
func (p *Policy) Apply(findings ...asset.Finding) []asset.Finding {
	var kept []asset.Finding
	for _, f := range findings {
		l, set := p.levels[f.Rule]
		switch {
		case set:
			f = l.mark(f)
		case f.Severity == "":
			f.Severity = p.Severity(f.Rule)
		}
		if f.Severity != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// mark sets the severity of a finding, and says who did where it is not what the
// rule has by itself.
func (l level) mark(f asset.Finding) asset.Finding {
	f.Severity = l.severity
	if r, _ := findRule(f.Rule); r.Severity != l.severity {
		f.Text += fmt.Sprintf(" (level %q is set by the policy%s)", l.word, in(l.pos))
	}
	return f
}

// in says where something is, as far as that is known.
func in(pos asset.Position) string {
	if pos == (asset.Position{}) {
		return ""
	}
	return " in " + pos.String()
}

// levels reads the levels of all rules, short forms first.
func (c *compiler) levels() {
	for _, s := range short {
		value := s.value(c.source)
		_, twice := c.source.Levels[s.rule]
		switch {
		case value == "":
		case twice:
			c.report(s.key, fmt.Sprintf("policy.%s and policy.levels both set the level of %s", s.key, s.rule), "remove one of them")
		case value == "allow":
			c.set(s.key, s.rule, "notice")
		default:
			c.level(s.key, s.rule, value, append(slices.Clone(levelWords), "allow"))
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(c.source.Levels)) {
		key := "levels." + rule
		if remedy := adjustable(rule); remedy != "" {
			c.report(key, fmt.Sprintf("policy.levels has %q, which is no rule with a level", rule), remedy)
			continue
		}
		c.level(key, rule, c.source.Levels[rule], levelWords)
	}
}

func (c *compiler) level(key, rule, value string, words []string) {
	if _, ok := levels[value]; !ok {
		c.report(key, fmt.Sprintf("policy.%s is %q", key, value), oneOf(value, words))
		return
	}
	c.set(key, rule, value)
}

func (c *compiler) set(key, rule, word string) {
	c.policy.levels[rule] = level{levels[word], word, c.source.Keys[key]}
}

// adjustable is empty for a rule whose level a policy may set, and otherwise
// says what to write.
func adjustable(rule string) (remedy string) {
	if _, ok := findRule(rule); ok && rule != RulePolicy {
		return ""
	}
	if rule == RulePolicy {
		return "take it out: a policy that is wrong always is an error"
	}
	var names []string
	for _, r := range rules {
		if r.Name != RulePolicy {
			names = append(names, r.Name)
		}
	}
	if near := nearRule(rule, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "the rules are " + strings.Join(names, ", ")
}

// nearRule finds the rule that is misspelt, or of which only one word is given.
func nearRule(rule string, names []string) string {
	rule = strings.ReplaceAll(strings.ReplaceAll(rule, "_", "-"), "licence", "license")
	if near, ok := nearest(rule, names); ok {
		return near
	}
	for _, name := range names {
		if slices.Contains(strings.Split(name, "-"), strings.ToLower(rule)) {
			return name
		}
	}
	return ""
}

// oneOf lists the words that may be written, the likeliest first.
func oneOf(value string, words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = fmt.Sprintf("%q", w)
	}
	remedy := "write " + alternatives(quoted)
	if near := suggest.Nearest(value, words); near != "" {
		return fmt.Sprintf("did you mean %q? %s", near, remedy)
	}
	return remedy
}

package manifest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

var hostKeys = []string{"max_connections", "header", "secret"}

var (
	// hostName is a name or an address, with a port if need be.
	hostName = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)
	// headerName is a token of RFC 9110, section 5.6.2.
	headerName = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
	// variable is what every shell takes for the name of a variable.
	variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// hosts reads the [hosts."name"] tables in the order of the file.
func (t table) hosts() []Host {
	group, ok := t.child("hosts", "hosts")
	if !ok {
		return nil
	}
	var hosts []Host
	for name := range group.values {
		if h, ok := group.child(name, "hosts."+quote(name)); ok {
			hosts = append(hosts, h.host(name))
		}
	}
	slices.SortFunc(hosts, func(a, b Host) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	for i, h := range hosts {
		if slices.ContainsFunc(hosts[:i], func(o Host) bool { return o.Name == h.Name }) {
			group.report(h.Pos, quote(h.Name)+" is given twice, in other case", "merge the two tables")
		}
	}
	return hosts
}

func (t table) host(name string) Host {
	name = strings.ToLower(name)
	if !hostName.MatchString(name) {
		t.report(t.pos, "this is not the name of a host", `write it as [hosts."dl.example.org"], without https:// and path`)
	}
	t.only(hostKeys, noHint)
	h := Host{
		Name:           name,
		MaxConnections: t.count("max_connections", 1),
		Header:         t.text("header"),
		Secret:         t.secret(),
		Pos:            t.pos,
	}
	if h.Header != "" && !headerName.MatchString(h.Header) {
		t.fail("header", "is "+quote(h.Header)+", which is not the name of a header", `write a name such as "x-auth-token"`)
	}
	if t.has("header") != t.has("secret") {
		t.report(t.pos, "header and secret belong together", "give both or none of them")
	}
	return h
}

// secret is the name of a variable. What is written there is never shown: it
// may be the secret itself.
func (t table) secret() string {
	s, isText := t.values["secret"].(string)
	switch {
	case !t.has("secret"):
	case !isText:
		t.wrongType("secret", t.values["secret"], "the name of an environment variable")
	case !variable.MatchString(s):
		t.fail("secret", "is not the name of an environment variable",
			`never write the secret itself here: write a name such as "POLYPIZZA_API_KEY"`)
	default:
		return s
	}
	return ""
}

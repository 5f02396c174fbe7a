package manifest

import (
	"net/url"
	"regexp"
	"strings"
)

// address is a URL or a source address such as git::https://...; only what is
// wrong with every kind of address is judged here.
func (t table) address(key string) string {
	s := t.text(key)
	if t.secretive(key, s) {
		return ""
	}
	return s
}

func (t table) addresses(key string) []string {
	list := t.texts(key)
	for _, s := range list {
		if t.secretive(key, s) {
			return nil
		}
	}
	return list
}

// forced is the prefix that names a getter for a source address.
var forced = regexp.MustCompile(`^[A-Za-z0-9]+::`)

// secretive reports an address with a password or token in it, without showing
// it. The user name of ssh, as in git@github.com, is none.
func (t table) secretive(key, s string) bool {
	if !strings.Contains(s, "@") {
		return false
	}
	u, err := url.Parse(forced.ReplaceAllString(s, ""))
	if err != nil || u.User == nil {
		return false
	}
	_, password := u.User.Password()
	if !password && !strings.HasPrefix(strings.ToLower(u.Scheme), "http") {
		return false
	}
	t.fail(key, "has a user name or password in it, which everybody could read",
		"remove it; [hosts."+quote(u.Host)+"] with header and secret sends a token")
	return true
}

package rule

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// Address says which addresses of files are taken. The zero value takes https
// on any host, and http on this machine.
type Address struct {
	Hosts []string // exact names, or "*.example.com" for all below; nil means any host
	Plain bool     // take http from any host: a known SHA-256 vouches for the bytes
}

// Check is nil when raw is an address to be taken. The host name is compared
// after parsing, whole or by a suffix that starts at a dot, never as text in
// the address: "https://evil.example/?x=poly.pizza" is on evil.example.
func (a Address) Check(raw string) *Problem {
	u, p := parse(raw)
	if p != nil {
		return p
	}
	if p := a.checkScheme(u); p != nil {
		return p
	}
	if u.User != nil {
		return &Problem{
			Text:   fmt.Sprintf("the address %s carries a user name or a password", Show(raw)),
			Remedy: "take it out; a header for the host can name an environment variable under [hosts]",
		}
	}
	return a.checkHost(u)
}

func parse(raw string) (*url.URL, *Problem) {
	bad := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	u, err := url.Parse(raw)
	if err != nil || strings.ContainsFunc(raw, bad) {
		// The parser's own message repeats the address, secrets included.
		return nil, &Problem{
			Text:   "the address cannot be read",
			Remedy: "write it with https:// in front, spaces and odd characters percent-encoded",
		}
	}
	return u, nil
}

func (a Address) checkScheme(u *url.URL) *Problem {
	show := Show(u.String())
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return &Problem{Text: fmt.Sprintf("%s is not an https address", show), Remedy: "write it with https:// in front"}
	case u.Hostname() == "":
		return &Problem{Text: fmt.Sprintf("the address %s names no host", show), Remedy: "write https://<host>/<path>"}
	case u.Scheme == "https" || a.Plain:
		return nil
	case a.Hosts != nil:
		return &Problem{Text: fmt.Sprintf("the address %s is plain http", show), Remedy: "write https"}
	case loopback(u.Hostname()):
		return nil
	}
	return &Problem{
		Text:   fmt.Sprintf("the address %s is plain http, which anyone on the way can change", show),
		Remedy: "write https, or add the file's sha256",
	}
}

func (a Address) checkHost(u *url.URL) *Problem {
	if a.Hosts == nil {
		return nil
	}
	host := strings.ToLower(u.Hostname())
	if !MatchHost(host, a.Hosts) {
		return &Problem{
			Text:   fmt.Sprintf("host %q is not one of the provider's", host),
			Remedy: fmt.Sprintf(`use an address on %s, or provider = "url"`, strings.Join(a.Hosts, ", ")),
		}
	}
	if port := u.Port(); port != "" && port != "443" {
		return &Problem{
			Text:   fmt.Sprintf("the address %s names port %s", Show(u.String()), port),
			Remedy: "take the port out",
		}
	}
	return nil
}

// MatchHost reports whether a host, in lower case, is one of the patterns: an
// exact name, or "*." and a name for every host below it but not the name itself.
func MatchHost(host string, patterns []string) bool {
	for _, pattern := range patterns {
		suffix, wild := strings.CutPrefix(pattern, "*")
		if wild && len(host) > len(suffix) && strings.HasSuffix(host, suffix) || host == pattern {
			return true
		}
	}
	return false
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Secret reports whether an address, also one such as "git::https://...",
// carries a password, or a user name where that is a token in disguise.
func Secret(raw string) bool {
	u, err := url.Parse(unforced(raw))
	if err != nil || u.User == nil {
		return false
	}
	_, password := u.User.Password()
	return password || u.Scheme == "https" || u.Scheme == "http"
}

// Show renders an address for a message: quoted, without user name, password,
// query and fragment, and cut when it is very long.
func Show(raw string) string {
	const most = 200
	plain := unforced(raw)
	u, err := url.Parse(plain)
	if err != nil {
		return "(unreadable address)"
	}
	u.User, u.RawQuery, u.Fragment, u.ForceQuery = nil, "", "", false
	shown := raw[:len(raw)-len(plain)] + u.String()
	if len(shown) > most {
		shown = shown[:most] + "..."
	}
	return fmt.Sprintf("%q", shown)
}

// unforced drops the "git::" in front of a source address.
func unforced(raw string) string {
	if before, after, ok := strings.Cut(raw, "::"); ok && !strings.ContainsAny(before, "/?#@[") {
		return after
	}
	return raw
}

package httpx

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestRedirectsAreFollowed(t *testing.T) {
	t.Parallel()
	other := serve(t, map[string]http.HandlerFunc{"/c": text("content")})
	s := serve(t, map[string]http.HandlerFunc{"/a": redirect("/b"), "/b": redirect(other.URL + "/c")})
	got, err := read(t, client(t, Options{}), Request{URL: s.URL + "/a", Hosts: []string{"127.0.0.1"}})
	if err != nil || got != "content" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestRedirectsAreJudgedAtEachHop(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		to   string
		says []string
	}{
		{"to another host", "http://evil.localhost/x", []string{"it redirects to", "evil.localhost", "not one of this provider's hosts (127.0.0.1)"}},
		{"to a host that only ends alike", "http://1127.0.0.1/x", []string{"not one of"}},
		{"to a user in front", "http://127.0.0.1@evil.localhost/", []string{"evil.localhost", "not one of"}},
		{"to a file", "file:///etc/passwd", []string{"only https"}},
		{"to nowhere", "", []string{"without saying where"}},
		{"to nonsense", "http://[::1", []string{"not a valid address"}},
		{"to itself", "/start", []string{"circle", "/start -> "}},
		{"to no host", "https:///x", []string{"no host"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string]http.HandlerFunc{"/start": func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", tt.to)
				w.WriteHeader(http.StatusFound)
			}})
			_, err := read(t, client(t, Options{}), Request{URL: s.URL + "/start", Hosts: []string{"127.0.0.1"}})
			wantRefused(t, err, tt.says...)
			if Retryable(err) {
				t.Errorf("%v is said to heal", err)
			}
		})
	}
}

func TestTooManyRedirects(t *testing.T) {
	t.Parallel()
	n := 0
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		n++
		http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
	}})
	_, err := read(t, client(t, Options{}), Request{URL: s.URL + "/"})
	wantRefused(t, err, "more than 10 redirects")
	if n != 11 {
		t.Errorf("%d requests, want 11", n)
	}
}

func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": text("content")})
	tests := []struct {
		name string
		req  Request
		opts Options
		says string
	}{
		{"loopback", Request{URL: s.URL}, Options{}, ""},
		{"elsewhere", Request{URL: "http://assets.example/f"}, Options{}, "plain http can be changed on its way"},
		{"elsewhere with a digest", Request{URL: "http://assets.example/f", AllowPlain: true}, Options{}, "no host"},
		{"through a mirror", Request{URL: "https://assets.example/f"}, Options{Mirrors: []Mirror{{"https://assets.example", s.URL}}}, ""},
		{"ftp", Request{URL: "ftp://assets.example/f", AllowPlain: true}, Options{}, "only https"},
		{"no scheme", Request{URL: "assets.example/f"}, Options{}, "only https"},
		{"nonsense", Request{URL: "http://a b/"}, Options{}, "not a valid address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := client(t, tt.opts)
			refuseNetwork(c, "assets.example")
			got, err := read(t, c, tt.req)
			if tt.says != "" {
				wantRefused(t, err, tt.says)
			} else if err != nil || got != "content" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestLeavingTLSIsRefused(t *testing.T) {
	t.Parallel()
	plain := serve(t, map[string]http.HandlerFunc{"/": text("content")})
	s := httptest.NewTLSServer(redirect(plain.URL))
	defer s.Close()
	c := client(t, Options{RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})
	_, err := read(t, c, Request{URL: s.URL, AllowPlain: true})
	wantRefused(t, err, "must not be left for plain http")
}

// public has a client take an address for one of the public Internet.
func public(c *Client, addr string) {
	c.private = func(a netip.Addr) bool { return a.String() != addr && isPrivate(a) }
}

func TestNoWayFromPublicToPrivate(t *testing.T) {
	t.Parallel()
	inside := serve(t, map[string]http.HandlerFunc{"/": text("secret")})
	port := inside.URL[strings.LastIndex(inside.URL, ":"):]
	tests := []struct{ name, to, says string }{
		{"address", "http://127.0.0.2" + port, "must not lead to a private one"},
		{"IPv6", "http://[::ffff:127.0.0.2]" + port, "must not lead to a private one"},
		{"link-local", "http://169.254.169.254/latest/meta-data", "must not lead to a private one"},
		{"name of this machine", "http://x.localhost" + port, "must not lead to a private one"},
		{"name that leads inside", "http://inside.example" + port, "which is a private one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string]http.HandlerFunc{"/": redirect(tt.to)})
			c := client(t, Options{})
			public(c, "127.0.0.1")
			resolve(c, "inside.example", "127.0.0.2")
			_, err := read(t, c, Request{URL: s.URL, AllowPlain: true})
			wantRefused(t, err, tt.says)
			var refused *RefusedError
			if !errors.As(err, &refused) {
				t.Errorf("error = %T, want a RefusedError", err)
			}
		})
	}
}

func TestPrivateMayLeadToPrivate(t *testing.T) {
	t.Parallel()
	inside := serve(t, map[string]http.HandlerFunc{"/": text("content")})
	s := serve(t, map[string]http.HandlerFunc{"/": redirect(inside.URL)})
	if got, err := read(t, client(t, Options{}), Request{URL: s.URL}); err != nil || got != "content" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestIsPrivate(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "192.168.0.1": true, "172.16.0.1": true, "169.254.169.254": true,
		"100.64.0.1": true, "0.0.0.0": true, "224.0.0.1": true, "255.255.255.255": true, "198.18.0.1": true,
		"::1": true, "fe80::1": true, "fd00::1": true, "::ffff:10.0.0.1": true, "64:ff9b::a00:1": true, "::": true,
		"8.8.8.8": false, "172.32.0.1": false, "100.128.0.1": false, "2606:4700::1": false, "::ffff:8.8.8.8": false,
	} {
		if got := isPrivate(netip.MustParseAddr(addr)); got != want {
			t.Errorf("isPrivate(%s) = %v, want %v", addr, got, want)
		}
	}
}

func TestMatchHost(t *testing.T) {
	t.Parallel()
	patterns := []string{"kenney.nl", "*.itch.io"}
	for host, want := range map[string]bool{
		"kenney.nl": true, "KENNEY.NL": true, "kenney.nl.": true, "a.itch.io": true, "a.b.Itch.io": true,
		"www.kenney.nl": false, "kenney.nl.evil.org": false, "evilkenney.nl": false, "itch.io": false,
		"evil-itch.io": false, ".itch.io": false, "": false,
	} {
		if got := matchHost(patterns, host); got != want {
			t.Errorf("matchHost(%q) = %v, want %v", host, got, want)
		}
	}
	if matchHost([]string{}, "kenney.nl") || !matchHost(nil, "kenney.nl") {
		t.Error("no pattern has to mean no host, and nil any host")
	}
}

func TestSecretsGoToTheirHostOnly(t *testing.T) {
	t.Parallel()
	const key = "s3cr3t-k3y"
	seen := map[string]string{}
	note := func(name string, next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			seen[name] = r.Header.Get("X-Auth")
			next(w, r)
		}
	}
	var s, other *httptest.Server
	other = serve(t, map[string]http.HandlerFunc{"/": note("other", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.URL+"/back", http.StatusFound)
	})})
	s = serve(t, map[string]http.HandlerFunc{
		"/start": note("start", redirect("/near")),
		"/near":  note("near", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }),
		"/back": note("back", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			w.Write([]byte("your key " + key + " is not good enough"))
		}),
	})
	host, _ := url.Parse(s.URL)
	c := client(t, Options{Headers: []Header{{Host: host.Host, Name: "X-Auth", Value: key}}})
	_, err := read(t, c, Request{URL: s.URL + "/start"})
	wantRefused(t, err, "your key *** is not")
	if strings.Contains(err.Error(), key) {
		t.Errorf("the message tells the secret: %v", err)
	}
	for name, want := range map[string]string{"start": key, "near": key, "other": "", "back": ""} {
		if seen[name] != want {
			t.Errorf("%s got the header %q, want %q", name, seen[name], want)
		}
	}
}

func TestSecretsAreMaskedInEveryError(t *testing.T) {
	t.Parallel()
	const key = "s3cr3t-k3y"
	s := serve(t, map[string]http.HandlerFunc{"/": redirect("https://elsewhere.example/" + key)})
	c := client(t, Options{Headers: []Header{{Host: "x.example", Name: "X-Auth", Value: key}}})
	_, err := read(t, c, Request{URL: s.URL, Hosts: []string{"127.0.0.1"}})
	wantRefused(t, err, "elsewhere.example/***")
	if strings.Contains(err.Error(), key) {
		t.Errorf("the message tells the secret: %v", err)
	}
	var refused *RefusedError
	if !errors.As(err, &refused) {
		t.Errorf("error = %T, want a RefusedError inside", err)
	}
}

func TestHeaderGoesTo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		host, addr string
		want       bool
	}{
		{"api.example", "https://api.example/x", true},
		{"api.example", "https://API.example:443/x", true},
		{"api.example", "https://api.example:8443/x", false},
		{"api.example:8443", "https://api.example:8443/x", true},
		{"api.example", "https://sub.api.example/x", false},
		{"api.example", "http://api.example/x", false},
		{"localhost:80", "http://localhost:80/x", true},
	}
	for _, tt := range tests {
		u, err := url.Parse(tt.addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Header{Host: tt.host}).goesTo(u); got != tt.want {
			t.Errorf("header of %q goes to %q = %v, want %v", tt.host, tt.addr, got, tt.want)
		}
	}
}

func TestMirrors(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{
		"/kenney/pack.zip": text("pack"),
		"/kenney/inside":   redirect("/kenney/pack.zip"),
		"/kenney/outside":  redirect("/polyhaven/file"),
		"/kenney/original": redirect("https://kenney.nl/pack.zip"),
		"/kenney/evil":     redirect("/unknown"),
		"/polyhaven/file":  text("file"),
	})
	c := client(t, Options{Mirrors: []Mirror{{"https://kenney.nl", s.URL + "/kenney"}, {"https://dl.polyhaven.org/", s.URL + "/polyhaven/"}}})
	hosts := []string{"kenney.nl"}
	tests := []struct{ name, addr, want, says string }{
		{"direct", "https://kenney.nl/pack.zip", "pack", ""},
		{"redirect inside", "https://kenney.nl/inside", "pack", ""},
		{"redirect to the original", "https://kenney.nl/original", "pack", ""},
		{"redirect to another mirrored host", "https://kenney.nl/outside", "", `"dl.polyhaven.org" is not one of`},
		{"redirect beside the mirror", "https://kenney.nl/evil", "", "https must not be left"},
		{"missing", "https://kenney.nl/none", "", `404 Not Found from "kenney.nl"`},
		{"host rules see the original", "https://dl.polyhaven.org/file", "", "not one of"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, c, Request{URL: tt.addr, Hosts: hosts})
			if tt.says != "" {
				wantRefused(t, err, tt.says)
			} else if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestCutAddress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		addr, prefix, want string
		ok                 bool
	}{
		{"https://a.example/x", "https://a.example", "/x", true},
		{"https://a.example", "https://a.example", "", true},
		{"https://a.example?q", "https://a.example", "?q", true},
		{"https://a.example/dir/x", "https://a.example/dir/", "x", true},
		{"https://a.example.org/x", "https://a.example", "", false},
		{"https://a.example/directory", "https://a.example/dir", "", false},
		{"https://a.example/x", "", "", false},
	}
	for _, tt := range tests {
		if rest, ok := cutAddress(tt.addr, tt.prefix); ok != tt.ok || ok && rest != tt.want {
			t.Errorf("cutAddress(%q, %q) = %q, %v, want %q, %v", tt.addr, tt.prefix, rest, ok, tt.want, tt.ok)
		}
	}
}

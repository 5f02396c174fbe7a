package httpx

import (
	"net/http"
	"net/url"
	"testing"
)

// A proxy is mostly inside the own network: dialling it has to be allowed even
// where a redirect came from outside, and says nothing about where that leads.
func TestProxy(t *testing.T) {
	t.Parallel()
	proxy := serve(t, map[string]http.HandlerFunc{
		"one.example/start":  redirect("http://two.example/end"),
		"two.example/end":    text("content"),
		"one.example/inside": redirect("http://10.0.0.1/secret"),
		"10.0.0.1/secret":    text("secret"),
	})
	c := client(t, Options{Proxy: func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }})
	got, err := read(t, c, Request{URL: "http://one.example/start", AllowPlain: true})
	if err != nil || got != "content" {
		t.Errorf("got %q, %v", got, err)
	}
	_, err = read(t, c, Request{URL: "http://one.example/inside", AllowPlain: true})
	wantRefused(t, err, "must not lead to a private one")
}

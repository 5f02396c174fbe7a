package toxics

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"

	"github.com/astraweave/fetch-assets/internal/origin"
)

// proxy stands between the engine and an origin.
type proxy struct {
	*toxiproxy.Proxy
	origin *origin.Origin
}

// toxic is what the proxy does to a connection, by the proxy's own names.
type toxic struct {
	Type       string         `json:"type"`
	Stream     string         `json:"stream"` // "downstream", to the engine, or "upstream"
	Attributes map[string]int `json:"attributes"`
}

func down(kind string, attributes map[string]int) toxic { return toxic{kind, "downstream", attributes} }
func up(kind string, attributes map[string]int) toxic   { return toxic{kind, "upstream", attributes} }

func startProxy(t *testing.T) *proxy {
	t.Helper()
	o, err := origin.Start(origin.Options{Shape: origin.Shape{Rate: 16 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	p := toxiproxy.NewProxy(server, "origin", "127.0.0.1:0", strings.TrimPrefix(o.URL(""), "http://"))
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return &proxy{p, o}
}

func (p *proxy) url(path string) string { return "http://" + p.Listen + path }

func (p *proxy) poison(t *testing.T, all []toxic) {
	t.Helper()
	for _, toxic := range all {
		b, err := json.Marshal(toxic)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Toxics.AddToxicJson(bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
	}
}

// heal takes all toxics away. It may be called while connections are stuck.
func (p *proxy) heal() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	p.Toxics.ResetToxics(ctx)
}

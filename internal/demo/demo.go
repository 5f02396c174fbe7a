// Package demo plays the providers on the loopback interface, so that the whole
// tool can be seen at work without a network: a manifest of ten assets, the
// answers of Poly Haven's API, and files that are made on the spot.
package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// Pace is slow enough to watch: the demo's files take some three seconds over
// eight connections, and six times as long one after the other.
func Pace() origin.Shape {
	return origin.Shape{Latency: 80 * time.Millisecond, Rate: 800 << 10}
}

// Demo is a running set of providers. All methods may be called concurrently.
type Demo struct {
	// Origin is the server behind all of them, for its counters and faults. A
	// file of a provider is under "/<host><path>".
	Origin *origin.Origin

	manifest string
}

// Start begins to play the providers; the zero shape answers as fast as it can.
// The caller has to [Demo.Close] the demo.
func Start(shape origin.Shape) (*Demo, error) {
	all := works()
	catalogue, err := api(all)
	if err != nil {
		return nil, fmt.Errorf("preparing the demo: %w", err)
	}
	text, err := answers.ReadFile("answers/manifest.toml")
	if err != nil {
		return nil, fmt.Errorf("preparing the demo: %w", err)
	}
	o, err := origin.Start(origin.Options{Shape: shape})
	if err != nil {
		return nil, err
	}
	d := &Demo{Origin: o}
	for _, w := range all {
		o.Add(place(w.address), origin.File{Body: w.body, ContentType: w.contentType})
		if w.address == wind {
			d.manifest = strings.ReplaceAll(string(text), "{{sha256}}", asset.SumSHA256(w.body).Hex())
		}
	}
	for address, body := range catalogue {
		o.Add(place(address), origin.File{Body: body, ContentType: "application/json; charset=utf-8"})
	}
	return d, nil
}

// Close stops the providers.
func (d *Demo) Close() error { return d.Origin.Close() }

// Manifest is the TOML of a manifest with one asset or more of each provider.
func (d *Demo) Manifest() string { return d.manifest }

// Mirrors send requests for the providers' hosts to the demo.
func (d *Demo) Mirrors() []httpx.Mirror {
	var out []httpx.Mirror
	for _, host := range []string{
		"api.polyhaven.com", "dl.polyhaven.org", "static.poly.pizza", "opengameart.org",
		"kenney.nl", "dl.itch.zone", "downloads.example.com",
	} {
		out = append(out, httpx.Mirror{From: "https://" + host, To: d.Origin.URL("/" + host)})
	}
	return out
}

// place is where the origin has what a provider has at an address.
func place(address string) string { return strings.TrimPrefix(address, "https:/") }

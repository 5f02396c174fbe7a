package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/astraweave/fetch-assets/internal/demo"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// providers plays the five providers, and names the mirrors that lead to them.
func providers(t *testing.T) (d *demo.Demo, env map[string]string) {
	t.Helper()
	d, err := demo.Start(origin.Shape{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	var mirrors []string
	for _, m := range d.Mirrors() {
		mirrors = append(mirrors, m.From+"="+m.To)
	}
	return d, map[string]string{"FETCH_ASSETS_MIRROR": strings.Join(mirrors, " ")}
}

func entryFor(o *origin.Origin, handle, license string) string {
	return fmt.Sprintf(`[[assets]]
handle = %q
provider = "url"
type = "other"
url = %q
license = %q
title = "Example"
author = "Somebody"
source_url = "https://example.com/"
`, handle, o.URL("/"+handle+".bin"), license)
}

// serve is an origin with some plain files.
func serve(t *testing.T, names ...string) *origin.Origin {
	t.Helper()
	o, err := origin.Start(origin.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	for _, name := range names {
		o.Add("/"+name+".bin", origin.File{Size: 64 << 10, ContentType: "application/octet-stream"})
	}
	return o
}

// signalOnce closes c when the first request comes.
func signalOnce(c chan struct{}) func(*http.Request) bool {
	var once sync.Once
	return func(*http.Request) bool {
		once.Do(func() { close(c) })
		return true
	}
}

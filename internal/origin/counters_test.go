package origin

import (
	"net/http"
	"sync"
	"testing"
	"time"
)

func TestCounters(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Body: alphabet})
	get(t, client, o.URL("/a?q=1"), "Range", "bytes=0-9")
	get(t, client, o.URL("/a"))
	get(t, client, o.URL("/none"))
	if o.Requests() != 3 || o.RequestsTo("/a") != 2 || o.RequestsTo("/b") != 0 {
		t.Errorf("%d requests, %d to /a", o.Requests(), o.RequestsTo("/a"))
	}
	if want := int64(10 + 26 + len("404 page not found\n")); o.BytesSent() != want {
		t.Errorf("BytesSent() = %d, want %d", o.BytesSent(), want)
	}
	if o.Connections() != 1 || o.PeakConnections() != 1 || o.OpenConnections() != 1 || o.PeakActive() != 1 {
		t.Errorf("connections %d, peak %d, open %d", o.Connections(), o.PeakConnections(), o.OpenConnections())
	}
	first := o.Log()[0]
	if first.Method != http.MethodGet || first.Path != "/a" || first.Query != "q=1" || first.Range != "bytes=0-9" ||
		first.Status != 206 || first.Sent != 10 || first.Start.IsZero() || first.Header.Get("User-Agent") == "" {
		t.Errorf("logged %+v", first)
	}
	o.Reset()
	if o.Requests() != 0 || o.RequestsTo("/a") != 0 || o.BytesSent() != 0 || len(o.Log()) != 0 ||
		o.Connections() != 0 || o.PeakConnections() != 1 {
		t.Error("Reset left something")
	}
}

func TestNoLog(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{NoLog: true})
	get(t, client, o.URL("/a"))
	if len(o.Log()) != 0 || o.RequestsTo("/a") != 1 {
		t.Errorf("log has %d records", len(o.Log()))
	}
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{Shape: Shape{Latency: 5 * time.Millisecond}})
	o.Add("/a", File{Size: 4 << 10})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got, err := try(client, http.MethodGet, o.URL("/a")); err != nil || len(got.body) != 4<<10 {
					t.Errorf("got %d bytes, error %v", len(got.body), err)
				}
			}
		})
	}
	wg.Wait()
	if o.Requests() != 160 || o.BytesSent() != 160*4<<10 {
		t.Errorf("%d requests, %d bytes", o.Requests(), o.BytesSent())
	}
	if peak := o.PeakConnections(); peak < 2 || peak > 8 {
		t.Errorf("PeakConnections() = %d", peak)
	}
}

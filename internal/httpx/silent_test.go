package httpx

import (
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/internal/origin"
)

// A server that goes silent on connections that are idle costs one attempt, not
// one for each of them.
func TestSilenceCostsOneAttempt(t *testing.T) {
	t.Parallel()
	o, err := origin.Start(origin.Options{Shape: origin.Shape{Latency: 100 * time.Millisecond}}) // so that three are under way at once
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	for _, name := range []string{"/a", "/b", "/c"} {
		o.Add(name, origin.File{Size: 1000})
		o.Inject(origin.Rule{Path: name}, origin.Stall(1000)) // after the last byte
	}
	o.Add("/d", origin.File{Size: 1000})
	c := client(t, Options{Stall: 600 * time.Millisecond})

	// Three answers at the same time leave three connections that are dead.
	done := make(chan error, 3)
	for _, name := range []string{"/a", "/b", "/c"} {
		go func() {
			_, err := read(t, c, Request{URL: o.URL(name)})
			done <- err
		}()
	}
	for range 3 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	attempts := 1
	for ; attempts < 4; attempts++ {
		if _, err := read(t, c, Request{URL: o.URL("/d")}); err == nil {
			break
		}
	}
	if attempts > 2 {
		t.Errorf("%d attempts, want 2 at most", attempts)
	}
}

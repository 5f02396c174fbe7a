package fetch_test

import (
	"os"
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

func TestDurable(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	r.Durable = true
	req := r.add("a.bin", []byte("content"))
	wantStatus(t, r.one(t, req), fetch.Downloaded)
	r.wantFile(t, "a.bin", []byte("content"))
	// With the folder gone before the barrier, nobody can say that it is there.
	r.Observe = func(e fetch.Event) {
		if e.Kind == fetch.Finished && e.Result.Status == fetch.Downloaded {
			os.RemoveAll(r.out(""))
		}
	}
	wantStatus(t, r.one(t, r.add("b.bin", []byte("other"))), fetch.Failed)
}

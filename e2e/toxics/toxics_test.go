package toxics

import (
	"errors"
	"strings"
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// row is a way in which connections are bad.
type row struct {
	name    string
	toxics  []toxic
	harmful bool     // files may fail as long as it lasts
	says    []string // one of which is in the reason then
}

var (
	cut    = []string{"ended the transfer before its end", "closed the connection in the middle"}
	silent = []string{"sent no byte for", "did not answer in time"}
)

var rows = []row{
	{"latency", []toxic{down("latency", map[string]int{"latency": 40, "jitter": 20})}, false, nil},
	{"latency both ways", []toxic{down("latency", map[string]int{"latency": 20}), up("latency", map[string]int{"latency": 20})}, false, nil},
	{"bandwidth", []toxic{down("bandwidth", map[string]int{"rate": 2000})}, false, nil},
	{"slow close", []toxic{down("slow_close", map[string]int{"delay": 100})}, false, nil},
	{"slicer", []toxic{down("slicer", map[string]int{"average_size": 700, "size_variation": 600, "delay": 10})}, false, nil},
	{"timeout that closes", []toxic{down("timeout", map[string]int{"timeout": 50})}, true, cut},
	{"timeout that is silent", []toxic{down("timeout", map[string]int{"timeout": 0})}, true, silent},
	{"requests that get lost", []toxic{up("timeout", map[string]int{"timeout": 0})}, true, silent},
	{"reset at once", []toxic{down("reset_peer", map[string]int{"timeout": 0})}, true, cut},
	{"reset after a while", []toxic{down("reset_peer", map[string]int{"timeout": 30})}, true, cut},
	{"limited to a few bytes", []toxic{down("limit_data", map[string]int{"bytes": 100})}, true, []string{"connection broken", "ended the transfer"}},
	{"limited to part of a file", []toxic{down("limit_data", map[string]int{"bytes": 300_000})}, true, cut},
	{"all that slows", []toxic{
		down("latency", map[string]int{"latency": 5, "jitter": 5}), down("slicer", map[string]int{"average_size": 4000, "size_variation": 3000}),
		down("slow_close", map[string]int{"delay": 20}), down("limit_data", map[string]int{"bytes": 900_000}),
	}, true, cut},
}

// TestToxics has every way happen for good, and only until the first retry.
func TestToxics(t *testing.T) {
	t.Parallel()
	for _, tt := range rows {
		for _, heals := range []bool{false, true} {
			if heals && !tt.harmful {
				continue
			}
			name := tt.name
			if heals {
				name += ", healed"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t)
				r.poison(t, tt.toxics)
				if heals {
					r.healAtFirstRetry()
				}
				results := r.Fetch(t.Context(), r.reqs)
				for i := range results {
					tt.judge(t, heals, &results[i])
				}
				r.bounded(t, results)
				r.audit(t, results)
			})
		}
	}
}

func (tt *row) judge(t *testing.T, heals bool, res *fetch.Result) {
	t.Helper()
	switch {
	case res.Err == nil:
	case !tt.harmful || heals:
		t.Errorf("%s: %v", res.File.Path, res.Err)
	case !tt.explains(res.Err):
		t.Errorf("%s: failed for another reason: %v", res.File.Path, res.Err)
	case res.Attempts <= fetch.DefaultRetries:
		t.Errorf("%s: given up after %d attempts: %v", res.File.Path, res.Attempts, res.Err)
	}
}

func (tt *row) explains(err error) bool {
	var (
		network *httpx.NetError
		stall   *httpx.StallError
	)
	if !errors.As(err, &network) && !errors.As(err, &stall) {
		return false
	}
	for _, text := range tt.says {
		if strings.Contains(err.Error(), text) {
			return true
		}
	}
	return false
}

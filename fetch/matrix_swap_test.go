package fetch_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// A file that is replaced while it is being fetched arrives as the old one, as
// the new one, or not at all. It is never made of both.
func TestMatrixReplacedMeanwhile(t *testing.T) {
	t.Parallel()
	before, after := bytesOf(51, 1_500_000), bytesOf(52, 1_500_000)
	tests := []struct {
		name    string
		after   origin.File
		effects []origin.Effect
	}{
		{"another entity tag", origin.File{Body: after, ETag: `"after"`}, nil},
		{"another entity tag, If-Range ignored", origin.File{Body: after, ETag: `"after"`}, []origin.Effect{origin.IgnoreIfRange()}},
		{"no entity tag any more, If-Range ignored", origin.File{Body: after, NoETag: true}, []origin.Effect{origin.IgnoreIfRange()}},
		{"longer, If-Range ignored", origin.File{Body: append(bytes.Clone(after), 1, 2, 3), ETag: `"after"`}, []origin.Effect{origin.IgnoreIfRange()}},
		{"shorter, If-Range ignored", origin.File{Body: after[:1_400_000], ETag: `"after"`}, []origin.Effect{origin.IgnoreIfRange()}},
		{"longer with the same tag", origin.File{Body: append(bytes.Clone(after), 1, 2, 3), ETag: `"before"`}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, origin.Options{Shape: origin.Shape{Rate: 16 << 20}})
			r.origin.Add("/f.bin", origin.File{Body: before, ETag: `"before"`})
			r.origin.Inject(origin.Rule{Times: 1}, origin.Truncate(900_000))
			r.origin.Inject(origin.Rule{}, tt.effects...)
			var replaced sync.Once
			r.Observe = func(e fetch.Event) {
				if e.Kind == fetch.Progress && e.Bytes > 500_000 {
					replaced.Do(func() { r.origin.Add("/f.bin", tt.after) })
				}
			}
			res := r.one(t, r.request("f.bin"))
			t.Logf("status %s after %d requests, %d bytes", res.Status, r.origin.Requests(), res.Received)
			if res.Err != nil {
				r.wantClean(t)
				return
			}
			body := readFile(t, r.out("f.bin"))
			if !bytes.Equal(body, before) && !bytes.Equal(body, tt.after.Body) {
				t.Errorf("the file is made of two: it differs from the old one at %d, from the new one at %d",
					firstDifference(body, before), firstDifference(body, tt.after.Body))
			}
		})
	}
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

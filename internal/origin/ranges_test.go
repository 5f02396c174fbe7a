package origin

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

var alphabet = []byte("abcdefghijklmnopqrstuvwxyz")

func TestRanges(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	day := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	o.Add("/a", File{Body: alphabet, ETag: `"v1"`, LastModified: day})
	for _, tc := range []struct {
		name    string
		headers []string
		status  int
		body    string
		content string
	}{
		{"none", nil, 200, string(alphabet), ""},
		{"first", []string{"Range", "bytes=0-2"}, 206, "abc", "bytes 0-2/26"},
		{"open", []string{"Range", "bytes=23-"}, 206, "xyz", "bytes 23-25/26"},
		{"suffix", []string{"Range", "bytes=-2"}, 206, "yz", "bytes 24-25/26"},
		{"long suffix", []string{"Range", "bytes=-99"}, 206, string(alphabet), "bytes 0-25/26"},
		{"beyond the end", []string{"Range", "bytes=20-99"}, 206, "uvwxyz", "bytes 20-25/26"},
		{"outside", []string{"Range", "bytes=26-"}, 416, "", "bytes */26"},
		{"empty suffix", []string{"Range", "bytes=-0"}, 416, "", "bytes */26"},
		{"backwards", []string{"Range", "bytes=5-2"}, 200, string(alphabet), ""},
		{"two", []string{"Range", "bytes=0-1,3-4"}, 200, string(alphabet), ""},
		{"other unit", []string{"Range", "lines=0-1"}, 200, string(alphabet), ""},
		{"rubbish", []string{"Range", "bytes=a-b"}, 200, string(alphabet), ""},
		{"same tag", []string{"Range", "bytes=1-1", "If-Range", `"v1"`}, 206, "b", "bytes 1-1/26"},
		{"other tag", []string{"Range", "bytes=1-1", "If-Range", `"v2"`}, 200, string(alphabet), ""},
		{"weak tag", []string{"Range", "bytes=1-1", "If-Range", `W/"v1"`}, 200, string(alphabet), ""},
		{"same date", []string{"Range", "bytes=1-1", "If-Range", day.Format(http.TimeFormat)}, 206, "b", "bytes 1-1/26"},
		{"other date", []string{"Range", "bytes=1-1", "If-Range", day.Add(time.Hour).Format(http.TimeFormat)}, 200, string(alphabet), ""},
		{"known tag", []string{"If-None-Match", `"v0", W/"v1"`}, 304, "", ""},
		{"unknown tag", []string{"If-None-Match", `"v0"`}, 200, string(alphabet), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := get(t, client, o.URL("/a"), tc.headers...)
			if got.StatusCode != tc.status || string(got.body) != tc.body || got.Header.Get("Content-Range") != tc.content {
				t.Errorf("got %d %q, Content-Range %q", got.StatusCode, got.body, got.Header.Get("Content-Range"))
			}
			if got.Header.Get("ETag") != `"v1"` || got.Header.Get("Last-Modified") != "Thu, 02 Jan 2025 03:04:05 GMT" {
				t.Errorf("validators: %v", got.Header)
			}
		})
	}
}

func TestRangesOfGeneratedFiles(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/big", File{Size: 5 << 20, Seed: 9})
	whole := get(t, client, o.URL("/big")).body
	for _, r := range [][2]int{{0, 0}, {1<<20 - 1, 1 << 20}, {123_456, 4_000_000}, {5<<20 - 1, 5<<20 - 1}} {
		got := get(t, client, o.URL("/big"), "Range", fmt.Sprintf("bytes=%d-%d", r[0], r[1]))
		if sum(got.body) != sum(whole[r[0]:r[1]+1]) {
			t.Errorf("bytes %d to %d are wrong", r[0], r[1])
		}
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Body: alphabet, ContentType: "text/plain", Headers: http.Header{"X-A": {"b"}}})
	got, err := try(client, http.MethodHead, o.URL("/a"))
	if err != nil {
		t.Fatal(err)
	}
	h := got.Header
	if got.ContentLength != 26 || len(got.body) != 0 || h.Get("Accept-Ranges") != "bytes" ||
		h.Get("Content-Type") != "text/plain" || h.Get("X-A") != "b" || h.Get("ETag") == "" {
		t.Errorf("got length %d, body %q, %v", got.ContentLength, got.body, h)
	}
	if o.BytesSent() != 0 {
		t.Errorf("%d bytes of body counted", o.BytesSent())
	}
}

func TestValidators(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Size: 10, Seed: 1})
	o.Add("/b", File{Size: 10, Seed: 2})
	o.Add("/none", File{Size: 10, NoETag: true})
	a, b := get(t, client, o.URL("/a")).Header.Get("ETag"), get(t, client, o.URL("/b")).Header.Get("ETag")
	if a == "" || a == b || a[0] != '"' {
		t.Errorf("tags %s and %s", a, b)
	}
	if h := get(t, client, o.URL("/none")).Header; h.Get("ETag") != "" || h.Get("Last-Modified") != "" {
		t.Errorf("got %v", h)
	}
}

func TestReplaceAndRemove(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Body: []byte("one")})
	o.Add("/a", File{Body: []byte("two")})
	o.Add("/a?v=3", File{Body: []byte("three")})
	if got := get(t, client, o.URL("/a?x=1")); string(got.body) != "two" {
		t.Errorf("got %q", got.body)
	}
	if got := get(t, client, o.URL("/a?v=3")); string(got.body) != "three" {
		t.Errorf("with a query: got %q", got.body)
	}
	if got, want := o.MD5("/a"), "b8a9f715dbb64fd5c56e7783c6820a61"; got != want {
		t.Errorf("MD5 = %q, want %q", got, want)
	}
	o.Remove("/a")
	if got := get(t, client, o.URL("/a")); got.StatusCode != http.StatusNotFound || o.SHA256("/a") != "" || o.MD5("/a") != "" {
		t.Errorf("after Remove: %s", got.Status)
	}
	if got := o.Paths(); len(got) != 1 || got[0] != "/a?v=3" {
		t.Errorf("Paths() = %q", got)
	}
}

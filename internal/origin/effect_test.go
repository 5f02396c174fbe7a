package origin

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// disturbed is the answer for a file of 1000 bytes after the effects.
func disturbed(t *testing.T, effects []Effect, headers ...string) (o *Origin, got answer, err error) {
	t.Helper()
	o, client := start(t, Options{})
	o.Add("/a", File{Size: 1000, Seed: 3})
	o.Inject(Rule{}, effects...)
	got, err = try(client, http.MethodGet, o.URL("/a"), headers...)
	return o, got, err
}

func TestAnswersInsteadOfTheFile(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		effect Effect
		status int
		header [2]string
		body   string
	}{
		{"status", Status(503, "7"), 503, [2]string{"Retry-After", "7"}, "Service Unavailable\n"},
		{"date", Status(429, "Thu, 02 Jan 2025 03:04:05 GMT"), 429, [2]string{"Retry-After", "Thu, 02 Jan 2025 03:04:05 GMT"}, "Too Many Requests\n"},
		{"no advice", Status(500, ""), 500, [2]string{"Retry-After", ""}, "Internal Server Error\n"},
		{"page", HTML(), 200, [2]string{"Content-Type", "text/html; charset=utf-8"}, htmlPage},
		{"json", Body("application/json", []byte(`{"error":1}`)), 200, [2]string{"Content-Type", "application/json"}, `{"error":1}`},
		{"empty", Empty(), 200, [2]string{"Content-Length", "0"}, ""},
		{"redirect", Redirect("http://example.com/x"), 302, [2]string{"Location", "http://example.com/x"}, ""},
		{"loop", RedirectLoop(), 302, [2]string{"Location", "/a"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, got, err := disturbed(t, []Effect{tc.effect}, "Range", "bytes=1-2")
			if err != nil {
				t.Fatal(err)
			}
			if got.StatusCode != tc.status || got.Header.Get(tc.header[0]) != tc.header[1] || string(got.body) != tc.body {
				t.Errorf("got %d %v %q", got.StatusCode, got.Header, got.body)
			}
		})
	}
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		effect Effect
		length int // of what arrives; -1 when there is no answer at all
		err    error
	}{
		{"reset before", Reset(Before), -1, syscall.ECONNRESET},
		{"reset after the header", Reset(0), 0, syscall.ECONNRESET},
		{"reset", Reset(700), 700, syscall.ECONNRESET},
		{"closed before", Truncate(Before), -1, io.EOF},
		{"truncated", Truncate(700), 700, io.ErrUnexpectedEOF},
		{"not reached", Truncate(5000), 1000, nil},
		{"longer than it is", LieLength(5), 1000, io.ErrUnexpectedEOF},
		{"shorter than it is", LieLength(-5), 995, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, got, err := disturbed(t, []Effect{tc.effect})
			if tc.length < 0 {
				if !errors.Is(err, tc.err) {
					t.Errorf("got error %v, want %v", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			want := o.file("/a").data.window(0, tc.length)
			if !bytes.Equal(got.body, want) || !errors.Is(got.err, tc.err) {
				t.Errorf("got %d bytes and error %v, want %d and %v", len(got.body), got.err, tc.length, tc.err)
			}
		})
	}
}

func TestSurplusFollowsAShortLength(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Size: 1000})
	o.Inject(Rule{}, LieLength(-5))
	for range 3 {
		if got := get(t, client, o.URL("/a")); got.ContentLength != 995 {
			t.Errorf("announced %d bytes", got.ContentLength)
		}
	}
	if got := o.Connections(); got != 3 {
		t.Errorf("%d connections for 3 answers, want a new one each", got)
	}
}

func TestResetAfterManyBytes(t *testing.T) {
	t.Parallel()
	for _, options := range []Options{{}, {TLS: true}} {
		o, client := start(t, options)
		o.Add("/big", File{Size: 20 << 20})
		const after = 7<<20 + 3
		o.Inject(Rule{}, Reset(after))
		got := get(t, client, o.URL("/big"))
		if len(got.body) != after || !errors.Is(got.err, syscall.ECONNRESET) {
			t.Errorf("TLS %v: got %d bytes and error %v", options.TLS, len(got.body), got.err)
		}
	}
}

func TestStall(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		effects []Effect
		after   int
	}{
		{"before", []Effect{Stall(Before)}, -1},
		{"header", []Effect{Stall(0)}, 0},
		{"middle", []Effect{Stall(300)}, 300},
		{"after a slow header", []Effect{SlowHeader(time.Millisecond), Stall(300)}, 300},
		{"gzip", []Effect{Gzip(), Stall(300)}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, client := start(t, Options{})
			o.Add("/a", File{Size: 1000})
			o.Inject(Rule{}, tc.effects...)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tc.after < 0 {
				time.AfterFunc(10*time.Millisecond, cancel)
			}
			req, _ := http.NewRequestWithContext(ctx, http.MethodGet, o.URL("/a"), http.NoBody)
			resp, err := client.Do(req)
			if tc.after < 0 {
				if !errors.Is(err, context.Canceled) {
					t.Errorf("got error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if _, err := io.ReadFull(resp.Body, make([]byte, tc.after)); err != nil {
				t.Errorf("before the stall: %v", err)
			}
			cancel()
			if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, context.Canceled) {
				t.Errorf("in the stall: %v", err)
			}
		})
	}
}

func TestEffectsOnTheBody(t *testing.T) {
	t.Parallel()
	_, plain, err := disturbed(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	broken := bytes.Clone(plain.body)
	broken[400] ^= 1
	for _, tc := range []struct {
		name   string
		effect Effect
		length int64 // announced
		body   []byte
	}{
		{"flipped", FlipByte(400), 1000, broken},
		{"flipped elsewhere", FlipByte(4000), 1000, plain.body},
		{"chunked", Chunked(), -1, plain.body},
		{"slow header", SlowHeader(20 * time.Millisecond), 1000, plain.body},
		{"drip", Drip(300, time.Millisecond), 1000, plain.body},
		{"slow", Slow(Shape{Latency: time.Millisecond, Rate: 1 << 20}), 1000, plain.body},
		{"several", OneOf(Chunked()), -1, plain.body},
		{"none of none", OneOf(), 1000, plain.body},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, got, err := disturbed(t, []Effect{tc.effect})
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.body, tc.body) || got.ContentLength != tc.length || got.err != nil {
				t.Errorf("got %d bytes of %d, error %v", len(got.body), got.ContentLength, got.err)
			}
			if o.BytesSent() != 1000 || o.Log()[0].Sent != 1000 || o.Log()[0].Status != 200 {
				t.Errorf("counted %d bytes, logged %+v", o.BytesSent(), o.Log()[0])
			}
		})
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	o, got, err := disturbed(t, []Effect{Gzip()}, "Accept-Encoding", "identity", "Range", "bytes=1-2")
	if err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(zip)
	if err != nil || sum(body) != o.SHA256("/a") || got.StatusCode != http.StatusOK || got.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("got %s %v, error %v", got.Status, got.Header, err)
	}
}

func TestEndless(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Size: 10})
	o.Inject(Rule{}, Endless())
	resp, err := client.Get(o.URL("/a"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if n, err := io.CopyN(io.Discard, resp.Body, 8<<20); err != nil || resp.ContentLength != -1 {
		t.Errorf("got %d bytes of %d and error %v", n, resp.ContentLength, err)
	}
}

func TestEffectsOnRanges(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		effects []Effect
		headers []string
		status  int
		content string
		tag     string
	}{
		{"ignored", []Effect{NoRange()}, []string{"Range", "bytes=5-9"}, 200, "", ""},
		{"later", []Effect{WrongRange(3)}, []string{"Range", "bytes=5-9"}, 206, "bytes 8-12/1000", ""},
		{"earlier", []Effect{WrongRange(-99)}, []string{"Range", "bytes=5-9"}, 206, "bytes 0-4/1000", ""},
		{"at the end", []Effect{WrongRange(3)}, []string{"Range", "bytes=995-"}, 206, "bytes 995-999/1000", ""},
		{"changed", []Effect{ChangeETag()}, []string{"Range", "bytes=5-9", "If-Range", `"v0"`}, 200, "", `"v1"`},
		{"changed, not asked", []Effect{ChangeETag()}, []string{"Range", "bytes=5-9"}, 206, "bytes 5-9/1000", `"v1"`},
		{
			"changed, ignored",
			[]Effect{ChangeETag(), IgnoreIfRange()},
			[]string{"Range", "bytes=5-9", "If-Range", `"v0"`},
			206, "bytes 5-9/1000", `"v1"`,
		},
		{"own words", []Effect{Header("Content-Range", "bytes 5-9/*")}, []string{"Range", "bytes=5-9"}, 206, "bytes 5-9/*", ""},
		{"no words", []Effect{Header("Content-Range", "")}, []string{"Range", "bytes=5-9"}, 206, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, got, err := disturbed(t, tc.effects, tc.headers...)
			if err != nil {
				t.Fatal(err)
			}
			if got.StatusCode != tc.status || got.Header.Get("Content-Range") != tc.content {
				t.Errorf("got %s, Content-Range %q", got.Status, got.Header.Get("Content-Range"))
			}
			if tc.tag != "" && got.Header.Get("ETag") != tc.tag {
				t.Errorf("got ETag %s, want %s", got.Header.Get("ETag"), tc.tag)
			}
			if (got.Header.Get("Accept-Ranges") == "") != (tc.name == "ignored") {
				t.Errorf("Accept-Ranges: %q", got.Header.Get("Accept-Ranges"))
			}
			if strings.HasPrefix(tc.content, "bytes 8-12") && !bytes.Equal(got.body, o.file("/a").data.window(8, 5)) {
				t.Error("the body is not the range that Content-Range names")
			}
		})
	}
}

func TestEffectsOverHTTP2(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		effect Effect
		length int
		broken bool
	}{
		{"reset", Reset(500), 500, true},
		{"truncated", Truncate(500), 500, true},
		{"longer", LieLength(5), 1000, true},
		{"shorter", LieLength(-5), 995, false},
		{"slow header", SlowHeader(time.Millisecond), 1000, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, client := start(t, Options{TLS: true, HTTP2: true})
			o.Add("/a", File{Size: 1000})
			o.Inject(Rule{}, tc.effect)
			got := get(t, client, o.URL("/a"))
			if len(got.body) > tc.length || (got.err != nil) != tc.broken {
				t.Errorf("got %d bytes, error %v", len(got.body), got.err)
			}
		})
	}
}

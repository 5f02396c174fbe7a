package httpx

import (
	"compress/gzip"
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestOpenSendsWhatServersNeed(t *testing.T) {
	t.Parallel()
	var got http.Header
	s := serve(t, map[string]http.HandlerFunc{"/": func(_ http.ResponseWriter, r *http.Request) { got = r.Header }})
	c := client(t, Options{UserAgent: "fetch-assets/1.2 (+https://example.org)"})
	if _, err := read(t, c, Request{URL: s.URL, Offset: 5, IfRange: `"v1"`}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"User-Agent": "fetch-assets/1.2 (+https://example.org)", "Accept-Encoding": "identity",
		"Range": "bytes=5-", "If-Range": `"v1"`,
	} {
		if got.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, got.Get(name), want)
		}
	}
}

func TestOpenJudgesAnswers(t *testing.T) {
	t.Parallel()
	partial := func(contentRange, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Range", contentRange)
			w.WriteHeader(http.StatusPartialContent)
			w.Write([]byte(body))
		}
	}
	tests := []struct {
		name    string
		req     Request
		handler http.HandlerFunc
		want    string
		says    string
	}{
		{"all", Request{}, text("0123456789"), "0123456789", ""},
		{"rest", Request{Offset: 6}, partial("bytes 6-9/10", "6789"), "6789", ""},
		{"part", Request{Offset: 2, Length: 3}, partial("bytes 2-4/10", "234"), "234", ""},
		{"part beyond the end", Request{Offset: 8, Length: 5}, partial("bytes 8-9/10", "89"), "89", ""},
		{"range ignored", Request{Offset: 6}, text("0123456789"), "0123456789", ""},
		{"wrong start", Request{Offset: 6}, partial("bytes 5-9/10", "56789"), "", `sent Content-Range "bytes 5-9/10"`},
		{"wrong end", Request{Offset: 6}, partial("bytes 6-8/10", "678"), "", "Content-Range"},
		{"too much", Request{Offset: 2, Length: 3}, partial("bytes 2-5/10", "2345"), "", "Content-Range"},
		{"too little", Request{Offset: 2, Length: 3}, partial("bytes 2-3/10", "23"), "", "Content-Range"},
		{"no Content-Range", Request{Offset: 6}, partial("", "6789"), "", "Content-Range"},
		{"body does not fit", Request{Offset: 6}, partial("bytes 6-9/10", "678"), "", "Content-Range"},
		{"not asked for", Request{}, partial("bytes 0-9/10", "0123456789"), "", "part of the content"},
		{"no content", Request{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, "", "204 No Content"},
		{"encoded", Request{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			z.Write([]byte("x"))
			z.Close()
		}, "", `encoded as "gzip"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.req.URL = serve(t, map[string]http.HandlerFunc{"/": tt.handler}).URL
			got, err := read(t, client(t, Options{}), tt.req)
			if tt.says != "" {
				wantRefused(t, err, tt.says)
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestResponseKnowsItsRange(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Content-Type", "Image/PNG; q=1")
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader("0123456789"))
	}})
	c := client(t, Options{})
	resp, err := c.Open(t.Context(), Request{URL: s.URL, Offset: 4, Length: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Start != 4 || resp.Length != 2 || resp.Total != 10 || !resp.Partial || !resp.Ranges ||
		resp.Validator != `"v1"` || resp.Type != "image/png" {
		t.Errorf("got %+v", resp)
	}
}

func TestValidator(t *testing.T) {
	t.Parallel()
	const now, before, justNow = "Tue, 03 Mar 2026 10:00:00 GMT", "Tue, 03 Mar 2026 09:00:00 GMT", "Tue, 03 Mar 2026 10:00:00 GMT"
	tests := []struct{ name, etag, modified, date, want string }{
		{"strong", `"abc"`, "", now, `"abc"`},
		{"weak", `W/"abc"`, before, now, ""},
		{"not quoted", `abc`, before, now, ""},
		{"old date", "", before, now, before},
		{"young date", "", justNow, now, ""},
		{"no clock", "", before, "", ""},
		{"no date", "", "yesterday", now, ""},
		{"none", "", "", now, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{"Etag": {tt.etag}, "Last-Modified": {tt.modified}, "Date": {tt.date}}
			if got := validator(h); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStatusErrorSaysWhatAnswered(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{
		"/start": redirect("/end"),
		"/end": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusNotFound)
			w.Write([]byte("<h1>\x1b[31mGone\n::error::fishing</h1>" + strings.Repeat("x", 1000)))
		},
	})
	_, err := read(t, client(t, Options{}), Request{URL: s.URL + "/start"})
	var status *StatusError
	if !errors.As(err, &status) || !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("error = %v, want a StatusError that is fs.ErrNotExist", err)
	}
	if status.Code != 404 || status.Type != "text/html" || status.URL != s.URL+"/end" || status.RetryAfter != 3*time.Second {
		t.Errorf("got %+v", status)
	}
	wantRefused(t, err, "404 Not Found", "text/html", "<h1> [31mGone ::error::fishing</h1>xxx", "...")
	if strings.ContainsAny(err.Error(), "\n\x1b") || len(err.Error()) > 500 {
		t.Errorf("the message is not fit for a log: %q", err)
	}
	if errors.Is(&StatusError{Code: 500}, fs.ErrNotExist) {
		t.Error("a 500 is not fs.ErrNotExist")
	}
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	remotes := map[string]bool{}
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		remotes[r.RemoteAddr] = true
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusInternalServerError)
		}
		w.Write([]byte(strings.Repeat("x", 2000)))
	}})
	c := client(t, Options{})
	for i := range 10 {
		path := "/" + strconv.Itoa(i)
		if i%2 == 1 {
			path = "/bad"
		}
		_, err := read(t, c, Request{URL: s.URL + path})
		if (err != nil) != (i%2 == 1) {
			t.Errorf("request %d: %v", i, err)
		}
	}
	if len(remotes) != 1 {
		t.Errorf("%d connections, want 1", len(remotes))
	}
}

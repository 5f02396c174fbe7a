package httpx

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestGetBytes(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": text(`{"ok":true}`)})
	got, err := client(t, Options{}).GetBytes(t.Context(), s.URL, nil, 1000)
	if err != nil || string(got) != `{"ok":true}` {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestGetBytesRetries(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		retries int
		fails   int
		code    int
		asked   int
		ok      bool
	}{
		{"heals", 0, 3, 503, 4, true},
		{"does not heal", 0, 100, 503, 4, false},
		{"no retries", -1, 1, 503, 1, false},
		{"gone", 0, 100, 404, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
				if asked++; asked <= tt.fails {
					w.Header().Set("Retry-After", "9")
					w.WriteHeader(tt.code)
				}
			}})
			var w waits
			_, err := client(t, Options{Retries: tt.retries, Sleep: w.sleep}).GetBytes(t.Context(), s.URL+"/?key=secret", nil, 10)
			if (err == nil) != tt.ok || asked != tt.asked || len(w.list) != tt.asked-1 {
				t.Errorf("error %v after %d requests and %d waits, want %d requests", err, asked, len(w.list), tt.asked)
			}
			for _, d := range w.list {
				if d != 9*time.Second {
					t.Errorf("waited %s, want 9s", d)
				}
			}
			if err != nil && (strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), s.URL)) {
				t.Errorf("error = %v, want it to name the redacted address", err)
			}
		})
	}
}

func TestGetBytesIsLimited(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{
		"/announced": text("0123456789"),
		"/chunked": func(w http.ResponseWriter, _ *http.Request) {
			http.NewResponseController(w).Flush()
			w.Write([]byte("0123456789"))
		},
	})
	c := client(t, Options{})
	for _, path := range []string{"/announced", "/chunked"} {
		if got, err := c.GetBytes(t.Context(), s.URL+path, nil, 10); err != nil || len(got) != 10 {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
		_, err := c.GetBytes(t.Context(), s.URL+path, nil, 9)
		var answer *AnswerError
		if !errors.As(err, &answer) {
			t.Errorf("%s: error = %v, want an AnswerError", path, err)
		}
	}
}

package httpx

import (
	"math"
	"net/http"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value string
		want  time.Duration
		ok    bool
	}{
		{"0", 0, true},
		{"120", 2 * time.Minute, true},
		{" 5 ", 5 * time.Second, true},
		{"99999999999999999999999", 365 * 24 * time.Hour, true},
		{"Tue, 03 Mar 2026 12:01:30 GMT", 90 * time.Second, true},
		{"Tuesday, 03-Mar-26 12:00:10 GMT", 10 * time.Second, true},
		{"Tue, 03 Mar 2026 11:00:00 GMT", 0, true},
		{"", 0, false},
		{"-1", 0, false},
		{"+1", 0, false},
		{"1.5", 0, false},
		{"soon", 0, false},
	}
	for _, tt := range tests {
		got, ok := RetryAfter(http.Header{"Retry-After": {tt.value}}, noon)
		if got != tt.want || ok != tt.ok {
			t.Errorf("RetryAfter(%q) = %s, %v, want %s, %v", tt.value, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"0", "120", "99999999999999999999", "Tue, 03 Mar 2026 12:01:30 GMT", "-1", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := RetryAfter(http.Header{"Retry-After": {s}}, noon)
		if d < 0 || !ok && d != 0 {
			t.Errorf("RetryAfter(%q) = %s, %v", s, d, ok)
		}
	})
}

func TestDelay(t *testing.T) {
	t.Parallel()
	c := client(t, Options{MaxWait: time.Minute})
	for retry, bound := range map[int]time.Duration{0: 500 * time.Millisecond, 1: time.Second, 3: 4 * time.Second, 50: longestWait} {
		most := time.Duration(0)
		for range 200 {
			d := c.Delay(retry, nil)
			if d < 0 || d > bound {
				t.Fatalf("Delay(%d) = %s, want at most %s", retry, d, bound)
			}
			most = max(most, d)
		}
		if most < bound/2 {
			t.Errorf("the longest of 200 Delay(%d) is %s, which is not spread up to %s", retry, most, bound)
		}
	}
	if got := c.Delay(0, &StatusError{Code: 429, RetryAfter: 40 * time.Second}); got != 40*time.Second {
		t.Errorf("Delay = %s, want what the server said", got)
	}
	if got := c.Delay(0, &StatusError{Code: 429, RetryAfter: time.Hour}); got != time.Minute {
		t.Errorf("Delay = %s, want the cap", got)
	}
}

func TestParseContentRange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value string
		want  contentRange
		ok    bool
	}{
		{"bytes 0-99/200", contentRange{0, 100, 200}, true},
		{"Bytes 5-5/6", contentRange{5, 6, 6}, true},
		{"bytes 0-99/*", contentRange{0, 100, -1}, true},
		{"bytes */200", contentRange{}, false},
		{"bytes 99-0/200", contentRange{}, false},
		{"bytes 0-200/200", contentRange{}, false},
		{"bytes -5-9/10", contentRange{}, false},
		{"bytes +5-9/10", contentRange{}, false},
		{"bytes 5-9/10, 1", contentRange{}, false},
		{"bytes  5-9/10", contentRange{}, false},
		{"items 5-9/10", contentRange{}, false},
		{"bytes 0-9223372036854775807/*", contentRange{}, false},
		{"", contentRange{}, false},
	}
	for _, tt := range tests {
		if got, ok := parseContentRange(tt.value); got != tt.want || ok != tt.ok {
			t.Errorf("parseContentRange(%q) = %v, %v, want %v, %v", tt.value, got, ok, tt.want, tt.ok)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	for _, s := range []string{"bytes 0-99/200", "bytes 0-0/*", "bytes */5", "bytes 9223372036854775807-9223372036854775807/*", "\x00", "bytes 00-01/2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := parseContentRange(s)
		if !ok {
			if r != (contentRange{}) {
				t.Errorf("parseContentRange(%q) = %v, false", s, r)
			}
			return
		}
		if r.start < 0 || r.end <= r.start || r.end == math.MaxInt64 || r.total >= 0 && r.total < r.end {
			t.Errorf("parseContentRange(%q) = %v", s, r)
		}
	})
}

package report

import (
	"testing"
	"time"
)

func TestSize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		n    int64
		want string
	}{
		{-1, "?"}, {0, "0 B"}, {999, "999 B"}, {1000, "0.98 KiB"}, {1024, "1.00 KiB"}, {10 << 10, "10.0 KiB"},
		{312 << 20, "312 MiB"}, {1023 << 20, "1.00 GiB"}, {5 << 40, "5.00 TiB"}, {1<<63 - 1, "8.00 EiB"},
	}
	for _, tt := range tests {
		if got := Size(tt.n); got != tt.want {
			t.Errorf("Size(%d) = %q, want %q", tt.n, got, tt.want)
		}
	}
}

func TestDuration(t *testing.T) {
	t.Parallel()
	tests := []struct {
		d    time.Duration
		want string
	}{
		{-1, "0 s"}, {1, "1 ms"}, {85 * time.Millisecond, "85 ms"}, {999600 * time.Microsecond, "1.0 s"},
		{4249 * time.Millisecond, "4.2 s"}, {9960 * time.Millisecond, "10 s"}, {192 * time.Second, "3 min 12 s"},
		{180 * time.Second, "3 min"}, {3900 * time.Second, "1 h 5 min"}, {2 * time.Hour, "2 h"},
	}
	for _, tt := range tests {
		if got := Duration(tt.d); got != tt.want {
			t.Errorf("Duration(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

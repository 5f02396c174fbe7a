package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestCountLog(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, log string
		want      counts
		bad       bool
	}{
		{"nothing", "", counts{peak: -1}, false},
		{"requests", "100\n0\n23\n", counts{requests: 3, bytes: 123, peak: -1}, false},
		{"something else", "100\nGET /\n", counts{}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := countLog(strings.NewReader(tc.log))
			if (err != nil) != tc.bad || !tc.bad && got != tc.want {
				t.Errorf("countLog = %+v, %v, want %+v", got, err, tc.want)
			}
		})
	}
}

func TestNginx(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not installed")
	}
	for _, tls := range []bool{false, true} {
		s := scenario{sizes: []int64{5, 100 * kib}, server: nginx, tls: tls}
		o, err := workshop(t, "^go-getter$", 1).runScenario(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		r := o.results[0]
		if len(r.samples) != 1 || r.samples[0].requests != 4 || r.samples[0].repeated != 0 {
			t.Errorf("TLS %v: %+v, %s", tls, r.samples, r.note)
		}
	}
}

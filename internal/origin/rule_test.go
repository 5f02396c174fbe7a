package origin

import (
	"net/http"
	"slices"
	"strconv"
	"testing"
)

// statuses asks for paths in turn.
func statuses(t *testing.T, o *Origin, client *http.Client, paths ...string) []int {
	t.Helper()
	var out []int
	for _, path := range paths {
		out = append(out, get(t, client, o.URL(path)).StatusCode)
	}
	return out
}

func TestRules(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		rule Rule
		want []int // of /x/a /x/b /y /x/a /x/a
	}{
		{"all", Rule{}, []int{503, 503, 503, 503, 503}},
		{"path", Rule{Path: "/y"}, []int{200, 200, 503, 200, 200}},
		{"prefix", Rule{Path: "/x/*"}, []int{503, 503, 200, 503, 503}},
		{"first two", Rule{Times: 2}, []int{503, 503, 200, 200, 200}},
		{"skip one", Rule{Skip: 1, Times: 2}, []int{200, 503, 503, 200, 200}},
		{"first of each", Rule{Times: 1, Each: true}, []int{503, 503, 503, 200, 200}},
		{"second of each", Rule{Skip: 1, Times: 1, Each: true}, []int{200, 200, 200, 503, 200}},
		{"busy", Rule{Over: 1}, []int{200, 200, 200, 200, 200}},
		{
			"condition",
			Rule{When: func(r *http.Request) bool { return r.URL.Path == "/x/b" }},
			[]int{200, 503, 200, 200, 200},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, client := start(t, Options{})
			for _, path := range []string{"/x/a", "/x/b", "/y"} {
				o.Add(path, File{Size: 10})
			}
			o.Inject(tc.rule, Status(503, ""))
			if got := statuses(t, o, client, "/x/a", "/x/b", "/y", "/x/a", "/x/a"); !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
			o.Heal()
			if got := statuses(t, o, client, "/x/a"); got[0] != 200 {
				t.Errorf("healed: got %v", got)
			}
		})
	}
}

func TestOver(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Size: 1 << 20})
	o.Add("/b", File{Size: 10})
	o.Inject(Rule{Path: "/a"}, Stall(10))
	o.Inject(Rule{Over: 1}, Status(429, ""))
	resp, err := client.Get(o.URL("/a"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got := get(t, client, o.URL("/b")); resp.StatusCode != http.StatusOK || got.StatusCode != http.StatusTooManyRequests {
		t.Errorf("first %s, second %s", resp.Status, got.Status)
	}
	if o.PeakActive() != 2 {
		t.Errorf("PeakActive() = %d", o.PeakActive())
	}
}

// chances asks for 500 paths, the first half twice, and in either order.
func chances(t *testing.T, seed uint64, backwards bool) map[string]int {
	t.Helper()
	o, client := start(t, Options{Seed: seed})
	o.Inject(Rule{Chance: 0.3}, OneOf(Status(500, ""), Status(503, "")))
	var paths []string
	for i := range 500 {
		paths = append(paths, "/"+strconv.Itoa(i))
	}
	paths = append(paths, paths[:250]...)
	if backwards {
		slices.Reverse(paths)
	}
	out := map[string]int{}
	for _, path := range paths {
		out[path] = out[path]*1000 + get(t, client, o.URL(path)).StatusCode
	}
	return out
}

func TestChance(t *testing.T) {
	t.Parallel()
	got, again, other := chances(t, 1, false), chances(t, 1, true), chances(t, 2, false)
	count := map[int]int{}
	same := 0
	for path, status := range got {
		if status != again[path] {
			t.Errorf("%s: %d in one order, %d in another", path, status, again[path])
		}
		if status == other[path] {
			same++
		}
		for ; status > 0; status /= 1000 {
			count[status%1000]++
		}
	}
	for _, status := range []int{500, 503} { // 750 requests, so 112 of each
		if n := count[status]; n < 75 || n > 150 {
			t.Errorf("%d of 750 requests got %d", n, status)
		}
	}
	if same == len(got) {
		t.Error("another seed changes nothing")
	}
}

func TestRulesAddUp(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Add("/a", File{Body: alphabet})
	o.Inject(Rule{}, Header("X-One", "1"))
	o.Inject(Rule{}, Chunked(), Header("X-Two", "2"))
	got := get(t, client, o.URL("/a"))
	if got.Header.Get("X-One") != "1" || got.Header.Get("X-Two") != "2" || got.ContentLength != -1 {
		t.Errorf("got %v", got.Header)
	}
}

package polyhaven

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// pixels is the number in a resolution such as "2k"; 0 when it is none.
func pixels(resolution string) int {
	digits, ok := strings.CutSuffix(resolution, "k")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > 99 || digits != strconv.Itoa(n) {
		return 0
	}
	return n
}

// known reports whether Poly Haven could publish a resolution: a power of two
// up to 16k, and anything above, since single works are 20k or 24k.
func known(resolution string) bool {
	n := pixels(resolution)
	return n >= 16 || n > 0 && n&(n-1) == 0
}

// byNearness orders published resolutions for someone who asked for one: that
// one, then downwards from it, then upwards. It is the order of
// astraweave-assets, which ends at 8k: 4k means 4, 2, 1, 8.
func byNearness(asked string, published []string) []string {
	want := pixels(asked)
	sizes := slices.DeleteFunc(slices.Clone(published), func(r string) bool { return pixels(r) == 0 })
	slices.SortFunc(sizes, func(a, b string) int {
		m, n := pixels(a), pixels(b)
		if m <= want && n <= want {
			return cmp.Compare(n, m)
		}
		return cmp.Compare(m, n)
	})
	return sizes
}

// resolution is the one the entry asks for, as Poly Haven spells it.
func resolution(s string) string {
	if s == "" {
		return DefaultResolution
	}
	return strings.ToLower(strings.TrimSpace(s))
}

package suggest

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	keys := []string{"handle", "license", "author", "authors", "url", "polyhaven", "kenney"}
	tests := []struct{ word, want string }{
		{"licence", "license"},
		{"lisence", "license"},
		{"Handle", "handle"},
		{"hnadle", "handle"},
		{"authr", "author"},
		{"polyhavn", "polyhaven"},
		{"kenny", "kenney"},
		{"ulr", "url"},
		{"completely_different", ""},
		{"", ""},
		{"x", ""},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, keys); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	ids := []string{"CC-BY-3.0", "CC-BY-4.0", "MIT", "MIT-0", "Zlib"}
	tests := []struct {
		word  string
		limit int
		want  string
	}{
		{"cc-by-40", 2, "CC-BY-4.0"},
		{"CC-BY-5.0", 2, "CC-BY-3.0"}, // as near as 4.0: the first wins
		{"CC-BY", 2, ""},
		{"Zlibb", 1, "Zlib"},
		{"Zilb", 1, "Zlib"},
		{"Zzlibb", 1, ""},
		{"MIT", 0, "MIT"},
		{"MTI", 0, ""},
	}
	for _, tt := range tests {
		if got := Within(tt.word, ids, tt.limit); got != tt.want {
			t.Errorf("Within(%q, %d) = %q, want %q", tt.word, tt.limit, got, tt.want)
		}
	}
}

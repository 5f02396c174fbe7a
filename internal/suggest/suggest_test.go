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

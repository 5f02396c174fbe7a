package portable

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ok   bool
	}{
		{"forest_floor", true},
		{"a", true},
		{"Grüße 2", true},
		{"v1.2", true},
		{"console", true},
		{"com", true},
		{"com10", true},
		{"comlpt1", true},
		{strings.Repeat("a", 100), true},
		{strings.Repeat("a", 101), false},
		{"", false},
		{".", false},
		{"..", false},
		{"../x", false},
		{"a/b", false},
		{`a\b`, false},
		{".hidden", false},
		{" a", false},
		{"a ", false},
		{"a.", false},
		{"a\tb", false},
		{"a\x00b", false},
		{"a\u0085b", false},
		{"a\xff", false},
		{"a:b", false},
		{"what?", false},
		{`"`, false},
		{"con", false},
		{"CON", false},
		{"nul.txt", false},
		{"aux .txt", false},
		{"com1", false},
		{"LPT9.tar.gz", false},
		{"com²", false},
		{"conin$", false},
	}
	for _, tt := range tests {
		if err := Name(tt.name); (err == nil) != tt.ok {
			t.Errorf("Name(%q) = %v, want ok %v", tt.name, err, tt.ok)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path string
		ok   bool
	}{
		{"kenney/nature_kit/Models/tree one.glb", true},
		{"a", true},
		{"a/.hidden", true},
		{"a/what?.png", true},
		{"", false},
		{"/etc/passwd", false},
		{"../a", false},
		{"a/../../b", false},
		{"a/../b", false},
		{"a//b", false},
		{"a/./b", false},
		{"a/", false},
		{`a\b`, false},
		{"C:/x", false},
		{"a/file:stream", false},
		{"a/nul", false},
		{"a/Nul.png/b", false},
		{"a\nb", false},
		{"a\xff", false},
	}
	for _, tt := range tests {
		if err := Path(tt.path); (err == nil) != tt.ok {
			t.Errorf("Path(%q) = %v, want ok %v", tt.path, err, tt.ok)
		}
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	same := [][2]string{
		{"Rock", "rOCK"},
		{"ÄPFEL", "äpfel"},
		{"Kelvin", "\u212Aelvin"}, // the sign for kelvin folds to k
		{"σ", "ς"},
	}
	for _, s := range same {
		if a, b := Fold(s[0]), Fold(s[1]); a != b {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q, want them equal", s[0], a, s[1], b)
		}
	}
	if Fold("rock") == Fold("rocks") {
		t.Error("Fold makes different names equal")
	}
}

func FuzzPath(f *testing.F) {
	f.Add("a/b.png")
	f.Add("../a")
	f.Fuzz(func(t *testing.T, p string) {
		if Path(p) == nil && (strings.HasPrefix(p, "/") || strings.Contains("/"+p+"/", "/../")) {
			t.Errorf("Path(%q) accepts a path out of the folder", p)
		}
	})
}

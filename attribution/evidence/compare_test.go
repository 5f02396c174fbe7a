package evidence

import "testing"

func TestCompare(t *testing.T) {
	t.Parallel()
	strong := func(id string) Found { return Found{License: id, Where: "License.txt", Confidence: Strong} }
	weak := func(id string) Found { return Found{License: id, Where: "License.txt", Confidence: Weak} }
	open := func(id string) Found {
		return Found{License: id, Where: "COPYING", Confidence: Strong, OpenVersion: true}
	}
	readMe := func(id string) Found { return Found{License: id, Where: "pack.zip!README.md", Confidence: Weak} }
	for _, tt := range []struct {
		name     string
		declared string
		found    []Found
		want     Outcome
		decided  int // index into found
	}{
		{"nothing found", "CC0-1.0", nil, None, -1},
		{"nothing declared", "", []Found{strong("CC0-1.0")}, None, -1},
		{"declaration unreadable", "free", []Found{strong("CC0-1.0")}, None, -1},
		{"same", "CC-BY-4.0", []Found{strong("CC-BY-4.0")}, Match, 0},
		{"same, spelt otherwise", "cc by 4.0", []Found{weak("CC-BY-4.0")}, Match, 0},
		{"strong decides", "CC-BY-4.0", []Found{weak("CC-BY-4.0"), strong("CC-BY-4.0")}, Match, 1},
		{"stricter", "CC0-1.0", []Found{weak("CC-BY-3.0")}, Mismatch, 0},
		{"share alike added", "CC-BY-4.0", []Found{strong("CC-BY-SA-4.0")}, Mismatch, 0},
		{"non commercial added", "CC-BY-4.0", []Found{strong("CC-BY-NC-4.0")}, Mismatch, 0},
		{"other version", "CC-BY-4.0", []Found{strong("CC-BY-3.0")}, Mismatch, 0},
		{"older declared", "CC-BY-3.0", []Found{strong("CC-BY-4.0")}, Mismatch, 0},
		{"port", "CC-BY-3.0", []Found{strong("CC-BY-3.0-US")}, Mismatch, 0},
		{"other kind", "MIT", []Found{strong("Zlib")}, Mismatch, 0},
		{"equal duties, other licence", "BSD-3-Clause", []Found{strong("MIT")}, Mismatch, 0},
		{"unknown duties", "CC0-1.0", []Found{strong("LicenseRef-Commons-Clause")}, Mismatch, 0},
		{"restricted", "MIT", []Found{strong("MIT AND LicenseRef-Commons-Clause")}, Mismatch, 0},
		{"public domain found", "CC-BY-4.0", []Found{strong("CC0-1.0")}, MorePermissive, 0},
		{"other dedication", "CC0-1.0", []Found{strong("CC-PDM-1.0")}, MorePermissive, 0},
		{"less asked", "CC-BY-SA-4.0", []Found{strong("CC-BY-4.0")}, MorePermissive, 0},
		{"less asked, not commercial", "CC-BY-NC-SA-3.0", []Found{strong("CC-BY-NC-4.0")}, MorePermissive, 0},
		{"one of two parts", "CC0-1.0 AND OFL-1.1", []Found{strong("CC0-1.0")}, Match, 0},
		{"both parts", "CC0-1.0 AND OFL-1.1", []Found{strong("CC0-1.0"), strong("OFL-1.1")}, Match, 0},
		{"undeclared part", "CC0-1.0", []Found{strong("CC0-1.0"), strong("OFL-1.1")}, Mismatch, 1},
		{"one alternative", "CC-BY-3.0 OR GPL-2.0-only", []Found{strong("GPL-2.0-only")}, Match, 0},
		{"alternative declared", "CC-BY-3.0", []Found{strong("CC-BY-3.0 OR GPL-2.0-only")}, Match, 0},
		{"no alternative fits", "CC-BY-4.0", []Found{strong("CC-BY-SA-3.0 OR GPL-2.0-only")}, Mismatch, 0},
		{"text of the GPL, or later declared", "GPL-3.0-or-later", []Found{open("GPL-3.0-only")}, Match, 0},
		{"text of the GPL, only declared", "GPL-3.0-only", []Found{open("GPL-3.0-only")}, Match, 0},
		{"only found, or later declared", "GPL-3.0-or-later", []Found{strong("GPL-3.0-only")}, Mismatch, 0},
		{"or later found", "GPL-3.0-only", []Found{strong("GPL-3.0-or-later")}, MorePermissive, 0},
		{"older or later found", "GPL-3.0-or-later", []Found{strong("GPL-2.0-or-later")}, MorePermissive, 0},
		{"newer found", "GPL-2.0-or-later", []Found{open("GPL-3.0-only")}, Mismatch, 0},
		{"lesser found", "GPL-3.0-only", []Found{open("LGPL-3.0-only")}, Mismatch, 0},
		{"font exception not repeated", "GPL-2.0-only WITH Font-exception-2.0", []Found{open("GPL-2.0-only")}, Match, 0},
		{"font exception extra", "GPL-2.0-only", []Found{strong("GPL-2.0-only WITH Font-exception-2.0")}, MorePermissive, 0},
		{"plus declared", "CC-BY-SA-3.0+", []Found{strong("CC-BY-SA-3.0")}, Match, 0},
		{"reserved font name", "OFL-1.1-RFN", []Found{strong("OFL-1.1")}, Match, 0},
		{"words of a read-me", "CC0-1.0", []Found{strong("CC0-1.0"), readMe("GPL-3.0-only")}, Match, 0},
		{"words of a read-me alone", "CC0-1.0", []Found{readMe("GPL-3.0-only")}, Mismatch, 0},
		{"reference", "LicenseRef-OGA-BY-3.0", []Found{weak("LicenseRef-OGA-BY-3.0")}, Match, 0},
		{"other reference", "LicenseRef-OGA-BY-3.0", []Found{weak("LicenseRef-OGA-BY-4.0")}, Mismatch, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			want := Verdict{Outcome: tt.want}
			if tt.decided >= 0 {
				want.Found = tt.found[tt.decided]
			}
			if got := Compare(tt.declared, tt.found); got != want {
				t.Errorf("Compare(%q) = %+v, want %+v", tt.declared, got, want)
			}
		})
	}
}

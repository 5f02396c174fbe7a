package fetch

import (
	"encoding/json"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
)

func goodState() state {
	return state{
		Address: fingerprint("https://a.example/x"), Validator: `"v1"`,
		Total: 100, Offset: 40, Prefix: asset.SumSHA256([]byte("x")),
	}
}

func TestParseState(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(*state)
		ok   bool
	}{
		{"good", func(*state) {}, true},
		{"unknown total", func(s *state) { s.Total = -1 }, true},
		{"complete", func(s *state) { s.Offset = 100 }, true},
		{"another address", func(s *state) { s.Address = fingerprint("https://b.example/x") }, false},
		{"no validator", func(s *state) { s.Validator = "" }, false},
		{"validator that would end the header", func(s *state) { s.Validator = "\"v\"\r\nX: y" }, false},
		{"nothing there", func(s *state) { s.Offset = 0 }, false},
		{"negative", func(s *state) { s.Offset = -5 }, false},
		{"beyond the total", func(s *state) { s.Offset = 101 }, false},
		{"beyond the size", func(s *state) { s.Total, s.Offset = -1, 201 }, false},
		{"no digest", func(s *state) { s.Prefix = "" }, false},
		{"weak digest", func(s *state) { s.Prefix = "md5:d41d8cd98f00b204e9800998ecf8427e" }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			st := goodState()
			tt.edit(&st)
			b, err := json.Marshal(st)
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := parseState(b, &asset.File{Size: 200}, "https://a.example/x"); ok != tt.ok {
				t.Errorf("ok = %v, want %v", ok, tt.ok)
			}
		})
	}
}

func FuzzParseState(f *testing.F) {
	b, err := json.Marshal(goodState())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, int64(0))
	f.Add([]byte(`{"offset":1e99}`), int64(5))
	f.Add([]byte(`null`), int64(5))
	f.Fuzz(func(t *testing.T, b []byte, size int64) {
		st, ok := parseState(b, &asset.File{Size: size}, "https://a.example/x")
		if ok && (st.Offset <= 0 || st.Total >= 0 && st.Offset > st.Total || size > 0 && st.Offset > size || !printable(st.Validator)) {
			t.Errorf("parseState(%q) = %+v", b, st)
		}
	})
}

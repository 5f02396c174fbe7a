package attribution

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func render(t *testing.T, format string, assets []asset.Asset) []byte {
	t.Helper()
	f, err := FormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Render(&b, assets); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFormats: every format has golden files, forgets the order of the assets,
// and passes on the errors of its writer.
func TestFormats(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			got := render(t, f.Name, sample())
			golden(t, "format-"+f.Name, got)
			golden(t, "format-"+f.Name+"-empty", render(t, f.Name, nil))
			reversed := sample()
			slices.Reverse(reversed)
			if d := Diff(f.Name, got, render(t, f.Name, reversed)); len(d) > 0 {
				t.Errorf("the order of the assets shows:\n%s", d)
			}
			if err := f.Render(failing{}, sample()); !errors.Is(err, errFull) {
				t.Errorf("the writer's error became %v", err)
			}
			if f.File == "" || f.About == "" {
				t.Errorf("format %+v is incomplete", f)
			}
		})
	}
}

var errFull = errors.New("disk full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

func TestFormatNamed(t *testing.T) {
	t.Parallel()
	_, err := FormatNamed("pdf")
	if err == nil || !strings.Contains(err.Error(), `"pdf"`) || !strings.Contains(err.Error(), "text, markdown, json, csv, reuse") {
		t.Errorf("got %v", err)
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var got Document
	if err := json.Unmarshal(render(t, "json", sample()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(NewDocument(sample()), got); diff != "" {
		t.Errorf("written and read -want +got:\n%s", diff)
	}
	for _, w := range got.Works {
		if w.Required == (w.License == "CC0-1.0" || w.License == "CC-PDM-1.0") {
			t.Errorf("%s under %q: required is %t", w.Handle, w.License, w.Required)
		}
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(bytes.NewReader(render(t, "csv", sample()))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(sample())+1 || !slices.Equal(rows[0], csvHeader) {
		t.Fatalf("%d rows, of which the first is %q", len(rows), rows[0])
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("cell %q is a formula", cell)
			}
		}
	}
}

func TestREUSE(t *testing.T) {
	t.Parallel()
	type notes struct {
		Path       any    `toml:"path"`
		Precedence string `toml:"precedence"`
		Copyright  any    `toml:"SPDX-FileCopyrightText"`
		License    string `toml:"SPDX-License-Identifier"`
	}
	var got struct {
		Version     int     `toml:"version"`
		Annotations []notes `toml:"annotations"`
	}
	assets := []asset.Asset{
		{Handle: "a", Provider: "kenney", Credit: asset.Credit{License: "CC0-1.0"}, Files: []asset.File{
			{Path: "kenney/a/x*y\\z\"\x01.png"}, {Unpack: &asset.Unpack{Dir: "kenney/a"}, Members: []asset.Member{{Path: "kenney/a/1"}}},
		}},
		{Handle: "b", Provider: "url", Credit: asset.Credit{License: "MIT", Notice: "Copyright \"B\""}, Files: plainFile("url/b")},
		{Handle: "c", Provider: "url", Credit: asset.Credit{Authors: by("C")}, Files: plainFile("url/c")},
		{Handle: "d", Provider: "url", Credit: asset.Credit{License: "MIT"}},
	}
	text := render(t, "reuse", assets)
	meta, err := toml.Decode(string(text), &got)
	if err != nil || len(meta.Undecoded()) > 0 {
		t.Fatalf("%v, undecoded %v:\n%s", err, meta.Undecoded(), text)
	}
	want := []notes{
		{[]any{`kenney/a/x\*y\\z"` + "\x01.png", "kenney/a/**"}, "override", "NONE", "CC0-1.0"},
		{"url/b", "override", `Copyright "B"`, "MIT"},
	}
	if diff := cmp.Diff(want, got.Annotations); diff != "" || got.Version != 1 {
		t.Errorf("version %d, annotations -want +got:\n%s", got.Version, diff)
	}
	if !strings.Contains(string(text), "# c: its licence is not known\n") {
		t.Errorf("an unknown licence goes unmentioned:\n%s", text)
	}
}

func TestMarkdownText(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"plain", "Forest (night), part 2. It's -10°!", "Forest (night), part 2. It's -10°!"},
		{"emphasis", "*a* _b_ ~c~ `d`", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`"},
		{"link", "[x](https://evil.example)", `\[x\](https&#58;//evil.example)`},
		{"html", "<b>&amp;", "&lt;b&gt;&amp;amp;"},
		{"table", "a|b", `a\|b`},
		{"backslash", `\*`, `\\\*`},
		{"mention", "@octocat", "&#64;octocat"},
		{"issue", "#1", "&#35;1"},
		{"bare address", "www.evil.example", "www&#46;evil.example"},
		{"formula", "$x$", `\$x\$`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := markdownText(test.in); got != test.want {
				t.Errorf("markdownText(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
	for in, want := range map[string]string{
		"- a": `\- a`, "1. a": `1\. a`, "12) a": `12\) a`, "12": "12", "===": `\===`, "a - b": "a - b", "": "", "1a": "1a",
	} {
		if got := markdownStart(in); got != want {
			t.Errorf("markdownStart(%q) = %q, want %q", in, got, want)
		}
	}
	if got := markdownLink("x", `https://e.example/a_(b)|\`); got != `[x](https://e.example/a_%28b%29%7C%5C)` {
		t.Errorf("markdownLink gave %q", got)
	}
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"counts", "{{len .Works}} {{len .Asked}} {{len .Courtesy}} {{len .Licenses}}\n", "13 10 3 13\n"},
		{"credit", `{{with index .Asked 1}}{{.Credit}}{{end}}`, `"Forest Ambience" by Somebody (https://opengameart.org/users/somebody) — ` +
			`https://opengameart.org/content/forest — licensed under Creative Commons Attribution 3.0 Unported (https://creativecommons.org/licenses/by/3.0/)`},
		{"fields", `{{range .Courtesy}}{{.Name}} ({{.From}}): {{range .Licenses}}{{.ID}} {{.Address}}{{end}};{{end}}`,
			"Nature Kit (Kenney): CC0-1.0 https://creativecommons.org/publicdomain/zero/1.0/;" +
				"Aerial Rocks (Poly Haven): CC0-1.0 https://creativecommons.org/publicdomain/zero/1.0/;" +
				"Old Map (Other sources): CC-PDM-1.0 https://creativecommons.org/publicdomain/mark/1.0/;"},
		{"functions", `{{with index .Courtesy 1}}{{json .Title}} {{markdown "*"}} {{html "<"}}{{end}}`, `"Aerial Rocks" \* &lt;`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r, err := Template("credits.tmpl", test.text)
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := r(&b, sample()); err != nil || b.String() != test.want {
				t.Errorf("got %q, %v, want %q", b.String(), err, test.want)
			}
		})
	}
}

func TestTemplateErrors(t *testing.T) {
	t.Parallel()
	if _, err := Template("credits.tmpl", "{{range}}"); err == nil || !strings.Contains(err.Error(), "credits.tmpl:1") {
		t.Errorf("a wrong template gives %v", err)
	}
	r, err := Template("credits.tmpl", "partial {{range .Works}}{{.NoSuchField}}{{end}}")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r(&b, sample()); err == nil || !strings.Contains(err.Error(), "NoSuchField") || b.Len() != 0 {
		t.Errorf("a wrong field gives %v after %q", err, b.String())
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("Title", "Author", "https://example.com")
	f.Add("](javascript:x) <script>", "@me #1\n- x", "https://e.example/)\"<>")
	f.Fuzz(func(t *testing.T, title, author, source string) {
		a := asset.Asset{Handle: "h", Provider: "url", Credit: asset.Credit{
			Title: title, Authors: by(author), SourceURL: source, License: "CC-BY-4.0", Notice: title, Changes: author,
		}}
		var b bytes.Buffer
		if err := renderMarkdown(&b, []asset.Asset{a}); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<", "](javascript", "@"} {
			// The addresses of licences have none of these.
			if source == "" && strings.Contains(b.String(), bad) {
				t.Fatalf("%q came through:\n%s", bad, b.String())
			}
		}
		if n := strings.Count(b.String(), "\n"); n > 25 {
			t.Fatalf("%d lines:\n%s", n, b.String())
		}
	})
}

package lockfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

const (
	start  = "version = 1\n[[assets]]\nhandle = \"a\"\nprovider = \"url\"\ntype = \"audio\"\n" // lines 1 to 5
	file   = start + "[[assets.files]]\nkey = \"k\"\nurl = \"https://a.example\"\n"            // to 8
	folder = file + "unpack = { dir = \"url/a\" }\n[[assets.files.members]]\nname = \"n\"\n"   // to 11
	second = "[[assets.files]]\nkey = \"l\"\nurl = \"https://a.example\"\n"                    // 3 lines
	digits = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want string }{
		{"empty", "", "1: version is missing"},
		{"no version", strings.TrimPrefix(start, "version = 1\n"), "1: version is missing"},
		{"newer version", "version = 2\nnew = 1", "1:11: the lock is of version 2, this fetch-assets reads version 1"},
		{"version of a wrong type", "version = \"1\"", `1:11: bad version "1"`},
		{"syntax", start + "x", "6:1: not valid TOML: expected '=' after key"},
		{"merge", "version = 1\n<<<<<<< ours\n", "2:1: there is an unfinished merge in the file"},
		{"unknown key at the top", "version = 1\nauthor = 1", `2:1: unknown key "author" in a lock of version 1`},
		{"unknown key of an asset", start + "size = 1", `6:1: unknown key "size" in a lock of version 1`},
		{"unknown key of a file", file + "handle = \"x\"", `9:1: unknown key "handle" in a lock of version 1`},
		{"unknown key of a member", folder + "url = \"x\"", `12:1: unknown key "url" in a lock of version 1`},
		{"unknown key of an author", start + "authors = [{ mail = \"x\" }]", `6:14: unknown key "mail" in a lock of version 1`},
		{"dotted key", start + "a.b = 1", `6:1: unknown key "a.b" in a lock of version 1`},
		{"long key", start + strings.Repeat("k", 200) + " = 1", `6:1: unknown key "` + strings.Repeat("k", 100) + `"... in a lock of version 1`},
		{"unknown table", start + "[assets.credit]", `6:1: unknown table "assets.credit" in a lock of version 1`},
		{"file before any asset", "version = 1\n[[assets.files]]", `2:1: unknown table "assets.files" in a lock of version 1`},
		{"member before any file", start + "[[assets.files.members]]", `6:1: unknown table "assets.files.members" in a lock of version 1`},
		{"upstream's", "version = 1\n[assets.rock]\nhandle = \"rock\"", `2:1: unknown table "assets.rock" in a lock of version 1`},
		{"key twice", start + "id = \"a\"\nid = \"b\"", `7:1: "id" is given twice`},
		{"author's key twice", start + "authors = [{ name = \"x\", name = \"y\" }]", `6:26: "name" is given twice, or is no plain key`},
		{"handle twice", start + start[len("version = 1\n"):], `7:10: bad handle "a": another asset has this handle`},
		{"handle twice by case", start + strings.Replace(start[len("version = 1\n"):], `"a"`, `"A"`, 1), `7:10: bad handle "A": another asset has this handle`},
		{"missing handle", "version = 1\n[[assets]]\n[[assets]]", "2:1: handle is missing"},
		{"missing type at the end", "version = 1\n[[assets]]\nhandle = \"a\"\nprovider = \"b\"", "2:1: type is missing"},
		{"missing url", start + "[[assets.files]]\nkey = \"k\"\npath = \"p\"", "6:1: url is missing"},
		{"missing member path", folder, "10:1: path is missing"},
		{"neither path nor unpack", file, "6:1: a file needs either path or unpack"},
		{"path and unpack", file + "path = \"p\"\nunpack = { dir = \"d\" }", "6:1: a file needs either path or unpack"},
		{"members without unpack", file + "path = \"p\"\n[[assets.files.members]]\nname = \"n\"\npath = \"q\"", "10:1: a file that is not unpacked has members"},
		{"unpack without dir", file + "unpack = { strip = 1 }", `9:10: bad unpack "": dir is missing`},
		{"negative strip", file + "unpack = { dir = \"d\", strip = -1 }", `9:31: bad strip "-1": want an integer that is not negative`},
		{"empty", start + "id = \"\"", `6:6: bad id "": it is empty`},
		{"wrong type", start + "id = 1", `6:6: bad id "1": want a string`},
		{"authors of a wrong type", start + "authors = \"x\"", `6:11: bad authors "x": want an array of tables`},
		{"author of a wrong type", start + "authors = [\"x\"]", `6:1: bad authors "": want a table`},
		{"mirrors of a wrong type", file + "mirrors = [1]", `9:1: bad mirrors "": want only strings in it`},
		{"unpack of a wrong type", file + "unpack = true", `9:10: bad unpack "true": want a table`},
		{"kind", strings.Replace(start, "audio", "sound", 1), `5:8: bad type "sound": it is not a type of asset`},
		{"unsafe handle", strings.Replace(start, `"a"`, `"../a"`, 1), `3:10: bad handle "../a": it contains a path separator`},
		{"unsafe provider", strings.Replace(start, `"url"`, `"nul"`, 1), `4:12: bad provider "nul": "nul" is the name of a device on Windows`},
		{"path out", file + "path = \"../p\"", `9:8: bad path "../p": it leaves the folder`},
		{"absolute path", file + "path = \"/p\"", `9:8: bad path "/p": it leaves the folder`},
		{"path of Windows", file + `path = 'a\p'`, `9:8: bad path "a\\p": it contains a backslash`},
		{"path to a device", file + "path = \"a/con.png\"", `9:8: bad path "a/con.png": "con" is the name of a device on Windows`},
		{"folder out", file + "unpack = { dir = \"..\" }", `9:18: bad dir "..": it leaves the folder`},
		{"member out", folder + "path = \"a/../../b\"", `12:8: bad path "a/../../b": it leaves the folder`},
		{"path twice", file + "path = \"p\"\n" + second + "path = \"P\"", `13:8: bad path "P": "p" and "P" are the same file`},
		{"path in a file", file + "path = \"p\"\n" + second + "path = \"P/q\"", `13:8: bad path "P/q": "p" is a file, but "P/q" is in a folder of that name`},
		{"path of a folder", file + "path = \"p/q/r\"\n" + second + "path = \"P\"", `13:8: bad path "P": "P" is a file, but "p/q/r" is in a folder of that name`},
		{"size", file + "size = -1", `9:8: bad size "-1": want an integer that is not negative`},
		{"size too large", file + "size = 9223372036854775808", `9:8: bad size "9223372036854775808": want an integer that is not negative`},
		{"size of a wrong type", file + "size = 1.0", `9:8: bad size "1.0": want an integer that is not negative`},
		{"digest too short", file + "sha256 = \"abc\"", `9:10: bad sha256 "abc": "abc" is not a sha256 digest: want 64 hexadecimal digits`},
		{"digest in upper case", file + "sha256 = \"" + strings.ToUpper(digits) + "\"", `9:10: bad sha256 "` + strings.ToUpper(digits) + `": it has upper-case digits`},
		{"hint", file + "hint = \"crc:00\"", `9:8: bad hint "crc:00": unknown digest algorithm "crc"`},
		{"address", strings.Replace(file, "a.example", `a.example\r\nX: y`, 1), `8:7: bad url "https://a.example\r\nX: y": it contains a control character`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := Parse("dir/a.lock", []byte(tt.data))
			var bad *Error
			if l != nil || !errors.As(err, &bad) {
				t.Fatalf("Parse() = %v, %v, want an *Error", l, err)
			}
			if got := bad.Pos.String() + ": " + bad.Text; got != "dir/a.lock:"+tt.want {
				t.Errorf("Parse() = %s\nwant      dir/a.lock:%s", got, tt.want)
			}
		})
	}
}

func TestErrorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	tests := []struct{ data, want string }{
		{"x", "a.lock:1:1: not valid TOML: expected '=' after key; restore the lock from version control, or delete it and run: fetch-assets fetch"},
		{"version = 7", "a.lock:1:11: the lock is of version 7, this fetch-assets reads version 1; use the fetch-assets that wrote it, or a newer one"},
	}
	for _, tt := range tests {
		if _, err := Parse("a.lock", []byte(tt.data)); err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q) = %v\nwant %s", tt.data, err, tt.want)
		}
	}
}

// What a person or a formatter did to a lock without changing what it says is fine.
func TestParseOtherSpelling(t *testing.T) {
	t.Parallel()
	data := "\ufeff# mine\r\nversion = 1\r\n\r\n[[ assets ]]\r\n  handle = 'b'\r\n  provider = 'url'\r\n  type = 'audio'\r\n" +
		"  [[ assets.files ]]\r\n  sha256 = '" + digits + "'\r\n  key = 'k'\r\n  url = '''https://a.example'''\r\n  path = \"p\"\r\n  mirrors = [\r\n  ]\r\n" +
		"[[assets]]\r\nhandle = \"a\"\r\nprovider = \"url\"\r\ntype = \"audio\"\r\n"
	l, err := Parse("a.lock", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	want := []asset.Asset{
		{Handle: "a", Provider: "url", Kind: asset.Audio},
		{Handle: "b", Provider: "url", Kind: asset.Audio, Files: []asset.File{{
			Key: "k", URL: "https://a.example", Path: "p", Digest: "sha256:" + digits,
		}}},
	}
	if diff := cmp.Diff(want, l.Assets); diff != "" {
		t.Errorf("Parse() mismatch (-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	seed, err := os.ReadFile("testdata/full.lock")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(folder + "path = \"q\"\nsize = 0\n"))
	f.Add([]byte("version = 2"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse("a.lock", data)
		if err == nil {
			checkRoundTrip(t, l)
			return
		}
		var bad *Error
		if !errors.As(err, &bad) {
			t.Fatalf("Parse() = %v, want an *Error", err)
		}
		if lines := bytes.Count(data, []byte("\n")) + 1; bad.Pos.Line < 1 || bad.Pos.Line > lines {
			t.Errorf("%v in a file of %d lines: %s", bad.Pos, lines, bad.Text)
		}
	})
}

// large is a lock of 10,000 files, five an asset.
func large() *Lock {
	l := &Lock{}
	for i := range 2000 {
		a := asset.Asset{
			Handle: fmt.Sprintf("asset_%d", i), Provider: "polyhaven", Kind: asset.Texture, ID: "rock", Resolution: "2k",
			Fingerprint: string(asset.SumSHA256([]byte("rock"))),
			Credit:      asset.Credit{Title: "Rock", Authors: []asset.Author{{Name: "Somebody"}}, License: "CC0-1.0"},
		}
		for _, key := range []string{"albedo", "normal", "roughness", "metallic", "ao"} {
			a.Files = append(a.Files, asset.File{
				Key: key, URL: "https://dl.polyhaven.org/file/ph-assets/Textures/png/2k/rock/rock_" + key + "_2k.png",
				Path: fmt.Sprintf("polyhaven/asset_%[1]d/asset_%[1]d_%[2]s.png", i, key), Size: 1 << 20,
				Digest: asset.SumSHA256([]byte(key)), Hint: "md5:d41d8cd98f00b204e9800998ecf8427e",
			})
		}
		l.Assets = append(l.Assets, a)
	}
	return l
}

func BenchmarkParse(b *testing.B) {
	data := large().Bytes()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Parse("a.lock", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBytes(b *testing.B) {
	l := large()
	for b.Loop() {
		b.SetBytes(int64(len(l.Bytes())))
	}
}

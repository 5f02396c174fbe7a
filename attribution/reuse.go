package attribution

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/astraweave/fetch-assets/asset"
)

// renderREUSE writes a REUSE.toml (REUSE specification 3.2) that belongs into
// the output folder: who holds the rights in the files of each asset and which
// licence they are under. Assets without files are left out, and those without
// a licence that SPDX can express are named in a comment.
func renderREUSE(w io.Writer, assets []asset.Asset) error {
	var b bytes.Buffer
	b.WriteString("version = 1\n")
	for _, work := range works(assets) {
		paths := reusePaths(work.files)
		switch {
		case len(paths) == 0:
		case !work.Readable:
			fmt.Fprintf(&b, "\n# %s: its licence is not known\n", work.Handle)
		default:
			annotation(&b, work, paths)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

func annotation(b *bytes.Buffer, w Work, paths []string) {
	fmt.Fprintf(b, "\n[[annotations]] # %s\npath = %s\nprecedence = \"override\"\nSPDX-FileCopyrightText = %s\nSPDX-License-Identifier = %s\n",
		w.Handle, tomlList(paths), tomlList(holders(w)), tomlString(w.License))
}

// reusePaths lists where files are. A container is covered by its folder, as it
// may hold thousands.
func reusePaths(files []asset.File) []string {
	var paths []string
	for _, f := range files {
		if f.Path != "" {
			paths = append(paths, reuseEscapes.Replace(f.Path))
		}
		if f.Unpack != nil && f.Unpack.Dir != "" {
			paths = append(paths, reuseEscapes.Replace(f.Unpack.Dir)+"/**")
			continue
		}
		for _, m := range f.Members {
			paths = append(paths, reuseEscapes.Replace(m.Path))
		}
	}
	return paths
}

// reuseEscapes keeps names from being read as patterns.
var reuseEscapes = strings.NewReplacer(`\`, `\\`, "*", `\*`)

// holders are the authors, or else the notice, or else nobody: a key without a
// value is not allowed.
func holders(w Work) []string {
	var all []string
	for _, a := range w.Authors {
		name := a.Name
		if a.URL != "" {
			name += " <" + a.URL + ">"
		}
		all = append(all, name)
	}
	switch {
	case len(all) > 0:
		return all
	case w.Notice != "":
		return []string{w.Notice}
	}
	return []string{"NONE"}
}

func tomlList(all []string) string {
	if len(all) == 1 {
		return tomlString(all[0])
	}
	quoted := make([]string, len(all))
	for i, s := range all {
		quoted[i] = "  " + tomlString(s) + ",\n"
	}
	return "[\n" + strings.Join(quoted, "") + "]"
}

// tomlString writes a basic string of TOML. Paths come from a lock and are not
// clean.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

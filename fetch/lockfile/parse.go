package lockfile

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
	"github.com/astraweave/fetch-assets/internal/tomlscan"
)

// Parse reads a lock from memory; name is what messages call it. It stops at
// the first fault, which is of type [*Error]. Everything in a lock that it
// returns was checked: handles and paths are safe and different from each
// other on every file system, digests are well formed.
func Parse(name string, data []byte) (*Lock, error) {
	p := &parser{file: filepath.ToSlash(name), lock: &Lock{}, handles: map[string]bool{}}
	if len(data) > MaxBytes {
		return nil, p.errorf(tomlscan.Position{Line: 1}, "the file is larger than %d MiB", MaxBytes>>20)
	}
	// A hint against growing, and no more: a file may have headers and no assets.
	const most = 1 << 14
	p.lock.Assets = slices.Grow(p.lock.Assets, min(most, bytes.Count(data, []byte("\n[["+keyAssets+"]]\n"))))
	err := tomlscan.Each(data, p.statement)
	if err == nil {
		err = p.finish()
	}
	var syntax *tomlscan.Error
	if errors.As(err, &syntax) {
		err = p.errorf(syntax.Position, "not valid TOML: %s", syntax.Text)
		if bytes.HasPrefix(data[syntax.Offset:], []byte("<<<<<<<")) {
			err = p.errorf(syntax.Position, "there is an unfinished merge in the file")
		}
	}
	if err != nil {
		return nil, err
	}
	p.lock.Assets = sorted(p.lock.Assets)
	return p.lock, nil
}

// parser reads a lock statement by statement. It does without a decoder, since
// those that build a tree first take ten times as long.
type parser struct {
	file    string
	lock    *Lock
	handles map[string]bool // folded
	paths   paths

	// The table that is being read, and those around it.
	asset  *asset.Asset
	of     *asset.File
	member *asset.Member
	seen   []string          // its keys so far
	pos    tomlscan.Position // its header
}

func (p *parser) errorf(pos tomlscan.Position, format string, args ...any) error {
	return &Error{
		Pos:  asset.Position{File: p.file, Line: pos.Line, Column: pos.Column},
		Text: fmt.Sprintf(format, args...),
	}
}

func (p *parser) statement(st tomlscan.Statement) error {
	if st.Header != tomlscan.Assignment {
		if err := p.finish(); err != nil {
			return err
		}
		p.pos, p.seen = st.Position, p.seen[:0]
		return p.open(st)
	}
	key := st.Key[0].Name
	if len(st.Key) > 1 {
		return p.unknown(st.Position, "key", st.Key)
	}
	if slices.Contains(p.seen, key) {
		return p.errorf(st.Position, "%s is given twice", quote(key))
	}
	p.seen = append(p.seen, key)
	known, err := p.assign(key, st.Value)
	if err == nil && !known {
		return p.unknown(st.Position, "key", st.Key)
	}
	return p.explain(key, st.Value, err)
}

// explain says which value an error is about. Errors that know are kept.
func (p *parser) explain(key string, v tomlscan.Value, err error) error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return p.errorf(v.Position, "bad %s %s: %v", key, quote(v.Text), err)
}

func (p *parser) unknown(pos tomlscan.Position, what string, keys []tomlscan.Key) error {
	return p.errorf(pos, "unknown %s %s in a lock of version %d", what, quote(dotted(keys)), Version)
}

func dotted(keys []tomlscan.Key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.Name
	}
	return strings.Join(names, ".")
}

// open starts the table of a header.
func (p *parser) open(st tomlscan.Statement) error {
	path := dotted(st.Key)
	switch {
	case st.Header != tomlscan.ArrayHeader:
		return p.unknown(st.Position, "table", st.Key)
	case path == keyAssets:
		p.lock.Assets = append(p.lock.Assets, asset.Asset{})
		p.asset, p.of, p.member = &p.lock.Assets[len(p.lock.Assets)-1], nil, nil
	case path == keyAssets+"."+keyFiles && p.asset != nil:
		p.asset.Files = append(p.asset.Files, asset.File{})
		p.of, p.member = &p.asset.Files[len(p.asset.Files)-1], nil
	case path == keyAssets+"."+keyFiles+"."+keyMembers && p.of != nil:
		p.of.Members = append(p.of.Members, asset.Member{})
		p.member = &p.of.Members[len(p.of.Members)-1]
	default:
		return p.unknown(st.Position, "table", st.Key)
	}
	return nil
}

// finish checks that the table which ends here is complete.
func (p *parser) finish() error {
	for _, key := range p.required() {
		if !slices.Contains(p.seen, key) {
			return p.errorf(p.place(), "%s is missing", key)
		}
	}
	switch {
	case p.member != nil && p.of.Unpack == nil:
		return p.errorf(p.pos, "a file that is not unpacked has members")
	case p.member == nil && p.of != nil && (p.of.Path == "") != (p.of.Unpack != nil):
		return p.errorf(p.pos, "a file needs either path or unpack")
	}
	return nil
}

func (p *parser) required() []string {
	switch {
	case p.member != nil:
		return []string{"name", "path"}
	case p.of != nil:
		return []string{"key", "url"}
	case p.asset != nil:
		return []string{"handle", "provider", "type"}
	}
	return []string{keyVersion}
}

// place is where a problem of the whole table is reported.
func (p *parser) place() tomlscan.Position {
	return tomlscan.Position{Line: max(p.pos.Line, 1), Column: p.pos.Column}
}

// version refuses a lock of a format that this package does not know.
func (p *parser) version(v tomlscan.Value) error {
	n, err := strconv.Atoi(v.Text)
	if err != nil || v.Kind != tomlscan.Integer || n < 1 {
		return p.errorf(v.Position, "bad version %s", quote(v.Text))
	}
	if n != Version {
		return &Error{
			Pos:    asset.Position{File: p.file, Line: v.Line, Column: v.Column},
			Text:   fmt.Sprintf("the lock is of version %d, this fetch-assets reads version %d", n, Version),
			Remedy: "use the fetch-assets that wrote it, or a newer one",
		}
	}
	return nil
}

// claim takes a handle, or says who has it.
func (p *parser) claim(handle string) error {
	folded := portable.Fold(handle)
	if p.handles[folded] {
		return errors.New("another asset has this handle")
	}
	p.handles[folded] = true
	return nil
}

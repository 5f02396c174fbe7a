package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// noteName is where a tree says what it left out, for Members.
const noteName = ".fetch-assets-left-out.json"

// leftOut is an entry of a source that did not become a file.
type leftOut struct {
	Name   string `json:"name"`
	Reason string `json:"reason"` // "it is a link"
}

// tree writes a source's files into a folder, within limits.
type tree struct {
	root    *os.Root
	stopped func() error // why to stop, if so
	limits  Limits
	entries int
	files   int
	bytes   int64
	names   map[string]string // every file by its lower-case name
	made    map[string]bool   // folders
	left    []leftOut
}

// writeTree lets fill write into the folder dst.
func writeTree(ctx context.Context, dst string, l Limits, fill func(*tree) error) error {
	root, err := os.OpenRoot(dst)
	if err != nil {
		return err
	}
	stopped := func() error { return context.Cause(ctx) }
	t := &tree{root: root, stopped: stopped, limits: l.orDefaults(), names: map[string]string{}, made: map[string]bool{".": true}}
	err = fill(t)
	if err == nil {
		err = t.finish()
	}
	return errors.Join(err, root.Close())
}

func (t *tree) finish() error {
	if t.files == 0 && len(t.left) > 0 {
		return fmt.Errorf("%q: %s", t.left[0].Name, t.left[0].Reason)
	}
	if t.files == 0 {
		return errors.New("there are no files in it")
	}
	if len(t.left) == 0 {
		return nil
	}
	note, err := json.Marshal(t.left)
	if err != nil {
		return err
	}
	return t.root.WriteFile(noteName, note, 0o644)
}

// admit decides on a name before anything is written: an error is the end of the
// whole source, false the end of this entry.
func (t *tree) admit(name string) (string, bool, error) {
	if err := t.stopped(); err != nil {
		return "", false, err
	}
	if t.entries++; t.entries > t.limits.Files {
		return "", false, t.limits.tooMany()
	}
	if err := escapes(name); err != nil {
		return "", false, err
	}
	name = clean(name)
	if name == "" || junk(name) {
		return "", false, nil
	}
	if err := portable(name); err != nil {
		t.leave(name, err.Error())
		return "", false, nil
	}
	return name, true, nil
}

// leave notes an entry that does not become a file.
func (t *tree) leave(name, reason string) {
	t.left = append(t.left, leftOut{name, reason})
}

// other is an entry that is no file, such as a link.
func (t *tree) other(name, reason string) error {
	name, ok, err := t.admit(name)
	if ok {
		t.leave(name, reason)
	}
	return err
}

// file writes one file. The size is what the source announces, 0 if nothing.
func (t *tree) file(name string, size int64, r io.Reader) error {
	name, ok, err := t.admit(name)
	if err != nil || !ok {
		return err
	}
	if first, ok := t.names[strings.ToLower(name)]; ok {
		t.leave(name, fmt.Sprintf("its name clashes with %q", first))
		return nil
	}
	if err := t.room(name, size); err != nil {
		return err
	}
	n, head, err := t.write(name, r)
	if err != nil {
		return fmt.Errorf("unpacking %q: %w", name, err)
	}
	if n < 1024 && bytes.HasPrefix(head, []byte(lfsHead)) {
		t.leave(name, "it is kept in Git LFS, and only a pointer to it arrived; give the https address of the file itself")
		return t.root.Remove(filepath.FromSlash(name))
	}
	t.names[strings.ToLower(name)] = name
	t.files++
	t.bytes += n
	return t.room(name, 0)
}

const lfsHead = "version https://git-lfs.github.com/spec/"

// room checks the limits, with n bytes more.
func (t *tree) room(name string, n int64) error {
	switch {
	case n > t.limits.FileBytes:
		return t.limits.tooBig(name)
	case n > t.limits.Bytes-t.bytes:
		return t.limits.tooMuch()
	}
	return nil
}

// write makes the file and returns its size and first bytes.
func (t *tree) write(name string, r io.Reader) (int64, []byte, error) {
	if err := t.folder(path.Dir(name)); err != nil {
		return 0, nil, err
	}
	f, err := t.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, nil, err
	}
	head := &headWriter{}
	most := min(t.limits.FileBytes, t.limits.Bytes-t.bytes)
	n, err := io.Copy(io.MultiWriter(f, head), io.LimitReader(reader{t.stopped, r}, most+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return n, nil, err
	}
	return n, head.b, t.room(name, n)
}

func (t *tree) folder(dir string) error {
	if t.made[dir] {
		return nil
	}
	t.made[dir] = true
	return t.root.MkdirAll(filepath.FromSlash(dir), 0o755)
}

// headWriter keeps the beginning of what is written to it.
type headWriter struct{ b []byte }

func (w *headWriter) Write(p []byte) (int, error) {
	if room := 64 - len(w.b); room > 0 {
		w.b = append(w.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// reader stops when told to.
type reader struct {
	stopped func() error
	r       io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.stopped(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// readNote reads what finish wrote.
func readNote(root *os.Root) ([]leftOut, error) {
	b, err := root.ReadFile(noteName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var left []leftOut
	if err := json.Unmarshal(b, &left); err != nil {
		return nil, err
	}
	slices.SortFunc(left, func(a, b leftOut) int { return strings.Compare(a.Name, b.Name) })
	return left, nil
}

package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

func open(t *testing.T, dir string, o Options) *Store {
	t.Helper()
	s, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func output(t *testing.T, dir string) *Output {
	t.Helper()
	o, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// put commits text as a download would.
func put(t *testing.T, s *Store, text string) asset.Digest {
	t.Helper()
	d := asset.SumSHA256([]byte(text))
	p, err := s.Partial(t.Context(), "https://example.org/"+text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.File().WriteString(text); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Commit(d); err != nil {
		t.Fatal(err)
	}
	return d
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func noTemps(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err == nil && (strings.HasSuffix(path, ".tmp") || filepath.Base(filepath.Dir(path)) == "tmp") {
				t.Errorf("%s was left behind", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	d := put(t, s, "hello")
	tests := []struct {
		name   string
		digest asset.Digest
		size   int64
		full   bool
		want   error
	}{
		{"trusted", d, 5, false, nil},
		{"hashed", d, 5, true, nil},
		{"size unknown", d, 0, false, nil},
		{"other size", d, 6, false, ErrMiss},
		{"absent", asset.SumSHA256(nil), 0, false, ErrMiss},
	}
	for _, tt := range tests {
		path, n, err := s.Lookup(tt.digest, tt.size, tt.full)
		if !errors.Is(err, tt.want) || errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
		if tt.want == nil && (n != 5 || read(t, path) != "hello") {
			t.Errorf("%s: found %q of %d bytes", tt.name, path, n)
		}
	}
	for _, bad := range []asset.Digest{"", "sha256:../../etc", "md5:d41d8cd98f00b204e9800998ecf8427e", asset.Digest(strings.ToUpper(string(d)))} {
		if _, _, err := s.Lookup(bad, 0, false); err == nil || errors.Is(err, ErrMiss) {
			t.Errorf("%q: error %v, want a refusal of the digest", bad, err)
		}
	}
}

func TestDamagedBlobIsMovedAwayAndHeals(t *testing.T) {
	t.Parallel()
	damage := map[string]func(t *testing.T, path string){
		"same size": func(t *testing.T, path string) { write(t, path, "hullo") },
		"longer":    func(t *testing.T, path string) { write(t, path, "hello!") },
		"empty":     func(t *testing.T, path string) { write(t, path, "") },
		"a folder": func(t *testing.T, path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
				t.Fatal(err)
			}
		},
		"a link": func(t *testing.T, path string) {
			target := filepath.Join(t.TempDir(), "x")
			write(t, target, "hello")
			if err := errors.Join(os.Remove(path), os.Symlink(target, path)); err != nil {
				t.Skip(err)
			}
		},
	}
	for name, do := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, t.TempDir(), Options{})
			d := put(t, s, "hello")
			path, _, err := s.Lookup(d, 0, false)
			if err != nil {
				t.Fatal(err)
			}
			do(t, path)
			_, _, err = s.Lookup(d, 0, false)
			if !errors.Is(err, ErrCorrupt) || !errors.Is(err, ErrMiss) {
				t.Fatalf("error is %v, want ErrCorrupt, which is an ErrMiss", err)
			}
			if _, _, err = s.Lookup(d, 0, false); errors.Is(err, ErrCorrupt) || !errors.Is(err, ErrMiss) {
				t.Fatalf("second error is %v, want a plain ErrMiss", err)
			}
			put(t, s, "hello")
			if _, _, err := s.Lookup(d, 0, true); err != nil {
				t.Errorf("after healing: %v", err)
			}
		})
	}
}

func TestReadOnlyStoreReportsDamageAndMovesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := put(t, s, "hello")
	path, _, _ := s.Lookup(d, 0, false)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, path, "hullo")
	ro := open(t, dir, Options{ReadOnly: true})
	for range 2 {
		if _, _, err := ro.Lookup(d, 0, false); !errors.Is(err, ErrCorrupt) {
			t.Errorf("error is %v, want ErrCorrupt each time", err)
		}
	}
	if _, err := ro.Partial(t.Context(), "x"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Partial: error is %v, want one of permission", err)
	}
	if err := ro.Remove(d); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("Remove: error is %v, want one of permission", err)
	}
}

func TestReadOnlyStoreNeedsNoFolder(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "none")
	s := open(t, dir, Options{ReadOnly: true})
	if _, _, err := s.Lookup(asset.SumSHA256(nil), 0, false); !errors.Is(err, ErrMiss) {
		t.Errorf("error is %v, want ErrMiss", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made, or: %v", err)
	}
}

// unwritable is a folder below which this user, maybe root, cannot write.
func unwritable(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "linux" && os.Geteuid() == 0 {
		return "/sys"
	}
	dir := t.TempDir()
	if runtime.GOOS == "windows" || os.Chmod(dir, 0o500) != nil {
		t.Skip("permissions do not bind this user")
	}
	return dir
}

// forbidden reports whether err is one of a folder that cannot be written, in
// words that say what to do.
func forbidden(err error) bool {
	return err != nil && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)) &&
		(strings.Contains(err.Error(), "make the folder writable") || strings.Contains(err.Error(), "choose a folder elsewhere"))
}

func TestOpenWithoutPermission(t *testing.T) {
	t.Parallel()
	_, err := Open(filepath.Join(unwritable(t), "cache"), Options{})
	if !forbidden(err) {
		t.Errorf("error is %v, want one that says what to do", err)
	}
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no device that is always full")
	}
	defer f.Close()
	_, err = f.WriteString("x")
	err = Explain("/cache", err)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("error is %v, want one that says what to do", err)
	}
}

func TestAddFile(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	tmp, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	for i, dir := range []string{tmp, t.TempDir()} {
		path := filepath.Join(dir, "a.sh")
		write(t, path, "text")
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
		d, n, err := s.AddFile(path)
		if err != nil || n != 4 || d != asset.SumSHA256([]byte("text")) {
			t.Fatalf("%d: got %s, %d bytes, error %v", i, d, n, err)
		}
		blob, _, err := s.Lookup(d, 4, false)
		if err != nil {
			t.Fatal(err)
		}
		if fi, _ := os.Stat(blob); runtime.GOOS != "windows" && fi.Mode().Perm() != 0o644 {
			t.Errorf("%d: mode is %v", i, fi.Mode())
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%d: the file is still there, or: %v", i, err)
		}
	}
	if _, _, err := s.AddFile(tmp); err == nil {
		t.Error("a folder was added")
	}
}

func TestCloseRemovesTempDirs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	tmp, err := s.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(tmp, "a"), "x")
	other := open(t, dir, Options{}) // must respect what a living store has
	if _, err := os.Stat(filepath.Join(tmp, "a")); err != nil {
		t.Errorf("opening the store once more: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_ = other
	noTemps(t, dir)
}

func TestBlobsAndRemove(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	want := map[asset.Digest]int64{}
	for i := range 20 {
		text := strings.Repeat("x", i)
		want[put(t, s, text)] = int64(i)
	}
	write(t, filepath.Join(s.dir, "sha256", "stray"), "")
	var last asset.Digest
	bad := 0
	for b, err := range s.Blobs() {
		if err != nil {
			bad++
			continue
		}
		if size, ok := want[b.Digest]; !ok || size != b.Size || b.Digest <= last {
			t.Errorf("got %+v after %s", b, last)
		}
		last = b.Digest
		if err := errors.Join(s.Remove(b.Digest), s.Remove(b.Digest)); err != nil {
			t.Error(err)
		}
		delete(want, b.Digest)
	}
	if len(want) != 0 || bad != 1 {
		t.Errorf("%d blobs were not listed, %d errors; want the stray file to be the only error", len(want), bad)
	}
	for _, err := range s.Blobs() {
		_ = err
		break // must not go on calling
	}
	if _, _, err := s.Lookup(last, 0, false); !errors.Is(err, ErrMiss) {
		t.Errorf("after Remove: error %v, want ErrMiss", err)
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"old", "young", "held"} {
		p, err := s.Partial(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.File().WriteAt([]byte("x"), 0); err != nil {
			t.Fatal(err)
		}
		if err := p.SaveState([]byte(key)); err != nil {
			t.Fatal(err)
		}
		if key == "held" {
			t.Cleanup(func() {
				if err := p.Close(); err != nil {
					t.Error(err)
				}
			})
		} else if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		age := time.Now()
		if key != "young" {
			age = age.Add(-stale - time.Hour)
		}
		if err := os.Chtimes(p.path, age, age); err != nil {
			t.Fatal(err)
		}
		long := time.Now().Add(-stale - time.Hour)
		if err := os.Chtimes(p.path+".json", long, long); err != nil {
			t.Fatal(err)
		}
	}
	open(t, dir, Options{})
	for key, want := range map[string]string{"old": "", "young": "young"} {
		p, err := s.Partial(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(p.State()); got != want {
			t.Errorf("%s: state is %q, want %q", key, got, want)
		}
		if err := p.Discard(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "partial", "*")); len(left) != 2 && runtime.GOOS != "windows" {
		t.Errorf("left are %q, want content and state of the one that is held", left)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{fs.ErrPermission, fs.ErrNotExist, nil} {
		got := Explain("/x", cause)
		if !errors.Is(got, cause) {
			t.Errorf("%v became %v", cause, got)
		}
	}
	if got := Explain("/x", fs.ErrPermission).Error(); !strings.Contains(got, `"/x"`) {
		t.Errorf("%q does not name the path", got)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), t.TempDir()
	stores := []*Store{open(t, dir, Options{}), open(t, dir, Options{Copy: true})}
	outputs := []*Output{output(t, out), output(t, out)}
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			s, o := stores[i%2], outputs[i%2]
			text := fmt.Sprint("content ", i%10)
			rel := fmt.Sprintf("p%d/h/f%d", i%90, i%7)
			d := put(t, s, text)
			if _, err := s.Place(o, rel, d); err != nil {
				t.Error(err)
			}
			if _, err := s.Check(o, rel, d, 0, i%3 == 0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	noTemps(t, out)
}

package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

func TestPartialResumes(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	for i, part := range []string{"hel", "lo"} {
		p, err := s.Partial(t.Context(), "key")
		if err != nil {
			t.Fatal(err)
		}
		if got := string(p.State()); got != fmt.Sprint(i) && i > 0 {
			t.Errorf("state is %q", got)
		}
		if i == 0 && p.State() != nil {
			t.Errorf("a new one has state %q", p.State())
		}
		if _, err := p.File().Seek(0, io.SeekEnd); err != nil {
			t.Fatal(err)
		}
		if _, err := p.File().WriteString(part); err != nil {
			t.Fatal(err)
		}
		if err := p.SaveState([]byte(fmt.Sprint(i + 1))); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if err := errors.Join(p.Close(), p.Close()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		path, err := p.Commit(asset.SumSHA256([]byte("hello")))
		if err != nil || read(t, path) != "hello" {
			t.Fatalf("committed %q, error %v", path, err)
		}
		if err := errors.Join(p.Close(), p.Discard()); err != nil {
			t.Error(err)
		}
		if err := p.SaveState(nil); !errors.Is(err, os.ErrClosed) {
			t.Errorf("state after commit: %v", err)
		}
		if _, err := p.Commit(""); !errors.Is(err, os.ErrClosed) {
			t.Errorf("second commit: %v", err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "partial", "*")); len(left) != 0 {
		t.Errorf("left are %q", left)
	}
}

func TestCommitOfBadDigestKeepsContent(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	p, err := s.Partial(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.File().WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Commit("md5:x"); err == nil {
		t.Fatal("a digest of another kind was accepted")
	}
	if p, err = s.Partial(t.Context(), "key"); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if got, _ := io.ReadAll(p.File()); string(got) != "x" {
		t.Errorf("content is %q", got)
	}
}

func TestOversizedStateIsNone(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	p, err := s.Partial(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(p.SaveState(make([]byte, maxState+1)), p.Close()); err != nil {
		t.Fatal(err)
	}
	if p, err = s.Partial(t.Context(), "key"); err != nil || p.State() != nil {
		t.Fatalf("state of %d bytes, error %v", len(p.State()), err)
	}
	if err := p.Discard(); err != nil {
		t.Error(err)
	}
}

func TestPartialWaitsAndGivesUp(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), Options{})
	p, err := s.Partial(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Partial(ctx, "key"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want that of the context", err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if p, err = s.Partial(t.Context(), "key"); err != nil {
		t.Fatal(err)
	}
	if err := p.Discard(); err != nil {
		t.Error(err)
	}
}

// Everybody who opens the partial adds one byte; a lost lock loses bytes.
func TestPartialIsExclusive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, Options{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { helper(t, dir, "append", "key", "20") })
	}
	for range 8 {
		wg.Go(func() {
			for range 5 {
				if err := appendByte(s, "key"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	p, err := s.Partial(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if got, _ := io.ReadAll(p.File()); len(got) != 80 {
		t.Errorf("there are %d bytes, want 80", len(got))
	}
}

// appendByte reads and then writes: what a lock is for.
func appendByte(s *Store, key string) error {
	p, err := s.Partial(context.Background(), key)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(p.File())
	_, werr := p.File().WriteAt(append(b, 'x'), 0)
	return errors.Join(err, werr, p.Close())
}

func TestSecondProcessFindsTheBlob(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	downloads := make([]string, 4)
	for i := range downloads {
		wg.Go(func() { downloads[i] = helper(t, dir, "download", "key", "content") })
	}
	wg.Wait()
	if n := strings.Count(strings.Join(downloads, ""), "downloaded"); n != 1 {
		t.Errorf("%d processes downloaded, want one: %q", n, downloads)
	}
	s := open(t, dir, Options{})
	if _, _, err := s.Lookup(asset.SumSHA256([]byte("content")), 0, true); err != nil {
		t.Error(err)
	}
}

func TestKilledHolder(t *testing.T) {
	t.Parallel()
	dir, out := t.TempDir(), t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "hold", dir, out)
	cmd.Env = append(os.Environ(), "STORE_TEST_HELPER=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "holding\n" {
		t.Fatalf("helper said %q, error %v", line, err)
	}
	alive := open(t, dir, Options{})
	if n := len(litterIn(t, dir, out)); n != 3 {
		t.Errorf("a second run removed what a living one uses: %d left of 3", n)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()

	p, err := alive.Partial(t.Context(), "key")
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(p.File()); string(got) != "half" || string(p.State()) != "state" {
		t.Errorf("kept are %q and %q", got, p.State())
	}
	if err := p.Discard(); err != nil {
		t.Error(err)
	}
	s, o := open(t, dir, Options{}), output(t, out)
	if _, err := s.Place(o, "p/b", put(t, s, "b")); err != nil {
		t.Fatal(err)
	}
	for _, path := range litterIn(t, dir, out) {
		if !strings.Contains(path, s.run.token) {
			t.Errorf("%s of the killed process is still there", path)
		}
	}
}

func litterIn(t *testing.T, dir, out string) []string {
	t.Helper()
	a, _ := filepath.Glob(filepath.Join(dir, "tmp", "*"))
	b, _ := filepath.Glob(filepath.Join(out, "p", ".fetch-assets-*"))
	return append(a, b...)
}

// helper runs this test binary as another process that uses the store in dir.
func helper(t *testing.T, dir, what string, args ...string) string {
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{what, dir}, args...)...)
	cmd.Env = append(os.Environ(), "STORE_TEST_HELPER=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("helper: %v", err)
	}
	return string(out)
}

func TestMain(m *testing.M) {
	if os.Getenv("STORE_TEST_HELPER") == "" {
		os.Exit(m.Run())
	}
	if err := runHelper(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runHelper(what, dir string, args []string) error {
	s, err := Open(dir, Options{})
	if err != nil {
		return err
	}
	switch what {
	case "append":
		err = helpAppend(s, args[0], args[1])
	case "download":
		err = helpDownload(s, args[0], args[1])
	case "hold":
		err = helpHold(s, args[0])
	}
	return errors.Join(err, s.Close())
}

func helpAppend(s *Store, key, times string) error {
	var n int
	if _, err := fmt.Sscan(times, &n); err != nil {
		return err
	}
	for range n {
		if err := appendByte(s, key); err != nil {
			return err
		}
	}
	return nil
}

func helpDownload(s *Store, key, content string) error {
	d := asset.SumSHA256([]byte(content))
	p, err := s.Partial(context.Background(), key)
	if err != nil {
		return err
	}
	if _, _, err := s.Lookup(d, 0, false); err == nil {
		fmt.Print("found ")
		return p.Discard()
	}
	fmt.Print("downloaded ")
	if _, err := p.File().WriteString(content); err != nil {
		return err
	}
	_, err = p.Commit(d)
	return err
}

// helpHold leaves all that a process can leave, and waits to be killed.
func helpHold(s *Store, out string) error {
	p, err := s.Partial(context.Background(), "key")
	if err != nil {
		return err
	}
	if _, err := p.File().WriteString("half"); err != nil {
		return err
	}
	if err := p.SaveState([]byte("state")); err != nil {
		return err
	}
	if _, err := s.TempDir(); err != nil {
		return err
	}
	temp, err := s.litterName()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(out, "p"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "p", temp), nil, 0o644); err != nil {
		return err
	}
	fmt.Println("holding")
	time.Sleep(time.Minute)
	return errors.New("nobody came to kill")
}

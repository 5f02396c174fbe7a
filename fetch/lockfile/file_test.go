package lockfile

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

func TestReadMissing(t *testing.T) {
	t.Parallel()
	l, err := Read(filepath.Join(t.TempDir(), "none.lock"))
	if err != nil || !l.Missing || len(l.Assets) != 0 {
		t.Errorf("Read() = %+v, %v, want an empty lock that is missing", l, err)
	}
}

// A lock that cannot be read must survive everything that a run may do.
func TestUnreadableLockStays(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.lock")
	if err := os.WriteFile(path, []byte("garbage"), 0o644); err != nil {
		t.Fatal(err)
	}
	var bad *Error
	if _, err := Read(path); !errors.As(err, &bad) {
		t.Errorf("Read() = %v, want an *Error", err)
	}
	guard := filepath.Join(t.TempDir(), "guard")
	merge := func(*Lock) *Lock { t.Error("merge was asked"); return full() }
	if changed, err := Update(t.Context(), path, guard, merge); changed || !errors.As(err, &bad) {
		t.Errorf("Update() = %v, %v, want an *Error", changed, err)
	}
	if data, err := os.ReadFile(path); string(data) != "garbage" {
		t.Errorf("the lock is %q, %v now, want what it was", data, err)
	}
}

func TestReadFolder(t *testing.T) {
	t.Parallel()
	if l, err := Read(t.TempDir()); err == nil {
		t.Errorf("Read() of a folder = %+v, want an error", l)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.lock")
	if changed, err := Write(path, full()); !changed || err != nil {
		t.Fatalf("first Write() = %v, %v, want true", changed, err)
	}
	past := time.Unix(1e9, 0)
	if err := os.Chtimes(path, past, past); err != nil {
		t.Fatal(err)
	}
	if changed, err := Write(path, full()); changed || err != nil {
		t.Errorf("Write() of the same = %v, %v, want false", changed, err)
	}
	if info, err := os.Stat(path); err != nil || !info.ModTime().Equal(past) {
		t.Errorf("Write() of the same touched the file: %v, %v", info, err)
	}
	l := full()
	l.Assets = l.Assets[:1]
	if changed, err := Write(path, l); !changed || err != nil {
		t.Errorf("Write() of another = %v, %v, want true", changed, err)
	}
	got, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(l.Assets, got.Assets); diff != "" {
		t.Errorf("Read() mismatch (-want +got):\n%s", diff)
	}
}

func TestWriteRefusesWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.lock")
	l := full()
	l.Assets[0].Files[0].Path = "../rock.png"
	changed, err := Write(path, l)
	if changed || err == nil || !strings.Contains(err.Error(), "leaves the folder") {
		t.Errorf("Write() = %v, %v, want a refusal", changed, err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("Write() left a file")
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, guard := filepath.Join(dir, "a.lock"), filepath.Join(dir, "cache", "lock", "guard")
	changed, err := Update(t.Context(), path, guard, func(old *Lock) *Lock {
		if !old.Missing {
			t.Error("the first update sees a lock")
		}
		return full()
	})
	if !changed || err != nil {
		t.Fatalf("Update() = %v, %v, want true", changed, err)
	}
	if changed, err := Update(t.Context(), path, guard, func(old *Lock) *Lock { return old }); changed || err != nil {
		t.Errorf("Update() to the same = %v, %v, want false", changed, err)
	}
	if changed, err := Update(t.Context(), path, guard, func(*Lock) *Lock { return nil }); changed || err != nil {
		t.Errorf("Update() to nothing = %v, %v, want false", changed, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("the folder has %v, %v, want the lock and the cache only", entries, err)
	}
}

// No update may be lost, however many run at once.
func TestUpdateAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, guard := filepath.Join(dir, "a.lock"), filepath.Join(dir, "guard")
	const writers = 8
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			_, err := Update(t.Context(), path, guard, func(old *Lock) *Lock {
				added := asset.Asset{Handle: fmt.Sprintf("h%d", i), Provider: "url", Kind: asset.Other}
				return &Lock{Assets: append(old.Assets, added)}
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	l, err := Read(path)
	if err != nil || len(l.Assets) != writers {
		t.Errorf("the lock has %d assets, %v, want %d", len(l.Assets), err, writers)
	}
}

func TestUpdateGivesUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, guard := filepath.Join(dir, "a.lock"), filepath.Join(dir, "guard")
	_, err := Update(t.Context(), path, guard, func(*Lock) *Lock {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := Update(ctx, path, guard, func(*Lock) *Lock { t.Error("two hold the guard"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Update() = %v, want context.Canceled", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// Package atomicfile replaces files so that every reader sees either the old
// content or all of the new one, whatever happens in between.
//
// A write goes to a temporary file beside the target, which is then renamed
// over it. A process killed in the middle leaves the target as it was, and at
// most one file named as [Temp] says, which [Tidy] removes.
package atomicfile

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Temp is the pattern, as of [path.Match], that the name of every temporary
// file of this package matches.
const Temp = ".fetch-assets-*.tmp"

// Write replaces the file at path by data and waits until the disk has it. A
// new file gets the permissions perm less the umask; a file that is replaced
// keeps the ones it had. On failure the old file stays and no temporary is left.
// The folder must exist.
func Write(path string, data []byte, perm fs.FileMode) error {
	return replace(path, data, perm, true)
}

// WriteUnsynced is [Write] without the wait for the disk, for what can be made
// again after a power failure.
func WriteUnsynced(path string, data []byte, perm fs.FileMode) error {
	return replace(path, data, perm, false)
}

// WriteIfChanged is [Write], but leaves a file alone that has the content
// already, modification time included. It reports whether it wrote.
func WriteIfChanged(path string, data []byte, perm fs.FileMode) (bool, error) {
	have, err := os.ReadFile(path)
	if err == nil && bytes.Equal(have, data) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return true, Write(path, data, perm)
}

func replace(path string, data []byte, perm fs.FileMode, sync bool) error {
	old, err := os.Stat(path)
	if err == nil && !old.Mode().IsRegular() {
		return fmt.Errorf("writing %q: it exists and is not a file", path)
	}
	for range tries {
		err = attempt(path, old, data, perm, sync)
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return err
}

// tries is how often a write is begun. It takes a second one when another
// process has tidied the temporary file away before it was locked.
const tries = 3

func attempt(path string, old fs.FileInfo, data []byte, perm fs.FileMode, sync bool) error {
	temp := filepath.Join(filepath.Dir(path), ".fetch-assets-"+rand.Text()+".tmp")
	f, err := fill(temp, data, perm, sync)
	if err != nil {
		return errors.Join(err, remove(temp))
	}
	defer f.Close() // what was written is on its way; the lock ends with it
	if old != nil && old.Mode().Perm() != perm {
		// Losing the old permissions is no reason to lose the new content.
		_ = os.Chmod(temp, old.Mode().Perm())
	}
	if err := os.Rename(temp, path); err != nil {
		return errors.Join(err, remove(temp))
	}
	return nil
}

// fill writes a new file, and returns it open and locked, as a sign that its
// process is alive.
func fill(temp string, data []byte, perm fs.FileMode, sync bool) (*os.File, error) {
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	hold(f)
	_, err = f.Write(data)
	if err == nil && sync {
		err = f.Sync()
	}
	if err == nil {
		err = flush(f)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Tidy removes the temporary files in the folder dir that processes have left
// which are gone. A folder that cannot be read has none.
func Tidy(dir string) {
	temps, _ := filepath.Glob(filepath.Join(escape(dir), "[.]fetch-assets-"+strings.Repeat("[A-Z2-7]", 26)+".tmp"))
	for _, temp := range temps {
		if orphaned(temp) {
			_ = os.Remove(temp)
		}
	}
}

// escape keeps a folder's name from being a pattern.
func escape(dir string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(dir)
}

func remove(temp string) error {
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

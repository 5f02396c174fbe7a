package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
)

// header is the first line of an index. Any other makes the file worthless,
// which costs hashing everything once more and nothing else.
const header = "fetch-assets index 1"

// record is what a file was when it was hashed last.
type record struct {
	hash string // SHA-256 in hex
	stamp
}

// index remembers what was hashed. Blobs are filed under their hash, placed
// files under their absolute path. It is read when it is first asked.
type index struct {
	path string
	load func() // fills records, once

	mu      sync.Mutex
	records map[string]record
	changed map[string]bool // keys to write or, when records lacks them, to drop
}

func newIndex(path string) *index {
	x := &index{path: path, changed: map[string]bool{}}
	x.load = sync.OnceFunc(func() { x.records = readIndex(path) })
	return x
}

// knows reports whether key was hashed to hash while it looked like st.
func (x *index) knows(key, hash string, st stamp) bool {
	x.load()
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.records[key] == record{hash, st}
}

// learn files that key was hashed to hash while it looked like st, unless a
// later write could leave that look unchanged.
func (x *index) learn(key, hash string, st stamp, now time.Time) {
	if !st.settled(now) {
		x.drop(key)
		return
	}
	x.load()
	x.mu.Lock()
	defer x.mu.Unlock()
	if r := (record{hash, st}); x.records[key] != r {
		x.records[key] = r
		x.changed[key] = true
	}
}

func (x *index) drop(key string) {
	x.load()
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, ok := x.records[key]; ok {
		delete(x.records, key)
		x.changed[key] = true
	}
}

// save adds what was learnt to what the file holds by now.
func (x *index) save() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.changed) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	l, err := acquire(ctx, x.path+".lock")
	if err != nil {
		return fmt.Errorf("waiting to save the index: %w", err)
	}
	merged := readIndex(x.path)
	for key := range x.changed {
		if r, ok := x.records[key]; ok {
			merged[key] = r
		} else {
			delete(merged, key)
		}
	}
	err = atomicfile.WriteUnsynced(x.path, formatIndex(merged), 0o644)
	if err == nil {
		clear(x.changed)
	}
	return errors.Join(err, l.release(true))
}

// readIndex reads what it can use: a missing, foreign or damaged index is empty.
func readIndex(path string) map[string]record {
	data, err := os.ReadFile(path)
	if err != nil {
		return map[string]record{}
	}
	records, err := parseIndex(data)
	if err != nil {
		return map[string]record{}
	}
	return records
}

func formatIndex(records map[string]record) []byte {
	var b bytes.Buffer
	b.WriteString(header + "\n")
	for _, key := range slices.Sorted(maps.Keys(records)) {
		r := records[key]
		fmt.Fprintf(&b, "%s %d %d %d", r.hash, r.size, r.mtime, r.inode)
		if key != r.hash {
			b.WriteString(" " + strconv.Quote(key))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func parseIndex(data []byte) (map[string]record, error) {
	body, ok := strings.CutPrefix(string(data), header+"\n")
	if !ok {
		return nil, errors.New("not an index of this version")
	}
	if body != "" && !strings.HasSuffix(body, "\n") {
		return nil, errors.New("the index is cut off")
	}
	records := make(map[string]record, strings.Count(body, "\n"))
	for line := range strings.Lines(body) {
		key, r, err := parseRecord(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, err
		}
		records[key] = r
	}
	return records, nil
}

func parseRecord(line string) (key string, r record, err error) {
	fields := strings.SplitN(line, " ", 5)
	if len(fields) < 4 || len(fields[0]) != 64 || fields[0] != strings.ToLower(fields[0]) {
		return "", record{}, fmt.Errorf("bad index line %q", line)
	}
	_, errHash := hex.DecodeString(fields[0])
	size, errSize := strconv.ParseInt(fields[1], 10, 64)
	mtime, errTime := strconv.ParseInt(fields[2], 10, 64)
	inode, errInode := strconv.ParseUint(fields[3], 10, 64)
	key = fields[0]
	var errKey error
	if len(fields) == 5 {
		key, errKey = strconv.Unquote(fields[4])
		if errKey == nil && !filepath.IsAbs(key) {
			errKey = errors.New("not an absolute path")
		}
	}
	r = record{fields[0], stamp{size, mtime, inode}}
	return key, r, errors.Join(errHash, errSize, errTime, errInode, errKey)
}

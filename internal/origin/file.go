package origin

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/fnv"
	"net/http"
	"sync"
	"time"
)

// File is something that an [Origin] serves under a path. Its bytes are Body,
// or Size bytes that follow from Seed when there is no Body: seeds that differ,
// below 1<<20, make files that differ from their first bytes on.
type File struct {
	Body []byte // must not be changed any more
	Size int64
	Seed uint64

	ContentType  string      // empty means application/octet-stream
	ETag         string      // with its quotes; empty means a strong one made from the content
	NoETag       bool        // send none
	LastModified time.Time   // zero means that none is sent
	Headers      http.Header // further headers of the answer
	Shape        *Shape      // instead of the origin's; nil means the origin's
}

type file struct {
	File
	data   content
	etag   string
	sha256 func() string
	md5    func() string
}

// Add serves a file under a path, such as "/a.png". A path with a query serves
// only requests with exactly that query. An earlier file under the path is
// replaced: requests that come later see the new one.
func (o *Origin) Add(path string, f File) {
	entry := newFile(f)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.files[path] = entry
}

// Remove makes a path answer 404 again.
func (o *Origin) Remove(path string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.files, path)
}

// Handle answers a path by code, for what a [File] cannot do. Rules, shapes and
// the byte counter do not apply to it; the origin's latency, the request
// counters and the log do.
func (o *Origin) Handle(path string, h http.Handler) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.handlers[path] = h
}

// SHA256 is the hash of the file under a path in lower-case hexadecimal, empty
// when there is none.
func (o *Origin) SHA256(path string) string {
	if f := o.file(path); f != nil {
		return f.sha256()
	}
	return ""
}

// MD5 is the hash of the file under a path in lower-case hexadecimal, empty
// when there is none.
func (o *Origin) MD5(path string) string {
	if f := o.file(path); f != nil {
		return f.md5()
	}
	return ""
}

func (o *Origin) file(path string) *file {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.files[path]
}

func newFile(f File) *file {
	var data content = generated{seed: f.Seed, length: f.Size}
	if f.Body != nil || f.Size == 0 {
		data = literal(f.Body)
	}
	out := &file{File: f, data: data, etag: f.ETag}
	if f.ETag == "" && !f.NoETag {
		out.etag = defaultETag(f)
	}
	out.sha256 = sync.OnceValue(func() string { return digest(sha256.New(), data) })
	out.md5 = sync.OnceValue(func() string { return digest(md5.New(), data) })
	return out
}

func defaultETag(f File) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d ", f.Size, f.Seed)
	h.Write(f.Body)
	return fmt.Sprintf("%q", hex.EncodeToString(h.Sum(nil)))
}

func digest(h hash.Hash, data content) string {
	for off := int64(0); off < data.size(); {
		b := data.window(off, writeSize)
		h.Write(b)
		off += int64(len(b))
	}
	return hex.EncodeToString(h.Sum(nil))
}

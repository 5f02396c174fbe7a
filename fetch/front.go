package fetch

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/astraweave/fetch-assets/asset"
)

// front is how far the bytes of a file reach without a gap from its start, and
// the hashes of exactly these bytes.
type front struct {
	at   int64     // the first byte that has not been hashed
	sum  hash.Hash // SHA-256
	hint hash.Hash // of the algorithm of the publisher's digest; nil when there is nothing to compare
	alg  string    // of hint
}

// newFront is at the start of a file. A publisher's digest is of use only until
// the file has a SHA-256 of its own.
func newFront(want *asset.File) front {
	f := front{sum: sha256.New()}
	if want.Digest == "" {
		f.alg = want.Hint.Algorithm()
		f.hint = newHash(f.alg)
	}
	return f
}

func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case asset.MD5:
		return md5.New()
	case asset.SHA1:
		return sha1.New()
	case asset.SHA512:
		return sha512.New()
	case asset.SHA256:
		return sha256.New()
	}
	return nil
}

// advance takes the bytes that follow the front.
func (f *front) advance(p []byte) {
	f.sum.Write(p) // a hash never fails
	if f.hint != nil {
		f.hint.Write(p)
	}
	f.at += int64(len(p))
}

// digest is the SHA-256 of everything up to the front.
func (f *front) digest() asset.Digest { return digestOf(asset.SHA256, f.sum) }

func digestOf(algorithm string, h hash.Hash) asset.Digest {
	return asset.Digest(fmt.Sprintf("%s:%s", algorithm, hex.EncodeToString(h.Sum(nil))))
}

// compare says whether the whole content is what was asked for.
func (f *front) compare(want *asset.File) error {
	if want.Size > 0 && f.at != want.Size {
		return &MismatchError{WantSize: want.Size, GotSize: f.at}
	}
	if got := f.digest(); want.Digest != "" && got != want.Digest {
		return &MismatchError{Want: want.Digest, Got: got}
	}
	if f.hint == nil {
		return nil
	}
	if got := digestOf(f.alg, f.hint); got != want.Hint {
		return &MismatchError{Want: want.Hint, Got: got}
	}
	return nil
}

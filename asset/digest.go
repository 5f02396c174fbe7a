package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Digest is the hash of a file's bytes, spelt "<algorithm>:<lower-case hex>".
// The empty Digest means unknown. The algorithm is part of the value so that a
// publisher's MD5 can never stand in for the SHA-256 that the lock pins.
type Digest string

// Algorithms that a [Digest] can name.
const (
	SHA256 = "sha256"
	SHA1   = "sha1"
	SHA512 = "sha512"
	MD5    = "md5"
)

var hexLength = map[string]int{MD5: 32, SHA1: 40, SHA256: 64, SHA512: 128}

// NewDigest makes a digest of an algorithm and a hash in hex of either case. It
// fails when the algorithm is unknown or the hash is not one of its length.
func NewDigest(algorithm, hash string) (Digest, error) {
	want, ok := hexLength[algorithm]
	if !ok {
		return "", fmt.Errorf("unknown digest algorithm %q", algorithm)
	}
	hash = strings.ToLower(hash)
	if _, err := hex.DecodeString(hash); err != nil || len(hash) != want {
		return "", fmt.Errorf("%q is not a %s digest: want %d hexadecimal digits", hash, algorithm, want)
	}
	return Digest(algorithm + ":" + hash), nil
}

// ParseDigest reads the form that [Digest] itself has.
func ParseDigest(s string) (Digest, error) {
	algorithm, hash, ok := strings.Cut(s, ":")
	if !ok {
		return "", fmt.Errorf("digest %q names no algorithm", s)
	}
	return NewDigest(algorithm, hash)
}

// SumSHA256 is the SHA-256 digest of b.
func SumSHA256(b []byte) Digest {
	sum := sha256.Sum256(b)
	return Digest(SHA256 + ":" + hex.EncodeToString(sum[:]))
}

// Algorithm is the part before the colon, empty for the empty digest.
func (d Digest) Algorithm() string {
	algorithm, _, _ := strings.Cut(string(d), ":")
	return algorithm
}

// Hex is the hash itself in lower-case hexadecimal, empty for the empty digest.
func (d Digest) Hex() string {
	_, hash, _ := strings.Cut(string(d), ":")
	return hash
}

// Short is the start of the hash, for people to compare by eye.
func (d Digest) Short() string {
	hash := d.Hex()
	return hash[:min(12, len(hash))]
}

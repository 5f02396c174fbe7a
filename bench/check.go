package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// check hashes every file that the client should have fetched.
func (j job) check(sums []string) error {
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for i, want := range sums {
		group.Go(func() error {
			name := j.client.path(fileName(i))
			got, err := sumOf(j.file(name))
			if err != nil {
				return err
			}
			if got != want {
				return fmt.Errorf("%s has other bytes than the server sent", name)
			}
			return nil
		})
	}
	return group.Wait()
}

// sumOf is the SHA-256 of a file in hexadecimal.
func sumOf(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

//go:build !unix

package atomicfile

import "os"

// hold does nothing: a file that is open cannot be removed here.
func hold(*os.File) {}

// flush closes the file: one that is open cannot be renamed here.
func flush(f *os.File) error { return f.Close() }

// orphaned leaves it to the removal to find out.
func orphaned(string) bool { return true }

// Package asset holds the values that travel through fetch-assets: the [Entry]
// that a person writes, the [Asset] that a provider makes of it, its [File]s,
// its [Credit], and the [Finding]s about it.
//
// The package does no I/O and imports the standard library only. All values
// are plain data: they may be copied, compared where Go allows it, and read by
// any number of goroutines as long as none of them writes.
package asset

package fetch

import (
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/store"
)

// Status says what became of a [Request].
type Status string

// What can become of a request.
const (
	Downloaded Status = "downloaded" // came over the network or from a source address
	Cached     Status = "cached"     // placed from the store
	Current    Status = "current"    // was in place already
	Failed     Status = "failed"
)

// Result is what became of one request.
type Result struct {
	File     asset.File // as asked for, with size, digest and members filled in where it was fetched
	Status   Status
	Received int64 // bytes that came over the network for this file, repeated ones included
	Attempts int   // requests made to servers
	Repaired bool  // a file whose digest was known was wrong in the output or in the store
	Method   store.Method
	Start    time.Time // when work on it began; zero when it never did
	End      time.Time
	Err      error // set exactly when Status is Failed; names the file's key and its address, redacted
}

// Package ensure gives Go programs the files of an asset that a manifest of
// fetch-assets lists: on disk already, or fetched, verified and locked now.
//
// It does what the command fetch does, for one asset: entries are pinned by the
// lock beside the manifest, licences are judged before a byte moves, and credits
// are written. Relative folders of the manifest start from the working directory.
// The variables of the command hold here too, such as FETCH_ASSETS_CACHE_DIR,
// FETCH_ASSETS_MIRROR and POLYHAVEN_BASE_URL.
package ensure

import (
	"context"
	"os"
	"time"

	"github.com/astraweave/fetch-assets/internal/cli"
)

// Asset returns the local paths of the files of the asset handle, in the order
// of the lock, after fetching what is missing. A second call makes no request.
//
// The error says what is wrong with the manifest, the licence or the download,
// line by line. Several goroutines and processes may ask for the same asset at
// once; it is fetched once.
func Asset(ctx context.Context, manifestPath, handle string) ([]string, error) {
	return cli.Ensure(ctx, env(), manifestPath, handle)
}

// Available reports whether the lock pins the asset handle as the manifest asks
// for it, and all its files are on disk with the bytes that the lock says. It
// uses no network and changes nothing.
func Available(manifestPath, handle string) (bool, error) {
	return cli.Available(env(), manifestPath, handle)
}

// env is the world of the calling process, without its standard streams.
func env() cli.Env { return cli.Env{Getenv: os.Getenv, Now: time.Now} }

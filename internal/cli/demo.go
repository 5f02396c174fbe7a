package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/astraweave/fetch-assets/internal/atomicfile"
	"github.com/astraweave/fetch-assets/internal/demo"
)

// runDemo fetches the demo's manifest from the demo's providers, in a folder of
// its own, exactly as the command fetch does it.
func runDemo(ctx context.Context, s *session) (err error) {
	providers, err := demo.Start(demo.Pace())
	if err != nil {
		return exitf(exitFailed, "starting the demo: %v", err)
	}
	defer func() { err = errors.Join(err, providers.Close()) }()
	if err := s.furnish(providers); err != nil {
		return err
	}
	s.sink.Say("ten assets of five providers and the open web, all played by this program on loopback")
	if err := runFetch(ctx, s); err != nil {
		return err
	}
	s.epilogue = fmt.Sprintf("  manifest %s\nRun it again, and nothing is downloaded: fetch-assets demo --dir %s\n", s.run.Manifest, s.set.dir)
	return nil
}

// furnish puts the manifest into the folder of the demo and points the run at it.
func (s *session) furnish(providers *demo.Demo) error {
	if s.set.dir == "" {
		dir, err := os.MkdirTemp("", "fetch-assets-demo-")
		if err != nil {
			return exitf(exitFailed, "making a folder for the demo: %v", err)
		}
		s.set.dir = dir
	}
	s.set.manifest = filepath.Join(s.set.dir, filepath.FromSlash(defaultManifest))
	s.set.outputDir = filepath.Join(s.set.dir, "assets", "_downloaded")
	s.set.cacheDir = filepath.Join(s.set.dir, ".asset_cache")
	s.set.demoMirrors = providers.Mirrors()
	s.run.Manifest = filepath.ToSlash(s.set.manifest)
	if err := os.MkdirAll(filepath.Dir(s.set.manifest), 0o755); err != nil {
		return exitf(exitFailed, "making a folder for the demo: %v", err)
	}
	if _, err := atomicfile.WriteIfChanged(s.set.manifest, []byte(providers.Manifest()), 0o644); err != nil {
		return exitf(exitFailed, "writing the demo's manifest: %v", err)
	}
	return nil
}

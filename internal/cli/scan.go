package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/evidence"
	"github.com/astraweave/fetch-assets/internal/report"
)

// scanned is a file of a folder, and what it says about its licence.
type scanned struct {
	Path     string   `json:"path"`
	Size     int64    `json:"size"`
	Licenses []string `json:"licenses"`         // what it says, each once, in the order found
	Where    []string `json:"where"`            // in which member or field it says so
	Handle   string   `json:"handle,omitempty"` // the asset of the manifest that accounts for it
	Error    string   `json:"error,omitempty"`
}

// runScan looks inside every file of a folder and tells what the files say about
// their licences, and which of them no entry of the manifest accounts for.
func runScan(ctx context.Context, s *session) error {
	known, err := s.accountsOf(s.set.dir)
	if err != nil {
		return err
	}
	results, err := evidence.Scan(ctx, orElse(s.set.dir, "."), evidence.ScanOptions{})
	if err != nil {
		return exitf(exitFailed, "scanning: %v", err)
	}
	files := make([]scanned, len(results))
	for i, r := range results {
		files[i] = newScanned(r, known)
	}
	switch {
	case s.set.json || s.set.format == "json":
		return json.NewEncoder(s.env.Stdout).Encode(files)
	case s.set.format == "text":
		return s.printScan(files)
	case s.set.format == "entries":
		return s.printEntries(files)
	}
	return exitf(exitUsage, "unknown format %q of a scan: there are text, json and entries", s.set.format)
}

func newScanned(r evidence.Result, known map[string]string) scanned {
	f := scanned{Path: filepath.ToSlash(r.Path), Size: r.Size, Licenses: []string{}, Where: []string{}}
	f.Handle = known[f.Path]
	for _, found := range r.Found {
		if !slices.Contains(f.Licenses, found.License) {
			f.Licenses = append(f.Licenses, found.License)
			f.Where = append(f.Where, found.Place())
		}
	}
	if r.Err != nil && !errors.Is(r.Err, evidence.ErrLimit) {
		f.Error = r.Err.Error()
	}
	return f
}

// accountsOf maps the files below dir that the lock accounts for to the handles
// of their assets. Without a manifest there are none.
func (s *session) accountsOf(dir string) (map[string]string, error) {
	if _, err := os.Stat(s.set.manifest); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	p, err := s.open()
	if err != nil {
		return nil, err
	}
	known := map[string]string{}
	for _, f := range p.placed() {
		rel, err := filepath.Rel(orElse(dir, "."), filepath.Join(p.OutputDir, filepath.FromSlash(f.path)))
		if err == nil {
			known[filepath.ToSlash(rel)] = f.entry.Handle
		}
	}
	return known, nil
}

// printScan lists the files that say something, and those nobody accounts for.
func (s *session) printScan(files []scanned) error {
	silent, foreign := 0, 0
	text := columns(func(row func(...string)) {
		row("FILE", "LICENCE", "ASSET", "SAID BY")
		for _, f := range files {
			if f.Handle == "" {
				foreign++
			}
			if len(f.Licenses) == 0 {
				silent++
			}
			row(report.Clean(f.Path, 100), orElse(strings.Join(f.Licenses, ", "), "-"), orElse(f.Handle, "-"), report.Clean(firstOf(f.Where), 100))
		}
	})
	_, err := fmt.Fprintf(s.env.Stdout, "%s\n%d files, %d say nothing of their licence, %d belong to no entry of the manifest\n",
		text, len(files), silent, foreign)
	return err
}

// printEntries writes a manifest to start from: one entry for each file that no
// entry accounts for yet. What only a person can know is left to be filled in.
func (s *session) printEntries(files []scanned) error {
	var b strings.Builder
	taken := map[string]bool{}
	for _, f := range files {
		if f.Handle != "" {
			continue
		}
		fmt.Fprintf(&b, "[[assets]]\nhandle = %q\nprovider = \"url\"\ntype = %q\n", handleFor(f.Path, taken), kindOf(f.Path))
		fmt.Fprintf(&b, "url = \"\"  # where %s comes from\n", report.Clean(f.Path, 200))
		if len(f.Licenses) == 1 {
			fmt.Fprintf(&b, "license = %q  # says %s\n", f.Licenses[0], report.Clean(f.Where[0], 200))
		}
		b.WriteString("\n")
	}
	_, err := fmt.Fprint(s.env.Stdout, b.String())
	return err
}

// handleFor makes a handle of a file's name that is not taken yet.
func handleFor(name string, taken map[string]bool) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '_'
	}, base)
	handle := orElse(plain, "asset")
	for n := 2; taken[strings.ToLower(handle)]; n++ {
		handle = fmt.Sprintf("%s_%d", plain, n)
	}
	taken[strings.ToLower(handle)] = true
	return handle
}

// kinds are what files with an extension usually are.
var kinds = map[string]asset.Kind{
	".png": asset.Texture, ".jpg": asset.Texture, ".jpeg": asset.Texture, ".webp": asset.Texture, ".tga": asset.Texture,
	".hdr": asset.HDRI, ".exr": asset.HDRI,
	".glb": asset.Model, ".gltf": asset.Model, ".obj": asset.Model, ".fbx": asset.Model, ".blend": asset.Model,
	".ogg": asset.Audio, ".wav": asset.Audio, ".mp3": asset.Audio, ".flac": asset.Audio, ".opus": asset.Audio,
	".ttf": asset.Font, ".otf": asset.Font, ".woff2": asset.Font,
}

func kindOf(name string) asset.Kind {
	if k, ok := kinds[strings.ToLower(path.Ext(name))]; ok {
		return k
	}
	return asset.Other
}

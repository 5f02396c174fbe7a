package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/provider"
)

// creditFindings says which files of credits do not hold what the lock says.
func (s *session) creditFindings(p *project) ([]asset.Finding, error) {
	if len(p.lock.Assets) == 0 {
		return nil, nil
	}
	if _, err := os.Stat(p.OutputDir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // the usual case for a pull request, which need not wait for credits to be made
	}
	usual := p.usualCredits(p.lock)
	stale, err := staleCredits(usual)
	if err != nil {
		return nil, err
	}
	missing := 0
	for _, c := range stale {
		if c.missing {
			missing++
		}
	}
	var findings []asset.Finding
	for _, c := range stale {
		if c.missing && missing == len(usual) {
			continue // none was ever written here
		}
		findings = append(findings, staleFinding(c, s.set.manifest))
	}
	return append(findings, leftoverCredits(p, usual)...), nil
}

func staleFinding(c credits, manifest string) asset.Finding {
	f := asset.Finding{
		Rule: ruleCreditsOutdated, Severity: asset.Error, Pos: asset.Position{File: c.path},
		Text:   fmt.Sprintf("%s does not say what the lock says", c.path),
		Remedy: "run: fetch-assets attribution --manifest " + manifest,
	}
	if c.missing {
		f.Rule, f.Text = ruleCreditsMissing, fmt.Sprintf("%s is missing, although other credits are there", c.path)
	}
	return f
}

// leftoverCredits finds the credits of providers that no asset comes from now.
func leftoverCredits(p *project, usual map[string][]byte) []asset.Finding {
	var findings []asset.Finding
	for _, name := range provider.Names() {
		path := filepath.Join(p.OutputDir, name, creditsName)
		if _, wanted := usual[path]; wanted {
			continue
		}
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			shown := filepath.ToSlash(path)
			findings = append(findings, asset.Finding{
				Rule: ruleCreditsOrphan, Severity: asset.Warning, Pos: asset.Position{File: shown},
				Text:   fmt.Sprintf("%s credits assets of %s, and the lock has none", shown, name),
				Remedy: "remove the file",
			})
		}
	}
	return findings
}

// fileFindings compares the sizes of the files that are there with the lock.
// Reading them all is for the command verify.
func fileFindings(p *project, manifest string) ([]asset.Finding, error) {
	root, err := os.OpenRoot(p.OutputDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, exitf(exitFailed, "opening the output folder: %v", err)
	}
	defer root.Close() // it is only read
	pinned := *p
	pinned.items = slices.DeleteFunc(slices.Clone(p.items), func(i lockfile.Item) bool { return i.State != lockfile.Pinned })
	var findings []asset.Finding
	for _, f := range pinned.placed() {
		fault := sizeFault(root, f)
		switch n := len(findings); {
		case fault == "":
		case n > 0 && findings[n-1].Handle == f.entry.Handle: // one for each asset is enough
		default:
			findings = append(findings, asset.Finding{
				Rule: ruleIntegrity, Severity: asset.Error, Handle: f.entry.Handle, Pos: f.entry.Pos,
				Text: fault, Remedy: "run: fetch-assets fetch --manifest " + manifest,
			})
		}
	}
	return findings, nil
}

// sizeFault says what is wrong with a file as far as that shows without reading
// it. A file that is not there is not wrong.
func sizeFault(root *os.Root, f *placed) string {
	info, err := root.Lstat(filepath.FromSlash(f.path))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		return fmt.Sprintf("%s cannot be looked at: %v", f.path, err)
	case !info.Mode().IsRegular():
		return fmt.Sprintf("%s is no plain file", f.path)
	case f.size > 0 && info.Size() != f.size:
		return fmt.Sprintf("%s has %d bytes, the lock says %d", f.path, info.Size(), f.size)
	}
	return ""
}

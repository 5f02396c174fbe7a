package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"unicode/utf8"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// JSON writes the run as one indented JSON object. The members total_assets,
// downloaded, cached, failed and assets, and the first seven of each asset, are
// those of the summary that the Rust crate astraweave-assets writes, under the
// same names; the rest is ours. Members come in a fixed order, unknown ones may
// be added later. An asset's status is downloaded, cached, failed or, when it
// was not asked for, skipped. Paths start at the working directory.
//
// Text is kept as it is, except that what a terminal or a log reader would act
// upon is written as an escape of JSON, which decodes to the same text.
func JSON(w io.Writer, r *Run) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(jsonOf(r)); err != nil {
		return fmt.Errorf("encoding the report: %w", err)
	}
	_, err := w.Write(inert(b.Bytes()))
	return err
}

type jsonRun struct {
	TotalAssets int         `json:"total_assets"`
	Downloaded  int         `json:"downloaded"`
	Cached      int         `json:"cached"`
	Failed      int         `json:"failed"`
	Assets      []jsonAsset `json:"assets"`

	Skipped         int           `json:"skipped"`
	Verdict         Verdict       `json:"verdict"`
	Reason          Reason        `json:"reason"`
	Error           *string       `json:"error"`
	Interrupted     bool          `json:"interrupted"`
	Findings        []jsonFinding `json:"findings"`
	Files           int           `json:"files"`
	BytesReceived   int64         `json:"bytes_received"`
	BytesOnDisk     int64         `json:"bytes_on_disk"`
	ElapsedSeconds  float64       `json:"elapsed_seconds"`
	SpeedUp         float64       `json:"speed_up"`
	Concurrency     int           `json:"concurrency"`
	ProvidersAsked  int           `json:"providers_asked"`
	Waits           []jsonWait    `json:"waits"`
	LockChanged     bool          `json:"lock_changed"`
	CreditsChanged  bool          `json:"credits_changed"`
	Manifest        string        `json:"manifest"`
	OutputDir       string        `json:"output_dir"`
	LockFile        string        `json:"lock_file"`
	AttributionFile string        `json:"attribution_file"`
	Command         string        `json:"command"`
	Version         string        `json:"version"`
	Base            string        `json:"base"`
	Changes         []jsonChange  `json:"changes"`
}

type jsonAsset struct {
	Handle      string            `json:"handle"`
	ID          string            `json:"id"`
	Kind        asset.Kind        `json:"kind"`
	Status      string            `json:"status"`
	ResolvedRes string            `json:"resolved_res"`
	Paths       map[string]string `json:"paths"`
	Error       *string           `json:"error"`

	Provider  string   `json:"provider"`
	License   string   `json:"license"`
	Title     string   `json:"title"`
	Authors   []string `json:"authors"`
	SourceURL string   `json:"source_url"`
	Revision  string   `json:"revision"`
	Files     int      `json:"files"`
	Bytes     int64    `json:"bytes"`
	Received  int64    `json:"received"`
	Note      string   `json:"note"`
	Line      int      `json:"line"`
}

type jsonFinding struct {
	Rule     string         `json:"rule"`
	Severity asset.Severity `json:"severity"`
	Handle   string         `json:"handle"`
	File     string         `json:"file"`
	Line     int            `json:"line"`
	Column   int            `json:"column"`
	Text     string         `json:"text"`
	Remedy   string         `json:"remedy"`
	License  string         `json:"license"`
}

type jsonChange struct {
	Handle    string     `json:"handle"`
	Kind      ChangeKind `json:"kind"`
	Old       string     `json:"old"`
	New       string     `json:"new"`
	Detail    string     `json:"detail"`
	Provider  string     `json:"provider"`
	Title     string     `json:"title"`
	SourceURL string     `json:"source_url"`
	File      string     `json:"file"`
	Line      int        `json:"line"`
}

type jsonWait struct {
	Handle  string  `json:"handle"`
	Key     string  `json:"key"`
	Host    string  `json:"host"`
	Reason  string  `json:"reason"`
	Seconds float64 `json:"seconds"`
}

func jsonOf(r *Run) jsonRun {
	t := r.Totals()
	j := jsonRun{
		TotalAssets: t.Total, Downloaded: t.Downloaded, Cached: t.Cached, Failed: t.Failed, Skipped: t.Skipped,
		Assets: []jsonAsset{}, Findings: []jsonFinding{}, Waits: []jsonWait{}, Changes: []jsonChange{},
		Verdict: r.Verdict(), Reason: r.Reason(), Error: message(r.Err), Interrupted: r.Interrupted,
		Files: t.Files, BytesReceived: t.Received, BytesOnDisk: t.OnDisk,
		ElapsedSeconds: r.Elapsed().Seconds(), SpeedUp: r.SpeedUp(), Concurrency: r.Concurrency,
		ProvidersAsked: r.Resolved, LockChanged: r.LockChanged, CreditsChanged: r.CreditsChanged,
		Manifest: r.Manifest, OutputDir: r.OutputDir, LockFile: r.LockFile, AttributionFile: r.AttributionFile,
		Command: r.Command, Version: r.Version, Base: r.Base,
	}
	for i := range r.Assets {
		j.Assets = append(j.Assets, assetJSON(&r.Assets[i], r.OutputDir))
	}
	for _, f := range r.Findings {
		j.Findings = append(j.Findings, jsonFinding{f.Rule, f.Severity, f.Handle, f.Pos.File, f.Pos.Line, f.Pos.Column, f.Text, f.Remedy, f.License})
	}
	for _, w := range r.Waits {
		j.Waits = append(j.Waits, jsonWait{w.Handle, w.Key, w.Host, w.Reason, w.Duration.Seconds()})
	}
	for _, c := range r.Changes {
		j.Changes = append(j.Changes, jsonChange{c.Handle, c.Kind, c.Old, c.New, c.Detail, c.Provider, c.Title, c.Source, c.Pos.File, c.Pos.Line})
	}
	return j
}

func assetJSON(a *Asset, dir string) jsonAsset {
	status := a.Status()
	if status == fetch.Current {
		status = fetch.Cached
	}
	j := jsonAsset{
		Handle: a.Handle, ID: a.ID, Kind: a.Kind, Status: string(status), ResolvedRes: a.Resolution,
		Paths: map[string]string{}, Error: message(a.Failure()),
		Provider: a.Provider, License: a.Credit.License, Title: a.Credit.Title, Authors: []string{},
		SourceURL: a.Credit.SourceURL, Revision: a.Revision,
		Files: a.FileCount(), Bytes: a.Size(), Received: a.Received(), Note: a.Note, Line: a.Pos.Line,
	}
	for _, author := range a.Credit.Authors {
		j.Authors = append(j.Authors, author.Name)
	}
	if status != fetch.Failed {
		a.paths(dir, j.Paths)
	}
	return j
}

// paths adds where each file is: by key, or by name for what came in a container.
func (a *Asset) paths(dir string, to map[string]string) {
	for _, f := range a.files() {
		if f.Path != "" {
			to[f.Key] = path.Join(dir, f.Path)
		}
		for _, m := range f.Members {
			to[m.Name] = path.Join(dir, m.Path)
		}
	}
}

func message(err error) *string {
	if err == nil {
		return nil
	}
	s := err.Error()
	return &s
}

// inert escapes what is still alive in encoded JSON: characters that do not
// show as themselves, and the "##" of log commands.
func inert(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == '#' && len(out) > 0 && out[len(out)-1] == '#':
			out = append(out, `\u0023`...)
		case r >= utf8.RuneSelf && !visible(r):
			out = escapeRune(out, r)
		default:
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out
}

func escapeRune(out []byte, r rune) []byte {
	if r < 0x10000 {
		return fmt.Appendf(out, `\u%04x`, r)
	}
	r -= 0x10000
	return fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
}

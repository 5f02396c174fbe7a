package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Rule describes one kind of finding for tools that show it apart from its
// findings.
type Rule struct {
	ID       string
	Severity asset.Severity // unless a policy says otherwise
	Short    string         // one sentence, without full stop
	Full     string         // why it matters; empty means Short
	Help     string         // what to do, as Markdown that reads well as plain text
}

// SARIFOptions adapt [SARIF]. The zero value describes no rules and takes the
// files of positions as they are.
type SARIFOptions struct {
	Rules  []Rule                   // what is known of rules; findings of others get a bare one
	Locate func(file string) string // makes a file relative to the repository; nil means as it is
}

// Addresses that the report names.
const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/astraweave/fetch-assets"
)

// fingerprint is the name under which results carry what identifies them. It is
// not GitHub's own primaryLocationLineHash: the action that uploads computes
// that one, and warns about each result that brings another.
const fingerprint = "fetchAssetsFinding/v1"

// SARIF writes the problems of a run in the Static Analysis Results Interchange
// Format, version 2.1.0. The same problems give the same bytes.
func SARIF(w io.Writer, r *Run, o SARIFOptions) error {
	if o.Locate == nil {
		o.Locate = filepath.ToSlash
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarifOf(r, o)); err != nil {
		return fmt.Errorf("encoding SARIF: %w", err)
	}
	_, err := w.Write(inert(b.Bytes()))
	return err
}

func sarifOf(r *Run, o SARIFOptions) sarifLog {
	problems := r.Problems()
	rules := newSarifRules(o.Rules)
	prints := fingerprints{}
	results := []sarifResult{}
	for _, f := range problems {
		id := ruleID(f)
		results = append(results, sarifResult{
			RuleID: id, RuleIndex: rules.index(id, f), Level: sarifLevel(f.Severity),
			Message:      sarifText{Text: sarifMessage(f)},
			Locations:    sarifLocations(f.Pos, o.Locate),
			Fingerprints: map[string]string{fingerprint: prints.of(f)},
			Properties:   sarifPropertiesOf(f),
		})
	}
	return sarifLog{
		Schema: sarifSchema, Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{Driver: sarifDriver{
				Name: cmp.Or(r.Tool, "fetch-assets"), Version: r.Version, InformationURI: homepage, Rules: rules.list,
			}},
			Invocations: []sarifInvocation{{ExecutionSuccessful: r.Err == nil && !r.Interrupted}},
			ColumnKind:  "unicodeCodePoints",
			Results:     results,
		}},
	}
}

// ruleID is the rule of a finding. What ended the run early has none.
func ruleID(f asset.Finding) string { return cmp.Or(printableText(f.Rule), "error") }

// printableText is text that came from anywhere, for members that programs compare.
func printableText(s string) string { return Clean(s, fieldLimit) }

func sarifPropertiesOf(f asset.Finding) *sarifProperties {
	p := sarifProperties{Handle: printableText(f.Handle), License: printableText(f.License)}
	if p == (sarifProperties{}) {
		return nil
	}
	return &p
}

func sarifMessage(f asset.Finding) string {
	message := cmp.Or(Clean(subject(f), errorLimit), "no details are known")
	if f.Remedy != "" {
		message += "\n" + Clean("Fix: "+f.Remedy, errorLimit)
	}
	return message
}

func sarifLevel(s asset.Severity) string {
	switch s {
	case asset.Error:
		return "error"
	case asset.Warning:
		return "warning"
	}
	return "note"
}

// sarifLocations is the place of a finding. A file outside of the repository is
// named by its address, since nothing else would find it.
func sarifLocations(p asset.Position, locate func(string) string) []sarifLocation {
	if p.File == "" {
		return nil
	}
	file := filepath.ToSlash(locate(p.File))
	artifact := sarifArtifact{URI: (&url.URL{Path: file}).String(), BaseID: "%SRCROOT%"}
	if !filepath.IsLocal(filepath.FromSlash(file)) {
		artifact.BaseID = ""
	}
	if strings.HasPrefix(file, "/") {
		artifact.URI = (&url.URL{Scheme: "file", Path: file}).String()
	}
	location := sarifLocation{Physical: sarifPhysical{Artifact: artifact}}
	if p.Line > 0 {
		location.Physical.Region = &sarifRegion{StartLine: p.Line, StartColumn: max(0, p.Column)}
	}
	return []sarifLocation{location}
}

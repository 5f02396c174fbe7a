// Package rule holds the checks that every provider makes of an entry before
// anything is asked of the network, and of an asset before it is handed on:
// which addresses are taken, which paths are safe, how a problem is told.
//
// All functions are pure and may be called from any number of goroutines.
package rule

import (
	"errors"

	"github.com/astraweave/fetch-assets/asset"
)

// Manifest is the name of the rule that all findings of providers carry: what
// is wrong can be mended in the manifest.
const Manifest = "manifest"

// Problem is a broken rule, in the two halves that an [asset.Finding] has. Its
// texts never hold the user name, the password or the query of an address.
type Problem struct {
	Text   string
	Remedy string
}

// Error joins both halves into one line.
func (p *Problem) Error() string { return p.Text + "; " + p.Remedy }

// Error makes the finding that stops a run, placed on a key of the entry.
func Error(e asset.Entry, key, text, remedy string) asset.Finding {
	return finding(e, asset.Error, key, text, remedy)
}

// Warning makes a finding for something odd that does no harm.
func Warning(e asset.Entry, key, text, remedy string) asset.Finding {
	return finding(e, asset.Warning, key, text, remedy)
}

func finding(e asset.Entry, s asset.Severity, key, text, remedy string) asset.Finding {
	return asset.Finding{
		Rule:     Manifest,
		Severity: s,
		Handle:   e.Handle,
		Pos:      e.At(key),
		Text:     text,
		Remedy:   remedy,
	}
}

// Err joins the findings of severity [asset.Error] into one error. It is nil
// when there are none.
func Err(findings []asset.Finding) error {
	var errs []error
	for _, f := range findings {
		if f.Severity == asset.Error {
			errs = append(errs, &Problem{Text: f.Text, Remedy: f.Remedy})
		}
	}
	return errors.Join(errs...)
}

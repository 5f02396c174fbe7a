// Package providertest is one conformance suite for all providers, and a server
// that plays their upstream for it. It is used by tests only.
package providertest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/astraweave/fetch-assets/asset"
)

// Provider is what the suite is run on.
type Provider interface {
	Validate(e asset.Entry) []asset.Finding
	Resolve(ctx context.Context, e asset.Entry) (asset.Asset, error)
}

// Suite is what has to be known about a provider to run the suite on it.
// Entries need no handle and no positions: the suite gives them some.
type Suite struct {
	Name     string
	Provider Provider
	Hosts    []string      // where its files may come from, such as "*.itch.io"; nil means anywhere
	Good     []asset.Entry // entries that resolve; at least one
	Required []string      // keys that the first good entry cannot do without
	Bad      []Bad
	Unknown  *asset.Entry // an entry that the upstream has nothing for; nil when nothing is asked
}

// Bad is an entry that is wrong in one key.
type Bad struct {
	Key   string
	Entry asset.Entry
}

// Run runs the suite.
func Run(t *testing.T, s Suite) {
	t.Helper()
	for i := range s.Good {
		e := s.entry(s.Good[i], fmt.Sprintf("good_%d", i))
		t.Run(fmt.Sprintf("good %d", i), func(t *testing.T) {
			t.Parallel()
			s.testResolves(t, e)
			s.testCancelled(t, e)
			s.testOwnsResult(t, e)
		})
	}
	first := s.entry(s.Good[0], "first")
	t.Run("hostile handles", func(t *testing.T) { t.Parallel(); s.testHandles(t, first) })
	t.Run("required keys", func(t *testing.T) { t.Parallel(); s.testRequired(t, first) })
	t.Run("bad keys", func(t *testing.T) { t.Parallel(); s.testBad(t) })
	t.Run("kinds", func(t *testing.T) { t.Parallel(); s.testKinds(t, first) })
	t.Run("secrets", func(t *testing.T) { t.Parallel(); s.testSecrets(t, first) })
	if s.Unknown != nil {
		t.Run("unknown", func(t *testing.T) { t.Parallel(); s.testUnknown(t) })
	}
}

// entry completes an entry: each of its keys gets a line of its own.
func (s Suite) entry(e asset.Entry, handle string) asset.Entry {
	e.Handle, e.Provider = handle, s.Name
	e.Pos = asset.Position{File: "suite.toml", Line: 1}
	e.Keys = map[string]asset.Position{}
	v := reflect.ValueOf(e)
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if key != "-" && !v.Field(i).IsZero() {
			e.Keys[key] = asset.Position{File: "suite.toml", Line: i + 2}
		}
	}
	return e
}

// without takes a key out of an entry.
func without(e asset.Entry, key string) asset.Entry {
	v := reflect.ValueOf(&e).Elem()
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag == key {
			v.Field(i).SetZero()
		}
	}
	return e
}

// testResolves resolves an entry several times at once: all must be alike, and
// all good.
func (s Suite) testResolves(t *testing.T, e asset.Entry) {
	if fs := s.Provider.Validate(e); len(fs) > 0 {
		t.Errorf("a good entry has findings: %+v", fs)
	}
	assets := make([]asset.Asset, 4)
	var wg sync.WaitGroup
	for i := range assets {
		wg.Go(func() {
			a, err := s.Provider.Resolve(t.Context(), e)
			if err != nil {
				t.Errorf("resolving: %v", err)
			}
			assets[i] = a
		})
	}
	wg.Wait()
	for _, a := range assets[1:] {
		if diff := cmp.Diff(assets[0], a); diff != "" {
			t.Errorf("resolving again gave something else:\n%s", diff)
		}
	}
	s.checkAsset(t, e, assets[0])
}

func (s Suite) checkAsset(t *testing.T, e asset.Entry, a asset.Asset) {
	t.Helper()
	if a.Handle != e.Handle || a.Provider != s.Name || a.Kind != e.Kind || a.Pos != e.Pos || a.Fingerprint != e.Fingerprint() {
		t.Errorf("asset %+v is not that of the entry %+v", a, e)
	}
	if e.License != "" && a.Credit.License != e.License {
		t.Errorf("the entry's licence %q has become %q: the policy would not hear of it", e.License, a.Credit.License)
	}
	if len(a.Files) == 0 {
		t.Error("there are no files")
	}
	keys, paths := map[string]bool{}, map[string]bool{}
	for _, f := range a.Files {
		s.checkFile(t, e, f)
		if keys[f.Key] || f.Unpack == nil && paths[strings.ToLower(f.Path)] {
			t.Errorf("file %q at %q stands in another's place", f.Key, f.Path)
		}
		keys[f.Key], paths[strings.ToLower(f.Path)] = true, true
	}
}

func (s Suite) checkFile(t *testing.T, e asset.Entry, f asset.File) {
	t.Helper()
	where := f.Path
	if f.Unpack != nil {
		where = f.Unpack.Dir + "/member"
	}
	if !filepath.IsLocal(where) || strings.ContainsAny(where, "\\:\n") || !strings.HasPrefix(where, s.Name+"/"+e.Handle+"/") {
		t.Errorf("file %q goes to %q", f.Key, where)
	}
	if f.Key == "" || f.Size < 0 || f.Hint.Algorithm() == asset.SHA256 {
		t.Errorf("file %+v has no key, a negative size, or a hint where the digest belongs", f)
	}
	if f.Digest != e.SHA256 {
		t.Errorf("file %q has the digest %q, the entry says %q", f.Key, f.Digest, e.SHA256)
	}
	for _, address := range append([]string{f.URL}, f.Mirrors...) {
		s.checkAddress(t, address)
	}
}

func (s Suite) checkAddress(t *testing.T, address string) {
	t.Helper()
	if s.Hosts == nil {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" {
		t.Errorf("address %q is not https: %v", address, err)
		return
	}
	for _, pattern := range s.Hosts {
		if u.Host == pattern || strings.HasPrefix(pattern, "*.") && strings.HasSuffix(u.Host, pattern[1:]) {
			return
		}
	}
	t.Errorf("address %q is on none of %q", address, s.Hosts)
}

func (s Suite) testCancelled(t *testing.T, e asset.Entry) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Provider.Resolve(ctx, e); !errors.Is(err, context.Canceled) {
		t.Errorf("resolving with a cancelled context: %v", err)
	}
}

// testOwnsResult changes an asset, which must not change the entry.
func (s Suite) testOwnsResult(t *testing.T, e asset.Entry) {
	before := e.Fingerprint()
	a, err := s.Provider.Resolve(t.Context(), e)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Files {
		for j := range a.Files[i].Mirrors {
			a.Files[i].Mirrors[j] = "changed"
		}
		if u := a.Files[i].Unpack; u != nil {
			for j := range u.Include {
				u.Include[j] = "changed"
			}
		}
	}
	if e.Fingerprint() != before {
		t.Error("the asset shares memory with the entry")
	}
}

func (s Suite) testHandles(t *testing.T, e asset.Entry) {
	for _, handle := range []string{"", ".", "..", "../up", "a/b", `a\b`, "/root", "C:drive", "nul", "a\nb", "a\x00b"} {
		e.Handle = handle
		if a, err := s.Provider.Resolve(t.Context(), e); err == nil {
			t.Errorf("handle %q resolved to %+v", handle, a.Files)
		}
	}
}

func (s Suite) testRequired(t *testing.T, e asset.Entry) {
	for _, key := range s.Required {
		s.testFinds(t, key, s.entry(without(e, key), e.Handle))
	}
}

func (s Suite) testBad(t *testing.T) {
	for _, bad := range s.Bad {
		e := s.entry(bad.Entry, "bad")
		if _, ok := e.Keys[bad.Key]; !ok {
			t.Errorf("the entry that is bad in %q does not have it", bad.Key)
		}
		s.testFinds(t, bad.Key, e)
	}
}

// testFinds expects an error at the place of a key, or of the entry that lacks
// it, and that the entry cannot be resolved either.
func (s Suite) testFinds(t *testing.T, key string, e asset.Entry) {
	t.Helper()
	found := false
	for _, f := range s.Provider.Validate(e) {
		found = found || f.Severity == asset.Error && f.Pos == e.At(key) && f.Handle == e.Handle &&
			f.Rule == "manifest" && f.Text != "" && f.Remedy != ""
	}
	if !found {
		t.Errorf("nothing says that %q is wrong: %+v", key, s.Provider.Validate(e))
	}
	if _, err := s.Provider.Resolve(t.Context(), e); err == nil || !strings.Contains(err.Error(), e.Handle) {
		t.Errorf("resolving with a wrong %q: %v, want an error with the handle", key, err)
	}
}

// testKinds expects of every kind that it is taken or refused where it stands.
func (s Suite) testKinds(t *testing.T, e asset.Entry) {
	for _, kind := range asset.Kinds() {
		e.Kind = kind
		for _, f := range s.Provider.Validate(e) {
			if kind != s.Good[0].Kind && f.Severity == asset.Error && f.Pos != e.At("type") && f.Pos != e.At("format") && f.Pos != e.At("maps") {
				t.Errorf("kind %q is refused at %v: %s", kind, f.Pos, f.Text)
			}
		}
	}
}

// testSecrets gives addresses with passwords; no message may repeat them.
func (s Suite) testSecrets(t *testing.T, e asset.Entry) {
	for _, address := range []string{
		"https://user:hunter2@example.com/a", "https://hunter2@static.poly.pizza/a", "git::https://hunter2@example.com/a",
		"https://user:hunter2@kenney.nl/\na", "ftp://user:hunter2@itch.io/%zz?key=hunter2",
	} {
		e.URL, e.SourceURL, e.Mirrors = address, address, []string{address}
		_, err := s.Provider.Resolve(t.Context(), e)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("resolving with a password in the address: %v", err)
		}
		if text := fmt.Sprint(s.Provider.Validate(e)); strings.Contains(text, "hunter2") {
			t.Errorf("findings leak: %s", text)
		}
	}
}

func (s Suite) testUnknown(t *testing.T) {
	e := s.entry(*s.Unknown, "stranger")
	if _, err := s.Provider.Resolve(t.Context(), e); err == nil || !strings.Contains(err.Error(), "stranger") {
		t.Errorf("resolving what is not there: %v, want an error with the handle", err)
	}
}

package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/attribution/license"
	"github.com/astraweave/fetch-assets/internal/report"
)

// Side is one asset as it is on one side of a comparison.
type Side struct {
	Entry  asset.Entry
	Asset  asset.Asset // as locked, with the credit as far as it is known
	Pinned bool        // the lock holds the asset for just this entry
}

// Compare says what became of each asset from base to head: those that were
// added, relicensed, changed otherwise, and removed, in this order and each in
// the order of its side. A licence that is only spelt otherwise is the same.
func Compare(base, head []Side) []report.Change {
	before, after := byHandle(base), byHandle(head)
	var all []report.Change
	for _, now := range head {
		old, ok := before[now.Entry.Handle]
		if !ok {
			all = append(all, change(report.Added, "", now.Asset.Credit.License, now))
		} else if c, differs := compare(old, now); differs {
			all = append(all, c)
		}
	}
	for _, old := range base {
		if _, kept := after[old.Entry.Handle]; !kept {
			c := change(report.Removed, old.Asset.Credit.License, "", old)
			c.Pos = asset.Position{} // a line of a file that is no more
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b report.Change) int {
		return cmp.Compare(slices.Index(report.ChangeKinds(), a.Kind), slices.Index(report.ChangeKinds(), b.Kind))
	})
	return all
}

func byHandle(sides []Side) map[string]Side {
	m := make(map[string]Side, len(sides))
	for _, s := range sides {
		m[s.Entry.Handle] = s
	}
	return m
}

func change(kind report.ChangeKind, before, after string, s Side) report.Change {
	c := report.Change{
		Handle: s.Entry.Handle, Kind: kind, Old: before, New: after, Provider: s.Entry.Provider,
		Title: s.Asset.Credit.Title, Source: s.Asset.Credit.SourceURL, Pos: s.Entry.Pos,
	}
	if !s.Pinned {
		c.Detail = "not in the lock yet"
	}
	return c
}

// compare is the change from old to now, if there is one.
func compare(old, now Side) (report.Change, bool) {
	details := differences(old, now)
	c := change(report.Changed, old.Asset.Credit.License, now.Asset.Credit.License, now)
	if !sameLicense(c.Old, c.New) {
		c.Kind, c.Pos = report.Relicensed, now.Entry.At("license")
	}
	c.Detail = strings.Join(details, ", ")
	return c, c.Kind == report.Relicensed || len(details) > 0
}

// sameLicense compares what licences mean: "cc0" is CC0-1.0.
func sameLicense(a, b string) bool {
	return a == b || canonical(a) == canonical(b)
}

func canonical(expr string) string {
	if c, _, ok := license.Repair(expr); ok {
		return c
	}
	return strings.TrimSpace(expr)
}

// differences lists what is different besides the licence, for people.
func differences(old, now Side) []string {
	switch {
	case !now.Pinned && old.Entry.Fingerprint() != now.Entry.Fingerprint():
		return append(entryDifferences(old.Entry, now.Entry), "not in the lock yet")
	case !now.Pinned && old.Pinned:
		return []string{"not in the lock any more"}
	case !now.Pinned:
		return nil // as incomplete as it was
	case !old.Pinned:
		return append(entryDifferences(old.Entry, now.Entry), "now in the lock")
	}
	found := slices.Concat(assetDifferences(old.Asset, now.Asset), creditDifferences(old.Asset.Credit, now.Asset.Credit), fileDifferences(old.Asset, now.Asset))
	if len(found) == 0 && old.Entry.Fingerprint() != now.Entry.Fingerprint() {
		return entryDifferences(old.Entry, now.Entry)
	}
	return found
}

// entryDifferences is for entries of which nobody knows yet what they resolve to.
func entryDifferences(old, now asset.Entry) []string {
	var found []string
	found = differ(found, "provider", old.Provider, now.Provider)
	found = differ(found, "type", string(old.Kind), string(now.Kind))
	found = differ(found, "id", old.ID, now.ID)
	found = differ(found, "resolution", old.Resolution, now.Resolution)
	if old.URL != now.URL {
		found = append(found, "another address")
	}
	old.License = now.License // told apart
	if len(found) == 0 && old.Fingerprint() != now.Fingerprint() {
		found = append(found, "the entry reads otherwise")
	}
	return found
}

func assetDifferences(old, now asset.Asset) []string {
	var found []string
	found = differ(found, "provider", old.Provider, now.Provider)
	found = differ(found, "type", string(old.Kind), string(now.Kind))
	found = differ(found, "id", old.ID, now.ID)
	found = differ(found, "resolution", old.Resolution, now.Resolution)
	found = differ(found, "revision", short(old.Revision), short(now.Revision))
	return found
}

func creditDifferences(old, now asset.Credit) []string {
	var found []string
	if sameLicense(old.License, now.License) && !sameLicense(old.Chosen, now.Chosen) {
		found = differ(found, "licence taken", cmp.Or(old.Chosen, old.License), cmp.Or(now.Chosen, now.License))
	}
	for _, d := range []struct {
		what  string
		equal bool
	}{
		{"title", old.Title == now.Title},
		{"authors", slices.Equal(old.Authors, now.Authors)},
		{"source page", old.SourceURL == now.SourceURL},
		{"changes made", old.Changes == now.Changes},
		{"notice", old.Notice == now.Notice},
	} {
		if !d.equal {
			found = append(found, d.what)
		}
	}
	return found
}

// differ adds "what old -> now" when they are not the same.
func differ(found []string, what, old, now string) []string {
	if old == now {
		return found
	}
	return append(found, fmt.Sprintf("%s %s -> %s", what, cmp.Or(old, "none"), cmp.Or(now, "none")))
}

// short cuts a commit for people, and leaves other revisions alone.
func short(revision string) string {
	if commitForm.MatchString(revision) {
		return revision[:12]
	}
	return revision
}

// content is what a placed file is, and where from.
type content struct {
	digest asset.Digest
	url    string
}

// contents are the files of an asset by their places.
func contents(a asset.Asset) map[string]content {
	files := map[string]content{}
	for _, f := range a.Files {
		if f.Path != "" {
			files[f.Path] = content{f.Digest, f.URL}
		}
		for _, m := range f.Members {
			files[m.Path] = content{m.Digest, f.URL}
		}
	}
	return files
}

func fileDifferences(old, now asset.Asset) []string {
	before, after := contents(old), contents(now)
	added, removed, other, moved := 0, 0, 0, 0
	for path, c := range after {
		was, ok := before[path]
		switch {
		case !ok:
			added++
		case was.digest != c.digest:
			other++
		case was.url != c.url:
			moved++
		}
	}
	for path := range maps.Keys(before) {
		if _, kept := after[path]; !kept {
			removed++
		}
	}
	var found []string
	for _, d := range []struct {
		n    int
		what string
	}{{added, "added"}, {removed, "removed"}, {other, "with other content"}, {moved, "from another address"}} {
		if d.n > 0 {
			found = append(found, fmt.Sprintf("%s %s", files(d.n), d.what))
		}
	}
	return found
}

func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

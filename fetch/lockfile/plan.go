package lockfile

import (
	"slices"

	"github.com/astraweave/fetch-assets/asset"
)

// State is what a lock knows of an entry of the manifest.
type State string

// States of an entry. Only those that are not [Pinned] have to be resolved.
const (
	Pinned State = "pinned" // the lock has all of it, with digests
	New    State = "new"    // the lock does not have the handle
	Stale  State = "stale"  // the entry changed since, or the lock lacks digests
)

// Item is one entry and what the lock has of it.
type Item struct {
	Entry  asset.Entry
	State  State
	Locked asset.Asset // the zero Asset when New; it has the entry's place
}

// Plan is a manifest held against a lock.
type Plan struct {
	Items   []Item        // in the order of the manifest
	Orphans []asset.Asset // what the lock has beyond the manifest, by handle
}

// NewPlan holds the entries of a manifest against a lock.
func NewPlan(entries []asset.Entry, l *Lock) Plan {
	locked := make(map[string]int, len(l.Assets)) // from one: zero is none
	for i, a := range l.Assets {
		locked[a.Handle] = i + 1
	}
	p := Plan{Items: make([]Item, 0, len(entries))}
	wanted := make(map[string]bool, len(entries))
	for _, e := range entries {
		wanted[e.Handle] = true
		var a asset.Asset
		n := locked[e.Handle]
		if n > 0 {
			a = l.Assets[n-1]
			a.Pos = e.Pos
		}
		p.Items = append(p.Items, Item{Entry: e, State: state(e, a, n > 0), Locked: a})
	}
	for _, a := range sorted(l.Assets) {
		if !wanted[a.Handle] {
			p.Orphans = append(p.Orphans, a)
		}
	}
	return p
}

func state(e asset.Entry, locked asset.Asset, ok bool) State {
	switch {
	case !ok:
		return New
	case locked.Fingerprint != e.Fingerprint() || len(locked.Files) == 0 || slices.ContainsFunc(locked.Files, open):
		return Stale
	}
	return Pinned
}

// open reports a file that is not pinned to its bytes. A folder of a
// repository has no bytes of its own: its members are pinned instead.
func open(f asset.File) bool {
	bare := func(m asset.Member) bool { return m.Digest == "" }
	return f.Digest == "" && len(f.Members) == 0 || slices.ContainsFunc(f.Members, bare)
}

// CarryDigests gives the files of an asset that was resolved anew what the
// lock knows of the same addresses: size, digest, and for a container opened
// in the same way its members. Content that changed behind an address is then
// noticed. A file whose digest is known already keeps it, and so does one
// whose publisher announces other bytes than the lock had.
func CarryDigests(resolved, locked asset.Asset) asset.Asset {
	resolved.Files = slices.Clone(resolved.Files)
	for i := range resolved.Files {
		f := &resolved.Files[i]
		j := slices.IndexFunc(locked.Files, func(l asset.File) bool { return l.URL == f.URL })
		if j >= 0 && f.Digest == "" && !renewed(*f, locked.Files[j]) {
			carry(f, locked.Files[j])
		}
	}
	return resolved
}

func carry(f *asset.File, locked asset.File) {
	f.Digest = locked.Digest
	if f.Size <= 0 {
		f.Size = locked.Size
	}
	if len(f.Members) == 0 && sameUnpack(f.Unpack, locked.Unpack) {
		f.Members = slices.Clone(locked.Members)
	}
}

// renewed reports that the publisher announces other bytes than before.
func renewed(f, locked asset.File) bool {
	size := f.Size > 0 && locked.Size > 0 && f.Size != locked.Size
	hint := f.Hint.Algorithm() == locked.Hint.Algorithm() && f.Hint != locked.Hint
	return size || hint
}

func sameUnpack(a, b *asset.Unpack) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Dir == b.Dir && a.Strip == b.Strip && slices.Equal(a.Include, b.Include)
}

package store

import (
	"path/filepath"
	"slices"
	"strings"
)

// Placed lists the files below o that the store placed or adopted and still
// knows of, as sorted slash-separated paths. Files that came from elsewhere are
// not among them; files that somebody has deleted since may be.
func (s *Store) Placed(o *Output) []string {
	var rels []string
	for _, key := range s.index.keys() {
		rel, err := filepath.Rel(o.dir, key)
		if err == nil && filepath.IsAbs(key) && filepath.IsLocal(rel) {
			rels = append(rels, filepath.ToSlash(rel))
		}
	}
	slices.Sort(rels)
	return rels
}

// Unplace removes a file that the store placed at rel below o, with the folders
// that are empty then, and forgets it. A missing file is no error.
func (s *Store) Unplace(o *Output, rel string) error {
	if err := o.Remove(rel); err != nil {
		return err
	}
	s.index.drop(filepath.Join(o.dir, filepath.FromSlash(rel)))
	return nil
}

// keys are what the index knows of: digests and absolute paths.
func (x *index) keys() []string {
	x.load()
	x.mu.Lock()
	defer x.mu.Unlock()
	keys := make([]string, 0, len(x.records))
	for key := range x.records {
		if strings.ContainsRune(key, filepath.Separator) {
			keys = append(keys, key)
		}
	}
	return keys
}

//go:build !linux

package store

func (s *Store) syncAll(o *Output, rels []string) error { return s.syncEach(o, rels) }

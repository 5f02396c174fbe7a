package fetch

// settleOnDisk waits until the disk has everything that was placed. When it
// cannot tell, nothing that was placed counts.
func (r *run) settleOnDisk() {
	var rels []string
	for i := range r.results {
		res := &r.results[i]
		if res.Status != Downloaded && res.Status != Cached {
			continue
		}
		if res.File.Unpack == nil {
			rels = append(rels, res.File.Path)
		}
		for _, m := range res.File.Members {
			rels = append(rels, m.Path)
		}
	}
	if len(rels) == 0 {
		return
	}
	err := r.Store.Sync(r.Output, rels)
	for i := range r.results {
		if res := &r.results[i]; err != nil && (res.Status == Downloaded || res.Status == Cached) {
			r.fail(i, local(err))
		}
	}
}

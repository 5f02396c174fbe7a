package fetch

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/astraweave/fetch-assets/asset"
)

// content is a verified file in the store.
type content struct {
	digest asset.Digest
	size   int64
	path   string
	status Status // how it came there
}

// deliver places the content of a job wherever it is wanted, and settles the
// job's requests. The first bears the cost; for the others it was in the store.
func (r *run) deliver(ctx context.Context, j *job, c content) {
	for n, i := range j.indexes {
		r.account(i, j, n == 0)
		if n > 0 {
			c.status = Cached
		}
		res := &r.results[i]
		res.File.Digest, res.File.Size = c.digest, c.size
		if res.File.Unpack != nil {
			r.deliverArchive(ctx, i, c.path, c.status)
			continue
		}
		r.place(i, []asset.Member{{Path: res.File.Path, Digest: c.digest}}, c.status)
	}
}

// place puts what is in the store under its final names and settles a request.
func (r *run) place(i int, members []asset.Member, status Status) {
	res := &r.results[i]
	for _, m := range members {
		method, err := r.Store.Place(r.Output, m.Path, m.Digest)
		if err != nil {
			r.fail(i, local(err))
			return
		}
		res.Method = method
	}
	res.Status = status
	r.settle(i, nil)
}

var errNoUnpacker = errors.New("archives cannot be opened here: nothing was set up for it")

// deliverArchive opens an archive in the store and places its members.
func (r *run) deliverArchive(ctx context.Context, i int, archive string, status Status) {
	u := r.unpacker()
	if u == nil {
		r.fail(i, errNoUnpacker)
		return
	}
	err := r.inTemp(func(dst string) error {
		if err := u.Unpack(ctx, archive, r.reqs[i].File.Format, dst); err != nil {
			return err
		}
		return r.gather([]int{i}, dst)
	})
	if err != nil {
		r.fail(i, err)
		return
	}
	r.place(i, r.results[i].File.Members, status)
}

// inTemp gives f the name of a folder, on the store's file system, that does
// not exist yet and will be gone afterwards.
func (r *run) inTemp(f func(dst string) error) error {
	dir, err := r.Store.TempDir()
	if err != nil {
		return local(err)
	}
	err = f(filepath.Join(dir, "content"))
	return errors.Join(err, local(os.RemoveAll(dir)))
}

// gather moves the members that some requests pick out of a folder into the
// store, and notes them in the requests' results.
func (r *run) gather(indexes []int, dst string) error {
	taken := map[string]asset.Member{} // by name: two requests may pick the same
	lists := make([][]asset.Member, len(indexes))
	for n, i := range indexes {
		members, err := r.unpacker().Members(dst, *r.reqs[i].File.Unpack)
		if err != nil {
			return err
		}
		lists[n] = members
	}
	for n, i := range indexes {
		for k, m := range lists[n] {
			if _, ok := taken[m.Name]; !ok {
				var err error
				if m.Digest, m.Size, err = r.Store.AddFile(filepath.Join(dst, filepath.FromSlash(m.Name))); err != nil {
					return local(err)
				}
				taken[m.Name] = m
			}
			lists[n][k].Digest, lists[n][k].Size = taken[m.Name].Digest, taken[m.Name].Size
		}
		if err := sameMembers(r.reqs[i].File.Members, lists[n]); err != nil {
			return err
		}
		r.results[i].File.Members = lists[n]
	}
	return nil
}

// sameMembers compares what a container holds with what it held when its
// members were pinned.
func sameMembers(want, got []asset.Member) error {
	have := make(map[string]asset.Member, len(got))
	for _, m := range got {
		have[m.Path] = m
	}
	for _, w := range want {
		g, ok := have[w.Path]
		switch {
		case !ok:
			return &missingError{w.Name}
		case w.Digest != "" && g.Digest != w.Digest:
			return &MismatchError{Member: w.Name, Want: w.Digest, Got: g.Digest}
		}
	}
	return nil
}

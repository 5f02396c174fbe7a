package fetch

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// job is content that has to be fetched once, for one request or for several.
// Its addresses change only while nobody works at it.
type job struct {
	indexes   []int // of the requests; the first lends it its name in events
	file      asset.File
	addresses []address // that are left to ask, the next one first
	given     int       // how many there were

	attempts atomic.Int64 // requests made
	received atomic.Int64 // bytes over the network
	download atomic.Pointer[download]
	start    time.Time

	// The rest is the scheduler's.
	lane       *lane // of the first address; nil means to look
	holds      *lane // that waits with it; nil means none
	workers    int   // connections at it
	single     bool  // its server does not play along with several connections
	failed     error // why a connection ended, when it was not because it was done
	before     int64 // received, when the download was opened
	retries    int   // failures so far that another attempt may heal
	tried      int   // addresses asked since the last wait
	mismatched bool  // it arrived whole and wrong before
	stays      int   // times that the same address was asked again
	kept       bool  // the last attempt left something to go on from
	reason     string
	errs       []error // of the addresses that were given up
}

// address is a place to fetch from, under the rules of the request that named it.
type address struct {
	url   string
	hosts []string
}

// unknownSize stands for a size that nobody has announced, when files are
// started by size: not first, but not last either.
const unknownSize = 4 << 20

func (j *job) weight() int64 {
	if j.file.Size > 0 {
		return j.file.Size
	}
	return unknownSize
}

// plan makes jobs of what is not settled, the largest first.
func (r *run) plan() []*job {
	byContent := map[string]*job{}
	var jobs []*job
	for i := range r.reqs {
		if r.settled(i) {
			continue
		}
		id := r.identity(&r.reqs[i].File)
		j := byContent[id]
		if j == nil {
			j = &job{file: r.reqs[i].File}
			byContent[id] = j
			jobs = append(jobs, j)
		}
		j.add(i, &r.reqs[i])
	}
	slices.SortStableFunc(jobs, heavierFirst)
	return jobs
}

func heavierFirst(a, b *job) int { return cmp.Compare(b.weight(), a.weight()) }

// identity is the same for requests that want the same bytes.
func (r *run) identity(f *asset.File) string {
	if f.Digest != "" {
		return string(f.Digest)
	}
	return f.URL + "\x00" + string(f.Hint)
}

func (j *job) add(i int, req *Request) {
	j.indexes = append(j.indexes, i)
	for _, u := range slices.Concat([]string{req.File.URL}, req.File.Mirrors) {
		if !slices.ContainsFunc(j.addresses, func(a address) bool { return a.url == u }) {
			j.addresses = append(j.addresses, address{u, req.Hosts})
			j.given++
		}
	}
	if j.file.Size <= 0 {
		j.file.Size = req.File.Size
	}
}

// here is the address at hand.
func (j *job) here() string { return j.addresses[0].url }

// next moves on to the next address, in a circle.
func (j *job) next() {
	j.addresses, j.lane = append(j.addresses[1:], j.addresses[0]), nil
}

// drop gives the current address up.
func (j *job) drop(err error) {
	j.errs = append(j.errs, err)
	j.addresses, j.lane = j.addresses[1:], nil
}

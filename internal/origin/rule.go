package origin

import (
	"encoding/binary"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
)

// Rule picks the requests that a fault happens to. The zero value picks all.
type Rule struct {
	Path   string                   // the request's path; with * at the end all that begin so; empty means every path
	When   func(*http.Request) bool // a further condition; nil means none
	Over   int                      // only while more than this many requests are being answered; 0 means always
	Chance float64                  // how likely it is, from 0 to 1, drawn from the origin's seed; 0 means certain
	Skip   int                      // let the first so many go
	Times  int                      // happen so often and never again; 0 means no end
	Each   bool                     // count Skip and Times for every path on its own
}

// Inject makes the effects happen to the requests that the rule picks. Rules
// add up: where two touch the same thing, the later one wins.
//
// Which requests a Chance picks depends on the seed, the rule's number, the
// path and how often that path was asked, and not on the order in which
// requests for different paths happen to come.
func (o *Origin) Inject(rule Rule, effects ...Effect) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rules = append(o.rules, &ruleState{
		Rule: rule, effects: effects, number: len(o.rules),
		seen: map[string]int{}, done: map[string]int{},
	})
}

// Heal takes all rules away.
func (o *Origin) Heal() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rules = nil
}

type ruleState struct {
	Rule
	effects []Effect
	number  int

	mu   sync.Mutex
	seen map[string]int // requests that the rule looked at, by path
	done map[string]int // requests that it picked, by path or in all
}

// picks decides about one request, and gives a number that is the same for the
// same request of the same run.
func (r *ruleState) picks(req *http.Request, active int, seed uint64) (draw uint64, ok bool) {
	if !r.covers(req.URL.Path) || active <= r.Over || (r.When != nil && !r.When(req)) {
		return 0, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	path := req.URL.Path
	r.seen[path]++
	draw = mix(seed, uint64(r.number), uint64(r.seen[path]), path)
	if r.Chance > 0 && float64(draw>>11)/(1<<53) >= r.Chance {
		return 0, false
	}
	if !r.Each {
		path = ""
	}
	r.done[path]++
	n := r.done[path]
	return draw, n > r.Skip && (r.Times == 0 || n <= r.Skip+r.Times)
}

func (r *ruleState) covers(path string) bool {
	if prefix, ok := strings.CutSuffix(r.Path, "*"); ok {
		return strings.HasPrefix(path, prefix)
	}
	return r.Path == "" || r.Path == path
}

// mix spreads its arguments over 64 bits.
func mix(a, b, c uint64, s string) uint64 {
	h := fnv.New64a()
	var buf [24]byte
	binary.LittleEndian.PutUint64(buf[0:], a)
	binary.LittleEndian.PutUint64(buf[8:], b)
	binary.LittleEndian.PutUint64(buf[16:], c)
	h.Write(buf[:])
	h.Write([]byte(s))
	x := h.Sum64() // FNV alone leaves the high bits uneven
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

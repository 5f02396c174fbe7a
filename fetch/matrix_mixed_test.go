package fetch_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

const (
	mixedFiles = 1000
	mixedSeed  = 20260301
	mixedOdds  = 0.3
)

// mixture is many files of which a third of the requests go wrong.
type mixture struct {
	*rig
	mirror *origin.Origin
	reqs   []fetch.Request
	bodies map[string][]byte
	total  int64
}

// TestMatrixMixed has all faults happen at once, and then none any more.
func TestMatrixMixed(t *testing.T) {
	t.Parallel()
	m := newMixture(t)
	m.injectMixed()
	results := m.Fetch(t.Context(), m.reqs)
	failures := m.judge(t, results)
	m.cost(t, "with faults", results)
	m.audit(t, results, m.bodies)
	if failures == 0 || failures > mixedFiles/2 {
		t.Errorf("%d of %d files failed: the faults are not what they should be", failures, mixedFiles)
	}

	m.reopen(t)
	m.origin.Heal()
	m.origin.Reset()
	m.mirror.Reset()
	for i, res := range results { // as a lock would
		m.reqs[i].File = res.File
	}
	results = m.Fetch(t.Context(), m.reqs)
	for i, res := range results {
		if res.Err != nil {
			t.Errorf("%s: %v", m.reqs[i].File.Path, res.Err)
		}
	}
	m.cost(t, "healed", results)
	if got := m.origin.Requests() + m.mirror.Requests(); got > 2*failures {
		t.Errorf("%d requests for the %d files that had failed", got, failures)
	}
	m.audit(t, results, m.bodies)
}

func newMixture(t *testing.T) *mixture {
	t.Helper()
	m := &mixture{rig: newRig(t, origin.Options{Seed: mixedSeed}), mirror: startOrigin(t, origin.Options{}), bodies: map[string][]byte{}}
	m.Client = m.client(t, httpx.Options{Stall: shortStall})
	m.MaxBytes = matrixLimit
	random := rand.New(rand.NewPCG(mixedSeed, 1))
	var body []byte
	for i := range mixedFiles {
		if i%10 > 0 || i == 0 { // every tenth has the content of the one before
			body = randomBody(random)
		}
		m.add(random, i, body)
	}
	return m
}

// add serves a file, of which a summed one has a digest or a publisher's MD5.
func (m *mixture) add(random *rand.Rand, i int, body []byte) {
	knows := []knowledge{nothing, sizeKnown, md5Known, sumKnown, sumKnown}[random.IntN(5)]
	dir := "summed"
	if knows == nothing || knows == sizeKnown {
		dir = "unsummed"
	}
	s := &sample{fmt.Sprintf("%s/%03d.bin", dir, i), body, knows}
	m.origin.Add("/"+s.name, origin.File{Body: body})
	file := s.file(m.origin.URL("/" + s.name))
	if random.IntN(4) == 0 {
		m.mirror.Add("/"+s.name, origin.File{Body: body})
		file.Mirrors = []string{m.mirror.URL("/" + s.name)}
	}
	m.reqs = append(m.reqs, fetch.Request{Handle: s.name, File: file})
	m.bodies[s.name] = body
	m.total += int64(len(body))
}

func randomBody(random *rand.Rand) []byte {
	n := 100 + random.IntN(8_000)
	switch random.IntN(20) {
	case 0:
		n = 500_000 + random.IntN(1_000_000)
	case 1, 2, 3:
		n = 64_000 + random.IntN(100_000)
	}
	body := make([]byte, n)
	for i := 0; i < n; i += 8 {
		x := random.Uint64()
		for k := i; k < min(n, i+8); k++ {
			body[k] = byte(x >> (8 * (k - i)))
		}
	}
	return body
}

// detectable are the faults that every client can notice.
var detectable = []origin.Effect{
	origin.Status(503, ""), origin.Status(429, "3"), origin.Status(429, "Sun, 01 Mar 2026 12:00:05 GMT"),
	origin.Reset(origin.Before), origin.Reset(50), origin.Reset(40_000),
	origin.Truncate(50), origin.Truncate(40_000), origin.Empty(),
	origin.Stall(origin.Before), origin.Stall(60), origin.SlowHeader(20_000_000), origin.Drip(16<<10, 1_000_000),
	origin.LieLength(10), origin.NoRange(), origin.ChangeETag(), origin.WrongRange(5), origin.WrongRange(-5),
	origin.Gzip(), origin.RedirectLoop(), origin.Redirect("http://no..such.host.invalid/f"), origin.Endless(), origin.HTML(),
}

func (m *mixture) injectMixed() {
	m.origin.Inject(origin.Rule{Path: "/unsummed/*", Chance: mixedOdds}, origin.OneOf(detectable...))
	all := append([]origin.Effect{origin.FlipByte(10), origin.FlipByte(90), origin.LieLength(-10)}, detectable...)
	m.origin.Inject(origin.Rule{Path: "/summed/*", Chance: mixedOdds}, origin.OneOf(all...))
}

// judge counts the files that failed, each of which needs a reason that is one
// of the faults', and none of which may be given up too soon.
func (m *mixture) judge(t *testing.T, results []fetch.Result) int {
	t.Helper()
	failures := 0
	reasons := map[string]int{}
	for i := range results {
		res := &results[i]
		if res.Err == nil {
			continue
		}
		failures++
		name := m.reasonFor(res.Err)
		reasons[name]++
		if name == "" {
			t.Errorf("%s: none of the faults explains %v", res.File.Path, res.Err)
		}
		if asked := m.asked(res.File); httpx.Retryable(res.Err) && asked < matrixTries {
			t.Errorf("%s: given up after %d requests: %v", res.File.Path, asked, res.Err)
		}
	}
	t.Logf("%d of %d files failed: %v", failures, len(results), reasons)
	return failures
}

func (m *mixture) asked(f asset.File) int {
	return m.origin.RequestsTo("/"+f.Path) + m.mirror.RequestsTo("/"+f.Path)
}

func (m *mixture) reasonFor(err error) string {
	for _, f := range matrix {
		if f.reason != nil && f.reason(err) {
			return f.name
		}
	}
	if refused("plain http")(err) {
		return "redirect to http"
	}
	if noSuchHost(err) { // a file whose sha256 is known may come over plain http
		return "no such host"
	}
	return ""
}

// cost says what the run took, and fails the test where that is more than the
// faults explain: four requests a file, a third of the bytes again, and the
// endless ones.
func (m *mixture) cost(t *testing.T, when string, results []fetch.Result) {
	t.Helper()
	var received int64
	for i := range results {
		received += results[i].Received
	}
	requests := m.origin.Requests() + m.mirror.Requests()
	t.Logf("%s: %d requests, %d bytes received for %d bytes of files", when, requests, received, m.total)
	if requests > 2*mixedFiles {
		t.Errorf("%d requests for %d files", requests, mixedFiles)
	}
	if limit := m.total*13/10 + mixedFiles*mixedOdds*matrixLimit/20; received > limit {
		t.Errorf("%d bytes received, want %d at most", received, limit)
	}
}

package fetch_test

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// verdict is what may become of a file.
type verdict string

const (
	right  verdict = "right"  // in place, byte for byte
	failed verdict = "failed" // reported with the fault's reason, nothing in place
	either verdict = "either" // one or the other: luck decides how far it comes
)

// fault is a row of the matrix.
type fault struct {
	name   string
	inject func(o *origin.Origin, times int) // times for each file; 0 means always
	tls    bool
	names  []string // what the origin's certificate is good for
	host   string   // asked instead of the origin's

	once, thrice, always verdict
	reason               func(error) bool
	blind                []knowledge   // with which nobody can tell the content from the right one
	wait                 time.Duration // that the server asks for before a retry
	stall                time.Duration // of the client; zero means long

	// Bounds: requests for one file that is not split, and bytes that arrive
	// again, in multiples of the file; below zero, as much as has no end.
	requests int
	again    float64
}

// on has an effect happen to every file.
func on(effects ...origin.Effect) func(*origin.Origin, int) {
	return func(o *origin.Origin, times int) {
		o.Inject(origin.Rule{Times: times, Each: true}, effects...)
	}
}

// perFile has an effect that depends on the file's length.
func perFile(effect func(size int64) origin.Effect) func(*origin.Origin, int) {
	return func(o *origin.Origin, times int) {
		for _, s := range samples() {
			o.Inject(origin.Rule{Path: "/" + s.name, Times: times}, effect(int64(len(s.body))))
		}
	}
}

// onRanges has a first answer to every file break off in the middle, and an
// effect happen to the requests for the rest.
func onRanges(effects ...origin.Effect) func(*origin.Origin, int) {
	return func(o *origin.Origin, times int) {
		perFile(func(size int64) origin.Effect { return origin.Truncate(size / 2) })(o, 1)
		o.Inject(origin.Rule{Times: times, Each: true, When: func(r *http.Request) bool {
			return r.Header.Get("Range") != ""
		}}, effects...)
	}
}

func untouched(*origin.Origin, int) {}

func statusIs(code int) func(error) bool {
	return func(err error) bool {
		var e *httpx.StatusError
		return errors.As(err, &e) && e.Code == code
	}
}

func isA[E error](texts ...string) func(error) bool {
	return func(err error) bool {
		var e E
		if !errors.As(err, &e) {
			return false
		}
		for _, text := range texts {
			if strings.Contains(err.Error(), text) {
				return true
			}
		}
		return len(texts) == 0
	}
}

func anyOf(reasons ...func(error) bool) func(error) bool {
	return func(err error) bool {
		for _, reason := range reasons {
			if reason(err) {
				return true
			}
		}
		return false
	}
}

var (
	broken    = isA[*httpx.NetError]("closed the connection in the middle", "ended the transfer before its end")
	stalled   = anyOf(isA[*httpx.StallError]("sent no byte for"), isA[*httpx.NetError]("did not answer in time"))
	mismatch  = isA[*fetch.MismatchError]("bytes", "the md5 is", "the sha256 is")
	refused   = isA[*httpx.RefusedError]
	badAnswer = isA[*httpx.AnswerError]
)

var wrongName = func(err error) bool {
	var name x509.HostnameError
	return errors.As(err, &name) && isA[*httpx.NetError]("certificate for another name")(err)
}

var noSuchHost = func(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && isA[*httpx.NetError]("there is no host")(err)
}

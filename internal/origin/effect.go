package origin

import (
	"fmt"
	"net/http"
	"time"
)

// Effect is one thing that goes wrong, or just otherwise, with a response. Use
// it with [Origin.Inject].
type Effect func(*plan)

// Status answers with a code and a short text instead of the file. The value
// of Retry-After, seconds or an HTTP date, is left out when it is empty.
func Status(code int, retryAfter string) Effect {
	return func(p *plan) {
		p.replace(code, "text/plain; charset=utf-8", []byte(http.StatusText(code)+"\n"))
		if retryAfter != "" {
			p.header.Set("Retry-After", retryAfter)
		}
	}
}

// Body answers 200 with other bytes, such as an error page, a Git LFS pointer
// or nothing.
func Body(contentType string, body []byte) Effect {
	return func(p *plan) { p.replace(http.StatusOK, contentType, body) }
}

// HTML answers 200 with a web page, as portals and quota pages do.
func HTML() Effect {
	return Body("text/html; charset=utf-8", []byte(htmlPage))
}

const htmlPage = `<!DOCTYPE html>
<html><head><title>Just a moment...</title></head>
<body><h1>Checking your browser</h1></body></html>
`

// Empty answers 200 with no body at all.
func Empty() Effect { return Body("application/octet-stream", []byte{}) }

// Redirect answers 302 with an address to go on to.
func Redirect(location string) Effect {
	return func(p *plan) {
		p.replace(http.StatusFound, "text/plain; charset=utf-8", nil)
		p.header.Set("Location", location)
	}
}

// RedirectLoop redirects every request to itself.
func RedirectLoop() Effect {
	return func(p *plan) { Redirect(p.request.URL.RequestURI())(p) }
}

// Before makes Reset and Stall happen before the first byte of the answer.
const Before int64 = -1

// Reset breaks the connection with a TCP reset after so many bytes of the
// response's body have reached the client's system, or [Before] any answer.
func Reset(after int64) Effect {
	return func(p *plan) { p.end, p.endAt = endReset, after }
}

// Truncate closes the connection in good order after so many bytes of the
// response's body, whatever Content-Length says.
func Truncate(after int64) Effect {
	return func(p *plan) { p.end, p.endAt = endClose, after }
}

// Stall sends no more after so many bytes of the response's body, or nothing at
// all with [Before], and waits for the client to leave.
func Stall(after int64) Effect {
	return func(p *plan) { p.end, p.endAt = endStall, after }
}

// SlowHeader spreads the bytes of the response's header over a time.
func SlowHeader(d time.Duration) Effect {
	return func(p *plan) { p.headerTime = d }
}

// Drip sends the body n bytes at a time, each after a pause.
func Drip(n int, pause time.Duration) Effect {
	return func(p *plan) { p.dripSize, p.dripPause = n, pause }
}

// Slow gives the response a shape of its own.
func Slow(s Shape) Effect {
	return func(p *plan) { p.shape = s }
}

// FlipByte turns one bit at an offset of the file, if the response covers it.
func FlipByte(offset int64) Effect {
	return func(p *plan) { p.data = flipped{p.data, offset} }
}

// LieLength announces n bytes more than there are, or fewer when n is negative;
// then the surplus follows all the same.
func LieLength(n int64) Effect {
	return func(p *plan) { p.lie = n }
}

// Chunked sends the body without announcing its length.
func Chunked() Effect {
	return func(p *plan) { p.chunked = true }
}

// Endless sends bytes without announcing a length until the client leaves.
func Endless() Effect {
	return func(p *plan) {
		p.replace(http.StatusOK, "application/octet-stream", nil)
		p.data = generated{length: 1 << 62}
		p.chunked = true
	}
}

// Gzip compresses the body, whether the client accepts that or not.
func Gzip() Effect {
	return func(p *plan) {
		p.gzip, p.chunked, p.noRange = true, true, true
		p.header.Set("Content-Encoding", "gzip")
	}
}

// NoRange ignores Range and does not offer ranges.
func NoRange() Effect {
	return func(p *plan) { p.noRange = true }
}

// WrongRange answers a request for a range with another range that begins shift
// bytes later, or earlier when shift is negative, and says so in Content-Range.
func WrongRange(shift int64) Effect {
	return func(p *plan) { p.shift = shift }
}

// ChangeETag gives every response another entity tag. A request with If-Range
// is then answered in full, unless [IgnoreIfRange] is there as well.
func ChangeETag() Effect {
	return func(p *plan) { p.etag = fmt.Sprintf("%q", fmt.Sprintf("v%d", p.number)) }
}

// IgnoreIfRange answers a range even when If-Range names another version.
func IgnoreIfRange() Effect {
	return func(p *plan) { p.ignoreIfRange = true }
}

// Header sets a header of the answer after everything else has been decided. An
// empty value takes the header away.
func Header(name, value string) Effect {
	return func(p *plan) { p.override = append(p.override, [2]string{name, value}) }
}

// OneOf picks one of several effects for each request, all equally likely, from
// the origin's seed.
func OneOf(effects ...Effect) Effect {
	return func(p *plan) {
		if len(effects) > 0 {
			effects[mix(p.draw, 0, 0, "")%uint64(len(effects))](p)
		}
	}
}

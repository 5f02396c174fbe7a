package origin

import (
	"errors"
	"net/http"
	"strconv"
	"time"
)

// ending is how a response stops before its time.
type ending int

const (
	endNever ending = iota
	endClose
	endReset
	endStall
)

// plan is a response before it is sent: what the file says, changed by the
// effects of the rules, then settled against the request.
type plan struct {
	request *http.Request
	number  int64  // of the request, from one
	draw    uint64 // chance, for effects that choose

	status   int
	header   http.Header
	data     content
	part     span // of data
	etag     string
	modified time.Time
	shape    Shape
	replaced bool // the data is not the file

	noRange, ignoreIfRange bool
	shift                  int64
	override               [][2]string

	chunked, gzip bool
	lie           int64
	end           ending
	endAt         int64
	headerTime    time.Duration
	dripSize      int
	dripPause     time.Duration
}

// replace puts another answer in place of the file.
func (p *plan) replace(status int, contentType string, body []byte) {
	p.status, p.data, p.replaced = status, literal(body), true
	p.header = http.Header{"Content-Type": {contentType}}
}

// newPlan is the answer to a request as the file alone would have it.
func (o *Origin) newPlan(r *http.Request, number int64) *plan {
	p := &plan{request: r, number: number, header: http.Header{}, shape: o.options.Shape}
	f := o.file(r.URL.Path + "?" + r.URL.RawQuery)
	if f == nil {
		f = o.file(r.URL.Path)
	}
	if f == nil {
		p.replace(http.StatusNotFound, "text/plain; charset=utf-8", []byte("404 page not found\n"))
		return p
	}
	p.status, p.data, p.etag, p.modified = http.StatusOK, f.data, f.etag, f.LastModified
	p.header.Set("Content-Type", "application/octet-stream")
	if f.ContentType != "" {
		p.header.Set("Content-Type", f.ContentType)
	}
	for name, values := range f.Headers {
		p.header[http.CanonicalHeaderKey(name)] = values
	}
	if f.Shape != nil {
		p.shape = *f.Shape
	}
	return p
}

// disturb applies the rules that pick the request.
func (o *Origin) disturb(p *plan) {
	o.mu.RLock()
	rules := o.rules
	o.mu.RUnlock()
	for _, rule := range rules {
		draw, ok := rule.picks(p.request, o.Active(), o.options.Seed)
		if !ok {
			continue
		}
		p.draw = draw
		for _, effect := range rule.effects {
			effect(p)
		}
	}
}

// settle fits the plan to the request's conditions and completes the header.
func (p *plan) settle() {
	p.part = span{0, p.data.size()}
	if !p.replaced {
		p.validators()
		p.cut()
	}
	switch {
	case p.status == http.StatusNotModified:
		p.part, p.chunked = span{}, false
	case !p.chunked:
		p.header.Set("Content-Length", strconv.FormatInt(max(0, p.part.n+p.lie), 10))
	}
	for _, h := range p.override {
		if h[1] == "" {
			p.header.Del(h[0])
			continue
		}
		p.header.Set(h[0], h[1])
	}
}

func (p *plan) validators() {
	if p.etag != "" {
		p.header.Set("ETag", p.etag)
	}
	if !p.modified.IsZero() {
		p.header.Set("Last-Modified", p.modified.UTC().Format(http.TimeFormat))
	}
	if !p.noRange {
		p.header.Set("Accept-Ranges", "bytes")
	}
	if unchanged(p.request.Header.Get("If-None-Match"), p.etag) {
		p.status = http.StatusNotModified
	}
}

// cut answers a range where one is asked for and may be given.
func (p *plan) cut() {
	want := p.request.Header.Get("Range")
	if p.status != http.StatusOK || want == "" || p.noRange {
		return
	}
	if !p.ignoreIfRange && !ifRange(p.request.Header.Get("If-Range"), p.etag, p.modified) {
		return
	}
	size := p.data.size()
	part, err := parseRange(want, size)
	switch {
	case err == nil:
		part.off = max(0, min(part.off+p.shift, size-part.n))
		p.status, p.part = http.StatusPartialContent, part
		p.header.Set("Content-Range", part.contentRange(size))
	case errors.Is(err, errUnsatisfiable):
		p.status, p.part = http.StatusRequestedRangeNotSatisfiable, span{}
		p.header.Set("Content-Range", "bytes */"+strconv.FormatInt(size, 10))
	}
}

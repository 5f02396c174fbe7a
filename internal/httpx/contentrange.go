package httpx

import (
	"strconv"
	"strings"
)

// contentRange is a parsed Content-Range: bytes start up to but not including
// end, of total; total is -1 when the server does not know it.
type contentRange struct{ start, end, total int64 }

// parseContentRange reads "bytes 0-99/200" and "bytes 0-99/*". Everything else,
// and every range that makes no sense, is not ok.
func parseContentRange(s string) (r contentRange, ok bool) {
	unit, rest, ok := strings.Cut(s, " ")
	if !ok || !strings.EqualFold(unit, "bytes") {
		return r, false
	}
	span, total, ok := strings.Cut(rest, "/")
	first, last, ok2 := strings.Cut(span, "-")
	if !ok || !ok2 {
		return r, false
	}
	start, ok := parseOffset(first)
	end, ok2 := parseOffset(last)
	r = contentRange{start, end + 1, -1}
	if !ok || !ok2 || end < start {
		return contentRange{}, false
	}
	if total == "*" {
		return r, true
	}
	r.total, ok = parseOffset(total)
	if !ok || r.total < r.end {
		return contentRange{}, false
	}
	return r, true
}

// maxOffset keeps sums of two offsets from overflowing.
const maxOffset = 1 << 62

// parseOffset reads digits only: strconv would take signs as well.
func parseOffset(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n < maxOffset
}

// answers tells whether the range is what the request asked for: all of it, or
// up to the content's end.
func (r contentRange) answers(req Request) bool {
	if r.start != req.Offset {
		return false
	}
	if req.Length > 0 && r.end == req.Offset+req.Length {
		return true
	}
	return r.end == r.total && (req.Length <= 0 || r.end < req.Offset+req.Length)
}

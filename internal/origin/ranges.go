package origin

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// span is a part of a file.
type span struct{ off, n int64 }

func (s span) contentRange(size int64) string {
	return fmt.Sprintf("bytes %d-%d/%d", s.off, s.off+s.n-1, size)
}

var (
	errNoRange       = errors.New("no single byte range") // RFC 9110 14.2: such a Range is ignored
	errUnsatisfiable = errors.New("range outside of the file")
)

// parseRange reads a Range header with one range of bytes.
func parseRange(header string, size int64) (span, error) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(spec, "-")
	if !ok || !dash {
		return span{}, errNoRange
	}
	if first == "" {
		return suffix(last, size)
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil || from < 0 {
		return span{}, errNoRange
	}
	to := size - 1
	if last != "" {
		end, err := strconv.ParseInt(last, 10, 64)
		if err != nil || end < from {
			return span{}, errNoRange
		}
		to = min(to, end)
	}
	if from >= size {
		return span{}, errUnsatisfiable
	}
	return span{from, to - from + 1}, nil
}

// suffix is the last bytes of a file, as in "bytes=-500".
func suffix(length string, size int64) (span, error) {
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		return span{}, errNoRange
	}
	n = min(n, size)
	if n == 0 {
		return span{}, errUnsatisfiable
	}
	return span{size - n, n}, nil
}

// ifRange says whether a range may be answered, as RFC 9110 13.1.5 has it: only
// a strong entity tag or the very date of the file will do.
func ifRange(condition, etag string, modified time.Time) bool {
	switch {
	case condition == "":
		return true
	case strings.HasPrefix(condition, `"`):
		return condition == etag
	case strings.HasPrefix(condition, "W/"):
		return false
	}
	t, err := http.ParseTime(condition)
	return err == nil && !modified.IsZero() && t.Equal(modified.Truncate(time.Second))
}

// unchanged says whether If-None-Match holds the entity tag.
func unchanged(condition, etag string) bool {
	if condition == "" || etag == "" {
		return false
	}
	for tag := range strings.SplitSeq(condition, ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
			return true
		}
	}
	return false
}

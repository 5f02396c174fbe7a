package fetch

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"
	"unicode"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

// ContentError says that a server sent something else than the file, with what
// helps to find out why.
type ContentError struct {
	What  string // what is wrong
	Code  int    // the status of the answer
	Type  string // the media type announced; empty when there was none
	Host  string // who answered, after all redirects
	Start string // how the body begins, fit for a log
	heals bool
	size  *MismatchError // nil when it is not about the length
}

// Unwrap is the [*MismatchError] of a content of the wrong length, else nil.
func (e *ContentError) Unwrap() error {
	if e.size == nil {
		return nil
	}
	return e.size
}

func (e *ContentError) Error() string {
	media := "no content type"
	if e.Type != "" {
		media = e.Type
	}
	text := fmt.Sprintf("%s (status %d, %s, from %q)", e.What, e.Code, media, e.Host)
	if e.Start != "" {
		text += fmt.Sprintf(": %q", e.Start)
	}
	return text
}

// headLength is how much of a file is looked at: as far as the magic number
// that comes last, that of tar, and enough to tell a page.
const headLength = 512

func contentError(resp *httpx.Response, head []byte, format string, args ...any) *ContentError {
	code := http.StatusOK
	if resp.Partial {
		code = http.StatusPartialContent
	}
	return &ContentError{
		What: fmt.Sprintf(format, args...), Code: code, Type: resp.Type, Host: resp.Host, Start: excerpt(head),
	}
}

// lengthError is about a body that ended in good order, or went on, where it
// should not have.
func lengthError(resp *httpx.Response, start []byte, got, want int64) error {
	e := contentError(resp, start, "the file ended after %d of %d bytes", got, want)
	if got > want {
		e = contentError(resp, start, "the server sent more than the %d bytes that the file may have", want)
	}
	e.size = &MismatchError{WantSize: want, GotSize: got}
	return e
}

// inspectHead refuses what a server sends in place of a file. The order is that
// of how much a finding explains.
func inspectHead(format string, resp *httpx.Response, head []byte) error {
	switch {
	case len(head) == 0:
		e := contentError(resp, head, "the server sent no bytes at all")
		e.heals = true
		return e
	case bytes.HasPrefix(head, []byte("version https://git-lfs.github.com/spec/")):
		return contentError(resp, head, "the server sent a Git LFS pointer instead of the file it stands for; "+
			"use an address that serves the file itself")
	case isHTML(head) && !mayBeHTML(format):
		return contentError(resp, head, "the server sent a web page instead of %s; "+
			"it may want a login, or the address is that of a page and not of its download", aFile(format))
	case isJSON(head, resp.Type) && !mayBeJSON(format):
		return contentError(resp, head, "the server sent JSON instead of %s", aFile(format))
	case !hasMagic(format, head):
		return contentError(resp, head, "the server sent something that is not %s%s", aFile(format), looksLike(head))
	}
	return nil
}

func aFile(format string) string {
	if format == "" {
		return "a file"
	}
	return "a " + format + " file"
}

// isHTML looks past what may come before a page's first tag.
func isHTML(head []byte) bool {
	head = trimText(head)
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	text := strings.ToLower(string(head))
	for strings.HasPrefix(text, "<!--") {
		_, rest, ok := strings.Cut(text, "-->")
		if !ok {
			return true
		}
		text = strings.TrimSpace(rest)
	}
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<title", "<script", "<meta", "<h1"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

func isJSON(head []byte, media string) bool {
	text := trimText(head)
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	return media == "application/json" || strings.HasSuffix(media, "+json") || bytes.HasPrefix(text, []byte(`{"`))
}

func trimText(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
}

func mayBeHTML(format string) bool {
	switch format {
	case "html", "xhtml", "xml", "svg", "md", "txt":
		return true
	}
	return false
}

func mayBeJSON(format string) bool {
	switch format {
	case "", "json", "gltf", "txt", "tmj", "tsj", "ldtk", "geojson", "webmanifest", "lottie", "atlas", "map":
		return true
	}
	return false
}

func extension(name string) string {
	base := strings.ToLower(path.Base(name))
	for _, double := range []string{".tar.gz", ".tar.xz", ".tar.bz2", ".tar.zst"} {
		if strings.HasSuffix(base, double) {
			return double[1:]
		}
	}
	return strings.TrimPrefix(path.Ext(base), ".")
}

const (
	excerptLength = 80 // runes
	excerptBytes  = 4 * excerptLength
)

// excerpt makes the start of a body fit for one line of a log. Bytes that are
// not text are shown as dots, so that a magic number can still be recognised.
func excerpt(head []byte) string {
	text := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c), c == unicode.ReplacementChar:
			return '.'
		}
		return c
	}, string(head[:min(len(head), excerptBytes)]))
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > excerptLength {
		return string(runes[:excerptLength]) + "..."
	}
	return string(runes)
}

package httpx

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// RefusedError says that a rule of the client forbids an address or a redirect.
// Asking again cannot heal it.
type RefusedError struct {
	URL    string // redacted by Error
	Reason string
}

func (e *RefusedError) Error() string {
	if e.URL == "" {
		return "refused: " + e.Reason
	}
	return fmt.Sprintf("refused %q: %s", Redact(e.URL), e.Reason)
}

// AnswerError says that a server answered something else than it was asked for
// in a way that makes the body unusable.
type AnswerError struct{ Host, Reason string }

func (e *AnswerError) Error() string { return fmt.Sprintf("host %q %s", clean(e.Host, 80), e.Reason) }

// StallError says that a body brought no byte for so long.
type StallError struct {
	Host  string
	After time.Duration
}

func (e *StallError) Error() string {
	return fmt.Sprintf("host %q sent no byte for %s", clean(e.Host, 80), e.After)
}

// NetError says in plain words why a server could not be reached or read.
type NetError struct {
	Text      string // what happened, and what to do where there is something
	Temporary bool   // the same request may succeed later
	Err       error
}

func (e *NetError) Error() string { return e.Text }
func (e *NetError) Unwrap() error { return e.Err }

// StatusError is an answer other than 200 and 206.
type StatusError struct {
	Code       int
	Type       string        // media type of the answer
	Host       string        // the one that answered, after all redirects
	URL        string        // its address, redacted
	Start      string        // how the body begins, fit for a log
	RetryAfter time.Duration // what the server asked for; 0 means nothing
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("%d %s from %q", e.Code, http.StatusText(e.Code), clean(e.Host, 80))
	if http.StatusText(e.Code) == "" {
		text = fmt.Sprintf("status %d from %q", e.Code, clean(e.Host, 80))
	}
	if e.Type != "" {
		text += " (" + clean(e.Type, 60) + ")"
	}
	if e.Start != "" {
		text += fmt.Sprintf(": %q", e.Start)
	}
	return text + e.advice()
}

func (e *StatusError) advice() string {
	switch e.Code {
	case http.StatusNotFound, http.StatusGone:
		return "; there is nothing at this address any more: look the asset up at its provider"
	case http.StatusUnauthorized, http.StatusForbidden:
		return "; the address wants an account or a key, or refuses automatic downloads"
	}
	return ""
}

// Is makes "is it gone?" a question for [errors.Is] with [fs.ErrNotExist].
func (e *StatusError) Is(target error) bool {
	return target == fs.ErrNotExist && (e.Code == http.StatusNotFound || e.Code == http.StatusGone)
}

const startLength = 120 // runes of a body that a message shows

func (c *Client) statusError(got *http.Response, resp *Response) error {
	start := make([]byte, 512)
	n, _ := io.ReadFull(got.Body, start)
	io.CopyN(io.Discard, got.Body, 16<<10) //nolint:errcheck // best effort: a failure costs one connection
	e := &StatusError{
		Code: got.StatusCode, Type: resp.Type, Host: resp.Host, URL: resp.URL,
		Start: c.maskText(clean(string(start[:n]), startLength)),
	}
	e.RetryAfter, _ = RetryAfter(got.Header, c.opts.Now())
	return e
}

// explain turns what the network said into a sentence, and a cancelled context
// into the cause of its end.
func (c *Client) explain(ctx context.Context, err error, host string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused
	}
	host = fmt.Sprintf("%q", clean(host, 80))
	for _, explainer := range []func(error, string) *NetError{explainTLS, explainName, explainConn} {
		if e := explainer(err, host); e != nil {
			return e
		}
	}
	return &NetError{fmt.Sprintf("talking to host %s: %s", host, clean(err.Error(), 200)), true, err}
}

func explainTLS(err error, host string) *NetError {
	var (
		name      x509.HostnameError
		authority x509.UnknownAuthorityError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		verify    *tls.CertificateVerificationError
		text      string
	)
	switch {
	case errors.As(err, &name):
		text = fmt.Sprintf("host %s showed a certificate for another name (%s); check the address", host, certNames(name))
	case errors.As(err, &authority):
		text = fmt.Sprintf("the certificate of host %s is not signed by an authority that this machine trusts; "+
			"behind a company proxy, add its certificate to the system's", host)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		text = fmt.Sprintf("the certificate of host %s has expired or is not valid yet; check this machine's clock", host)
	case errors.As(err, &record):
		text = fmt.Sprintf("host %s does not speak TLS on this port; check the address", host)
	case errors.As(err, &verify):
		text = fmt.Sprintf("the certificate of host %s is not valid: %s", host, clean(verify.Err.Error(), 200))
	default:
		return nil
	}
	return &NetError{text, false, err}
}

func certNames(e x509.HostnameError) string {
	if e.Certificate == nil || len(e.Certificate.DNSNames) == 0 {
		return "none"
	}
	return clean(strings.Join(e.Certificate.DNSNames, ", "), 120)
}

func explainName(err error, host string) *NetError {
	var dns *net.DNSError
	switch {
	case !errors.As(err, &dns):
		return nil
	case dns.IsNotFound:
		return &NetError{fmt.Sprintf("there is no host %s; check the spelling of the address, "+
			"and whether this machine can look up names", host), false, err}
	}
	return &NetError{fmt.Sprintf("looking up host %s failed: %s", host, clean(dns.Err, 120)), true, err}
}

func explainConn(err error, host string) *NetError {
	var (
		text    string
		timeout interface{ Timeout() bool }
	)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		text = fmt.Sprintf("host %s refuses connections; is it running, and does this network need a proxy?", host)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		text = fmt.Sprintf("host %s closed the connection in the middle", host)
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		text = fmt.Sprintf("host %s cannot be reached from here; check the network, and whether it needs a proxy", host)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		text = fmt.Sprintf("host %s ended the transfer before its end", host)
	case errors.As(err, &timeout) && timeout.Timeout():
		text = fmt.Sprintf("host %s did not answer in time", host)
	default:
		return nil
	}
	return &NetError{text, true, err}
}

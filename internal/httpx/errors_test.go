package httpx

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"
)

func TestNetworkErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	secure := httptest.NewUnstartedServer(text("x"))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	pool := secure.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	plain := serve(t, map[string]http.HandlerFunc{"/": text("x")})
	_, port, _ := net.SplitHostPort(secure.Listener.Addr().String())

	var name x509.HostnameError
	var authority x509.UnknownAuthorityError
	var dns *net.DNSError
	var record tls.RecordHeaderError
	tests := []struct {
		name   string
		url    string
		roots  *x509.CertPool
		says   string
		target any
		heals  bool
	}{
		{"wrong name", "https://wrong.localhost:" + port, pool, "certificate for another name (example.com", &name, false},
		{"unknown authority", secure.URL, x509.NewCertPool(), "not signed by an authority", &authority, false},
		{"no TLS", "https" + plain.URL[len("http"):], pool, "does not speak TLS", &record, false},
		{"no such host", "https://nowhere.example", pool, `no host "nowhere.example"`, &dns, false},
		{"refused", "http://127.0.0.1:1", pool, "refuses connections", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := client(t, Options{RootCAs: tt.roots})
			refuseNetwork(c, "nowhere.example")
			resolve(c, "wrong.localhost", "127.0.0.1")
			_, err := read(t, c, Request{URL: tt.url})
			wantRefused(t, err, tt.says)
			var network *NetError
			if !errors.As(err, &network) {
				t.Errorf("error = %T, want a NetError", err)
			}
			if tt.target != nil && !errors.As(err, tt.target) {
				t.Errorf("the cause cannot be asked for in %v", err)
			}
			if Retryable(err) != tt.heals {
				t.Errorf("Retryable = %v, want %v", !tt.heals, tt.heals)
			}
		})
	}
}

func TestBodiesThatBreak(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{
		"/truncated": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("short"))
		},
		"/reset": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		},
	})
	c := client(t, Options{})
	for _, path := range []string{"/truncated", "/reset"} {
		_, err := read(t, c, Request{URL: s.URL + path})
		if !Retryable(err) {
			t.Errorf("%s: %v, want an error that heals", path, err)
		}
		wantRefused(t, err, "host \"127.0.0.1:")
	}
}

func TestStalledBodyIsLeft(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("some"))
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}})
	_, err := read(t, client(t, Options{Stall: 50 * time.Millisecond}), Request{URL: s.URL})
	var stall *StallError
	if !errors.As(err, &stall) || !Retryable(err) {
		t.Errorf("error = %v, want a StallError that heals", err)
	}
}

func TestSlowBodyAndSlowReaderAreNoStall(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
		for range 10 {
			w.Write([]byte("x"))
			http.NewResponseController(w).Flush()
			time.Sleep(30 * time.Millisecond)
		}
	}})
	c := client(t, Options{Stall: 200 * time.Millisecond})
	resp, err := c.Open(t.Context(), Request{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadFull(resp.Body, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if b, err := io.ReadAll(resp.Body); err != nil || len(b) != 9 {
		t.Errorf("got %d bytes, %v", len(b), err)
	}
}

func TestCancelledRequestTellsTheCause(t *testing.T) {
	t.Parallel()
	s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("some"))
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}})
	cause := errors.New("time for lunch")
	ctx, cancel := context.WithCancelCause(t.Context())
	resp, err := client(t, Options{}).Open(ctx, Request{URL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	cancel(cause)
	if _, err := io.ReadAll(resp.Body); !errors.Is(err, cause) || Retryable(err) {
		t.Errorf("error = %v, want the cause", err)
	}
}

func TestRetryable(t *testing.T) {
	t.Parallel()
	for _, code := range []int{408, 425, 429, 500, 502, 503, 504} {
		if !Retryable(fmt.Errorf("x: %w", &StatusError{Code: code})) {
			t.Errorf("status %d is not retried", code)
		}
	}
	for _, code := range []int{400, 401, 403, 404, 410, 416, 418, 501, 505} {
		if Retryable(&StatusError{Code: code}) {
			t.Errorf("status %d is retried", code)
		}
	}
	for _, err := range []error{nil, context.Canceled, errors.New("x"), &RefusedError{}, &AnswerError{}, syscall.ENOSPC} {
		if Retryable(err) {
			t.Errorf("%v is retried", err)
		}
	}
}

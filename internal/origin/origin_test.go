package origin

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func start(tb testing.TB, options Options) (*Origin, *http.Client) {
	tb.Helper()
	o, err := Start(options)
	if err != nil {
		tb.Fatal(err)
	}
	client := o.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	tb.Cleanup(func() {
		client.CloseIdleConnections()
		if err := o.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
	})
	return o, client
}

// answer is a response with everything that arrived of its body.
type answer struct {
	*http.Response
	body []byte
	err  error // of reading the body
}

// get asks for a path, with pairs of header names and values.
func get(tb testing.TB, c *http.Client, url string, headers ...string) answer {
	tb.Helper()
	a, err := try(c, http.MethodGet, url, headers...)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func try(c *http.Client, method, url string, headers ...string) (answer, error) {
	req, err := http.NewRequest(method, url, http.NoBody)
	if err != nil {
		return answer{}, err
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp, body, err}, nil
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

func TestProtocols(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		options Options
		proto   string
	}{
		{"plain", Options{}, "HTTP/1.1"},
		{"tls", Options{TLS: true}, "HTTP/1.1"},
		{"http2", Options{TLS: true, HTTP2: true}, "HTTP/2.0"},
		{"http2 in clear text", Options{HTTP2: true}, "HTTP/2.0"},
		{"shaped http2", Options{HTTP2: true, Shape: Shape{Rate: 100 << 20}}, "HTTP/2.0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			o, client := start(t, tc.options)
			o.Add("/big", File{Size: 3<<20 + 17, Seed: 5})
			got := get(t, client, o.URL("/big"))
			if got.Proto != tc.proto || got.err != nil || sum(got.body) != o.SHA256("/big") {
				t.Errorf("got %s, %d bytes, error %v", got.Proto, len(got.body), got.err)
			}
			if bad := get(t, client, o.URL("/none")); bad.StatusCode != http.StatusNotFound {
				t.Errorf("a path without a file answered %s", bad.Status)
			}
		})
	}
}

func TestCertificateOfAnotherName(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{TLS: true, Names: []string{"wrong.example"}})
	if _, err := try(client, http.MethodGet, o.URL("/")); err == nil {
		t.Error("a certificate for wrong.example was accepted for 127.0.0.1")
	}
	if !bytes.Contains(o.CA(), []byte("BEGIN CERTIFICATE")) {
		t.Errorf("CA() = %q", o.CA())
	}
}

func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	o, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	o.Add("/a", File{Size: 100})
	o.Inject(Rule{}, Stall(10))
	client := o.Client()
	defer client.CloseIdleConnections()
	resp, err := client.Get(o.URL("/a"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("reading after Close: %v", err)
	}
	if o.OpenConnections() != 0 || o.Active() != 0 {
		t.Errorf("%d connections and %d answers are left", o.OpenConnections(), o.Active())
	}
}

func TestHandle(t *testing.T) {
	t.Parallel()
	o, client := start(t, Options{})
	o.Handle("/page", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Method+" "+r.URL.RawQuery)
	}))
	got, err := try(client, http.MethodPost, o.URL("/page?a=b"))
	if err != nil {
		t.Fatal(err)
	}
	if string(got.body) != "POST a=b" || o.BytesSent() != int64(len(got.body)) {
		t.Errorf("got %q, %d bytes counted", got.body, o.BytesSent())
	}
}

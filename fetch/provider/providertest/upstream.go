package providertest

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
)

//go:embed testdata/polyhaven
var recorded embed.FS

// Upstream is a server on loopback that plays the API of Poly Haven with
// recorded answers. It has the method that providers ask answers with.
type Upstream struct {
	server *httptest.Server
}

// NewUpstream starts the server, which ends with the test.
func NewUpstream(tb testing.TB) *Upstream {
	tb.Helper()
	s := httptest.NewServer(http.HandlerFunc(answer))
	tb.Cleanup(s.Close)
	return &Upstream{server: s}
}

func answer(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, recorded, "testdata/polyhaven"+r.URL.Path+".json")
}

// GetBytes asks the server what was meant for https://api.polyhaven.com. It
// holds callers to the contract: https, a host that they allow, a limit.
func (u *Upstream) GetBytes(ctx context.Context, rawURL string, hosts []string, limit int64) ([]byte, error) {
	target, err := url.Parse(rawURL)
	if err != nil {
		return nil, err
	}
	if target.Scheme != "https" || target.Host != "api.polyhaven.com" || !slices.Contains(hosts, target.Host) || limit <= 0 {
		return nil, fmt.Errorf("asked %s of the hosts %q with limit %d", rawURL, hosts, limit)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.server.URL+target.RequestURI(), http.NoBody)
	if err != nil {
		return nil, err
	}
	res, err := u.server.Client().Do(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, limit+1))
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return nil, err
	}
	switch {
	case res.StatusCode == http.StatusNotFound:
		return nil, fmt.Errorf("%s: %w", res.Status, fs.ErrNotExist)
	case res.StatusCode != http.StatusOK || int64(len(body)) > limit:
		return nil, fmt.Errorf("%s with %d bytes", res.Status, len(body))
	}
	return body, nil
}

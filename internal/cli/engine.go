package cli

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/lockfile"
	"github.com/astraweave/fetch-assets/fetch/manifest"
	"github.com/astraweave/fetch-assets/fetch/provider"
	"github.com/astraweave/fetch-assets/fetch/source"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
)

// engine puts the download engine together. The caller ends it with the
// function returned, which saves what the store has learnt.
func (s *session) engine(p *project) (*fetch.Fetcher, func() error, error) {
	client, err := s.client(p)
	if err != nil {
		return nil, nil, err
	}
	st, err := store.Open(p.CacheDir, store.Options{Now: s.env.Now})
	if err != nil {
		return nil, nil, exitf(exitFailed, "opening the cache folder: %v", err)
	}
	out, err := store.OpenOutput(p.OutputDir)
	if err != nil {
		return nil, nil, errors.Join(exitf(exitFailed, "opening the output folder: %v", err), st.Close())
	}
	engine := &fetch.Fetcher{
		Client: client, Store: st, Output: out, Source: &sources{},
		Concurrency: s.set.concurrency, Auto: s.set.concurrency == 0, Retries: s.retries(),
		FailFast: s.set.failFast, Full: s.set.full, Durable: s.set.durable,
		Observe: s.sink.Event, Now: s.env.Now,
	}
	return engine, func() error {
		client.Close()
		return errors.Join(out.Close(), st.Close())
	}, nil
}

// client is the one HTTP client of the run.
func (s *session) client(p *project) (*httpx.Client, error) {
	mirrors, err := s.mirrors()
	if err != nil {
		return nil, err
	}
	secrets, err := s.secrets(p.Hosts)
	if err != nil {
		return nil, err
	}
	return httpx.New(httpx.Options{
		UserAgent: userAgent(),
		Mirrors:   mirrors,
		Headers:   secrets,
		HostConns: ceilings(p.Hosts),
		Retries:   s.retries(),
		Stall:     s.set.stall,
		HTTP2:     s.set.http2,
		Proxy:     http.ProxyFromEnvironment,
		Now:       s.env.Now,
	}), nil
}

// providers are the providers, asked through a client of their own.
func (s *session) providers(p *project) (*provider.Set, error) {
	client, err := s.client(p)
	if err != nil {
		return nil, err
	}
	return provider.New(client, &source.Getter{}), nil
}

// retries is the setting as the packages below want it: to them zero means the
// default, and less means none.
func (s *session) retries() int {
	if s.set.retries == 0 {
		return -1
	}
	return s.set.retries
}

// sources fetches source addresses and opens archives within the default limits.
type sources struct{ source.Getter }

// Unpack opens an archive.
func (g *sources) Unpack(ctx context.Context, archive, format, dst string) error {
	return source.Unpack(ctx, archive, format, dst, g.Limits)
}

// Members lists what u picks out of a folder.
func (*sources) Members(dst string, u asset.Unpack) ([]asset.Member, error) {
	return source.Members(dst, u)
}

// polyHaven is the address that astraweave-assets lets POLYHAVEN_BASE_URL replace.
const polyHaven = "https://api.polyhaven.com"

// mirrors are those of --mirror and of POLYHAVEN_BASE_URL.
func (s *session) mirrors() ([]httpx.Mirror, error) {
	mirrors := s.set.demoMirrors
	for _, rule := range s.set.mirrors {
		from, to, ok := strings.Cut(rule, "=")
		if !ok || from == "" || to == "" {
			return nil, exitf(exitUsage, "mirror %q is not of the form FROM=TO, such as https://static.poly.pizza=https://mirror.example/polypizza", rule)
		}
		mirrors = append(mirrors, httpx.Mirror{From: from, To: to})
	}
	if base := s.env.getenv("POLYHAVEN_BASE_URL"); base != "" {
		mirrors = append(mirrors, httpx.Mirror{From: polyHaven, To: strings.TrimSuffix(base, "/")})
	}
	return mirrors, nil
}

// secrets are the headers of the manifest's [hosts], with the values that the
// environment has for them. A runner is told to mask the values.
func (s *session) secrets(hosts []manifest.Host) ([]httpx.Header, error) {
	var headers []httpx.Header
	for _, h := range hosts {
		value := s.env.getenv(h.Secret)
		if h.Secret == "" || value == "" {
			continue
		}
		if s.github != nil {
			if err := s.github.Mask(value); err != nil {
				return nil, exitf(exitFailed, "masking the variable %s: %v", h.Secret, err)
			}
		}
		headers = append(headers, httpx.Header{Host: h.Name, Name: h.Header, Value: value})
	}
	return headers, nil
}

// ceilings are the connections that the manifest allows to single hosts.
func ceilings(hosts []manifest.Host) map[string]int {
	limits := map[string]int{}
	for _, h := range hosts {
		if h.MaxConnections > 0 {
			limits[h.Name] = h.MaxConnections
		}
	}
	return limits
}

// importedDigests are the hashes of the lock that --import-lock names, by address.
func (s *session) importedDigests() (map[string]asset.Digest, error) {
	if s.set.importLock == "" {
		return nil, nil
	}
	data, err := os.ReadFile(s.set.importLock)
	if err != nil {
		return nil, exitf(exitUsage, "--import-lock: %v", err)
	}
	digests, err := lockfile.ImportUpstream(data)
	if err != nil {
		return nil, exitf(exitUsage, "--import-lock %s: %v", s.set.importLock, err)
	}
	s.sink.Say("took over %d hashes from %s", len(digests), s.set.importLock)
	return digests, nil
}

package fetch_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/fetch/store"
	"github.com/astraweave/fetch-assets/internal/httpx"
	"github.com/astraweave/fetch-assets/internal/origin"
)

const mib = 1 << 20

// The benchmarks report how long a run takes and how that compares with the
// ideal: the time in which the origin's shape lets that many connections bring
// that many bytes, with nothing lost in between.

func BenchmarkTenFiles(b *testing.B) {
	benchmarkShaped(b, shaped{files: 10, size: 4 * mib, latency: 100 * time.Millisecond, rate: 10 * mib, ideal: 630 * time.Millisecond})
}

// BenchmarkTenAssets has each file in an asset and on a server of its own.
func BenchmarkTenAssets(b *testing.B) {
	benchmarkShaped(b, shaped{files: 10, size: 4 * mib, latency: 100 * time.Millisecond, rate: 10 * mib, ideal: 630 * time.Millisecond, servers: 5})
}

func BenchmarkFifty(b *testing.B) {
	benchmarkShaped(b, shaped{files: 50, size: 4 * mib, latency: 100 * time.Millisecond, rate: 10 * mib, ideal: 3130 * time.Millisecond})
}

func BenchmarkTwenty(b *testing.B) {
	benchmarkShaped(b, shaped{files: 20, size: 4 * mib, latency: 100 * time.Millisecond, rate: 10 * mib, ideal: 1250 * time.Millisecond})
}

// BenchmarkMixed has five large files and five small ones.
func BenchmarkMixed(b *testing.B) {
	benchmarkShaped(b, shaped{files: 10, size: 10 * mib, second: 2 * mib, latency: 100 * time.Millisecond, rate: 10 * mib, ideal: 875 * time.Millisecond})
}

func BenchmarkOneLarge(b *testing.B) {
	benchmarkShaped(b, shaped{files: 1, size: 512 * mib, rate: 60 * mib, ideal: 1067 * time.Millisecond})
}

func BenchmarkAuto(b *testing.B) {
	benchmarkShaped(b, shaped{
		files: 40, size: 8 * mib, second: 24 * mib, latency: 100 * time.Millisecond, rate: 5 * mib, link: 100 * mib,
		ceiling: 32, ideal: 6500 * time.Millisecond,
	})
}

func BenchmarkAutoSmall(b *testing.B) {
	benchmarkShaped(b, shaped{files: 2000, size: 16 << 10, latency: 20 * time.Millisecond, ceiling: 32, ideal: 1250 * time.Millisecond})
}

func BenchmarkManySmall(b *testing.B) {
	benchmarkShaped(b, shaped{files: 2000, size: 16 << 10, latency: 20 * time.Millisecond, ideal: 5 * time.Second})
}

type shaped struct {
	files, size, servers int
	second               int // size of every second file; 0 means size
	ceiling              int // of connections found out by itself; 0 means 8 connections
	latency              time.Duration
	rate, link           int64
	ideal                time.Duration
}

func benchmarkShaped(b *testing.B, s shaped) {
	servers := make([]*origin.Origin, max(1, s.servers))
	for i := range servers {
		servers[i] = startOrigin(b, origin.Options{
			Shape: origin.Shape{Latency: s.latency, Rate: s.rate}, Link: s.link, NoLog: true,
		})
	}
	reqs := make([]fetch.Request, s.files)
	all := 0
	for i := range reqs {
		server, name := servers[i%len(servers)], fmt.Sprintf("%d/%d.bin", i%10, i)
		size := s.size
		if i%2 > 0 && s.second > 0 {
			size = s.second
		}
		all += size
		server.Add("/"+name, origin.File{Size: int64(size), Seed: uint64(i)})
		reqs[i] = fetch.Request{Handle: fmt.Sprint(i), File: asset.File{Key: "model", URL: server.URL("/" + name), Path: name}}
	}
	b.SetBytes(int64(all))
	for b.Loop() {
		fetchAll(b, b.TempDir(), reqs, fetch.Downloaded, s.ceiling)
	}
	perOp := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(perOp, "s/op")
	b.ReportMetric(perOp/s.ideal.Seconds(), "x-ideal")
}

// fetchAll is what one process does, from opening its folders to closing them.
func fetchAll(b *testing.B, dir string, reqs []fetch.Request, want fetch.Status, ceiling int) []fetch.Result {
	b.Helper()
	st, err := store.Open(filepath.Join(dir, "cache"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	out, err := store.OpenOutput(filepath.Join(dir, "out"))
	if err != nil {
		b.Fatal(err)
	}
	client := httpx.New(httpx.Options{MaxConns: ceiling})
	f := &fetch.Fetcher{Client: client, Store: st, Output: out, Auto: ceiling > 0}
	results := f.Fetch(b.Context(), reqs)
	client.Close()
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	for i, res := range results {
		if res.Status != want {
			b.Fatalf("file %d is %q: %v", i, res.Status, res.Err)
		}
	}
	return results
}

// BenchmarkWarm is a run in which everything is in place.
func BenchmarkWarm(b *testing.B) {
	server, dir := startOrigin(b, origin.Options{NoLog: true}), b.TempDir()
	reqs := make([]fetch.Request, 2000)
	for i := range reqs {
		name, body := fmt.Sprintf("%d/%d.bin", i%100, i), bytesOf(byte(i), 4096+i)
		server.Add("/"+name, origin.File{Body: body})
		sum := sha256.Sum256(body)
		reqs[i] = fetch.Request{Handle: fmt.Sprint(i), File: asset.File{
			Key: "model", URL: server.URL("/" + name), Path: name, Size: int64(len(body)),
			Digest: asset.Digest("sha256:" + hex.EncodeToString(sum[:])),
		}}
	}
	fetchAll(b, dir, reqs, fetch.Downloaded, 0)
	asked := server.Requests()
	for b.Loop() {
		fetchAll(b, dir, reqs, fetch.Current, 0)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/op")
	b.ReportMetric(float64(server.Requests()-asked), "requests")
}

// BenchmarkLarge is limited by the machine alone.
func BenchmarkLarge(b *testing.B) {
	benchmarkShaped(b, shaped{files: 4, size: 64 * mib, ideal: time.Second})
}

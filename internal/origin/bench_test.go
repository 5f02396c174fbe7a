package origin

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"
)

// report tells how far the time per operation is from what the shape says.
func report(b *testing.B, ideal time.Duration) {
	b.Helper()
	got := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(100*(float64(got)/float64(ideal)-1), "%late")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkShaped(b *testing.B) {
	for _, tc := range []struct {
		name    string
		options Options
		size    int64
		files   int
		ideal   time.Duration
	}{
		{"1MiB at 10MiBps", Options{Shape: Shape{Rate: 10 << 20}}, 1 << 20, 1, 100 * time.Millisecond},
		{"16MiB at 60MiBps", Options{Shape: Shape{Rate: 60 << 20}}, 15 << 20, 1, 250 * time.Millisecond},
		{"8x4MiB at 10MiBps 100ms", Options{Shape: Shape{Rate: 10 << 20, Latency: 100 * time.Millisecond}}, 4 << 20, 8, 500 * time.Millisecond},
		{"32x1MiB link 100MiBps", Options{Link: 100 << 20}, 1 << 20, 32, 320 * time.Millisecond},
		{"32x1MiB link 100MiBps 5MiBps", Options{Link: 100 << 20, Shape: Shape{Rate: 5 << 20}}, 1 << 20, 32, 320 * time.Millisecond},
		{"16KiB 20ms", Options{Shape: Shape{Latency: 20 * time.Millisecond}}, 16 << 10, 1, 20 * time.Millisecond},
		{"8x16KiB 20ms", Options{Shape: Shape{Latency: 20 * time.Millisecond}}, 16 << 10, 8, 20 * time.Millisecond},
	} {
		b.Run(tc.name, func(b *testing.B) {
			o, client := start(b, tc.options)
			paths := make([]string, tc.files)
			for i := range paths {
				paths[i] = fmt.Sprintf("/%d", i)
				o.Add(paths[i], File{Size: tc.size, Seed: uint64(i)})
			}
			fetchAll(b, o, client, paths...) // opens the connections
			b.ResetTimer()
			for range b.N {
				fetchAll(b, o, client, paths...)
			}
			report(b, tc.ideal)
		})
	}
}

func BenchmarkUnshaped(b *testing.B) {
	for _, options := range []Options{{}, {TLS: true}} {
		b.Run(fmt.Sprintf("tls=%v", options.TLS), func(b *testing.B) {
			o, client := start(b, options)
			o.Add("/big", File{Size: 1 << 30})
			b.SetBytes(1 << 30)
			buf := make([]byte, 256<<10)
			for b.Loop() {
				resp, err := client.Get(o.URL("/big"))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, resp.Body, buf); err != nil {
					b.Fatal(err)
				}
				resp.Body.Close()
			}
		})
	}
}

func BenchmarkGenerated(b *testing.B) {
	c := generated{seed: 1, length: 1 << 30}
	var sum byte
	for b.Loop() {
		for off := int64(0); off < c.length; {
			w := c.window(off, writeSize)
			sum ^= w[0]
			off += int64(len(w))
		}
	}
	_ = sum
}

// BenchmarkSmallFiles is one of many small files through eight connections.
func BenchmarkSmallFiles(b *testing.B) {
	for _, tc := range []struct {
		name  string
		shape Shape
		size  int64
	}{
		{"4KiB", Shape{}, 4 << 10},
		{"16KiB 20ms", Shape{Latency: 20 * time.Millisecond}, 16 << 10}, // ideally 2.5 ms
	} {
		b.Run(tc.name, func(b *testing.B) {
			o, client := start(b, Options{Shape: tc.shape})
			o.Add("/small", File{Size: tc.size})
			work := make(chan struct{})
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for range work {
						if _, err := try(client, http.MethodGet, o.URL("/small")); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for b.Loop() {
				work <- struct{}{}
			}
			close(work)
			wg.Wait()
		})
	}
}

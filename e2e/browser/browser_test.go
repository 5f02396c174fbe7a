package browser

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "folder for pictures of what the browser shows")

// browser finds Chromium (Debian's package is chromium). In the gate its
// absence is a failure.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("FETCH_ASSETS_CI") != "" {
		t.Fatal("there is no Chromium; install it: apt-get install chromium")
	}
	t.Skip("there is no Chromium")
	return ""
}

// tab is a page in a browser of its own, with all that it complained about and
// asked for.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu        sync.Mutex
	complains []string
	requests  []string
}

func open(t *testing.T, width, height int64) *tab {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(browser(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"),
		chromedp.WindowSize(int(width), int(height)), chromedp.WSURLReadTimeout(time.Minute))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	send(b, runtime.Enable, cdp.Empty{})
	send(b, log.Enable, cdp.Empty{})
	send(b, network.Enable, network.EnableParams{})
	b.do(chromedp.EmulateViewport(width, height))
	return b
}

// send sends a command of the protocol.
func send[P, R any](b *tab, c cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := chromedp.Run(b.ctx, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, c, params) })
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

// hear keeps what the tab reports.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complains = append(b.complains, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.complains = append(b.complains, "console."+string(e.Type))
	case *log.EventEntryAdded:
		b.complains = append(b.complains, e.Entry.Text+" "+e.Entry.URL)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// run is do for an action with a result.
func run[T any](b *tab, a chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	got, err := chromedp.Run(ctx, a)
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

// is checks what a JavaScript expression comes to.
func is[T comparable](b *tab, expression string, want T) {
	b.t.Helper()
	if got := value[T](b, expression); got != want {
		b.t.Errorf("%s is %v, want %v", expression, got, want)
	}
}

func value[T any](b *tab, expression string) T {
	b.t.Helper()
	return run(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// quiet checks that the page complained about nothing and asked nobody else.
func (b *tab) quiet(home string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complains {
		b.t.Errorf("the page complains: %s", c)
	}
	for _, r := range b.requests {
		if u, err := url.Parse(r); err != nil || u.Host != home && u.Scheme != "data" && u.Scheme != "about" {
			b.t.Errorf("the page asks for %s", r)
		}
	}
}

func (b *tab) shoot(name string) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	// What is out of sight is not drawn, so everything has to be in sight.
	size := value[[]int64](b, `[innerWidth, innerHeight]`)
	for range 2 {
		b.do(chromedp.EmulateViewport(size[0], value[int64](b, `Math.max(innerHeight, document.documentElement.scrollHeight)`)), chromedp.Sleep(200*time.Millisecond))
	}
	save(b.t, filepath.Join(*shots, name+".png"), run(b, chromedp.CaptureScreenshot()))
	b.do(chromedp.EmulateViewport(size[0], size[1]))
}

// serve offers a folder as a web server does, and returns the page's address
// and the server's host.
func serve(t *testing.T, dir string) (page, host string) {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server.URL + "/ATTRIBUTION.html", strings.TrimPrefix(server.URL, "http://")
}

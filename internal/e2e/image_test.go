package e2e

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	imageName  = "fetch-assets-e2e"
	moduleRoot = "../.."
)

// buildImage builds the image once for all tests of the process.
var buildImage = sync.OnceValue(func() error {
	// The build outlives the test that happens to come first.
	return build(context.Background(), "Dockerfile", imageName)
})

// image is the name of the image built from this tree.
func image(t *testing.T) string {
	t.Helper()
	needEngine(t)
	if err := buildImage(); err != nil {
		t.Fatal(err)
	}
	return imageName
}

// build does what "docker build -f FILE -t NAME ." does at the root of the tree.
func build(ctx context.Context, file, name string, args ...string) error {
	if err := touchSources(); err != nil {
		return err
	}
	bases, err := baseImages(filepath.Join(moduleRoot, file))
	if err != nil {
		return err
	}
	for _, base := range bases {
		if err := supply(ctx, base); err != nil {
			return err
		}
	}
	for _, proxy := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"} {
		if os.Getenv(proxy) != "" {
			args = append(args, "--build-arg", proxy)
		}
	}
	args = append([]string{"build", "--file", filepath.Join(moduleRoot, file), "--tag", name}, args...)
	_, err = output(exec.CommandContext(ctx, "docker", append(args, moduleRoot)...))
	return err
}

var fromLine = regexp.MustCompile(`(?mi)^FROM\s+(\S+)(?:\s+AS\s+(\S+))?`)

// baseImages lists the images that a Dockerfile builds on and does not make itself.
func baseImages(dockerfile string) ([]string, error) {
	text, err := os.ReadFile(dockerfile)
	if err != nil {
		return nil, err
	}
	own := []string{"scratch"}
	var bases []string
	for _, m := range fromLine.FindAllStringSubmatch(string(text), -1) {
		if !slices.Contains(own, m[1]) && !strings.Contains(m[1], "$") {
			bases = append(bases, m[1])
		}
		own = append(own, m[2])
	}
	return bases, nil
}

// touchSources looks at every file that goes into the image, so that go test
// knows that the result depends on them and does not repeat an old one.
func touchSources() error {
	return filepath.WalkDir(moduleRoot, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != moduleRoot {
			return fs.SkipDir
		}
		_, err = os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) { // another test's file
			return nil
		}
		return err
	})
}

// The limit is what users wait for in every job that pulls the image.
const maxImageSize = 20_000_000

func TestImageIsSmall(t *testing.T) {
	t.Parallel()
	answer, err := docker(t.Context(), "image", "inspect", "--format", "{{.Size}}", image(t))
	if err != nil {
		t.Fatal(err)
	}
	size, err := strconv.Atoi(answer)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MB", float64(size)/1e6)
	if size >= maxImageSize {
		t.Errorf("the image has %d bytes, want less than %d", size, maxImageSize)
	}
}

func TestImageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	const labels = `{{range $k, $v := .Config.Labels}}{{$k}}={{$v}}{{"\n"}}{{end}}user={{.Config.User}}`
	got, err := docker(t.Context(), "image", "inspect", "--format", labels, image(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"org.opencontainers.image.source=https://github.com/astraweave/fetch-assets",
		"org.opencontainers.image.licenses=MIT",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the image lacks the label %s; it has:\n%s", want, got)
		}
	}
	// The workspace is another user's, and only root can write to every one.
	if !strings.HasSuffix(got, "user=") {
		t.Errorf("the image sets a user:\n%s", got)
	}
}

// Everything happens in the workspace and below /tmp.
func TestImageRunsReadOnly(t *testing.T) {
	t.Parallel()
	got, err := docker(t.Context(), "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--network", "none",
		"--cap-drop", "ALL", "--security-opt", "no-new-privileges", image(t), "demo")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got, "panic") {
		t.Error(got)
	}
}

package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// standInLabel marks the images that supply made; its value is what they are made of.
const standInLabel = "com.github.astraweave.fetch-assets.stand-in"

// The stand-ins are of this Debian release, and the others build on this one.
const (
	debianRelease = "bookworm"
	debianImage   = "debian:bookworm-slim"
)

// supply sees to it that the engine has an image of that name: the one it has,
// the one that a registry gives, or a stand-in.
func supply(ctx context.Context, image string) error {
	recipe := debianRelease
	if strings.HasPrefix(image, "golang:") {
		recipe += " " + runtime.Version()
	}
	label, err := docker(ctx, "image", "inspect", "--format", fmt.Sprintf("{{index .Config.Labels %q}}", standInLabel), image)
	if err == nil && (label == "" || label == recipe) {
		return nil
	}
	if err = pull(ctx, image); err == nil {
		return nil
	}
	if made := makeStandIn(ctx, image, recipe); made != nil {
		return errors.Join(fmt.Errorf("%s cannot be pulled: %w", image, err), fmt.Errorf("nor be stood in for: %w", made))
	}
	return nil
}

// pull gives up in time for the stand-in, should the registry be out of reach in
// a way that nobody says no.
func pull(ctx context.Context, image string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	_, err := docker(ctx, "pull", "--quiet", image)
	return err
}

// makeStandIn makes an image of what the official one has and the Dockerfiles
// use: a minimal Debian, and for a golang image the Go that runs this test.
func makeStandIn(ctx context.Context, image, recipe string) error {
	label := fmt.Sprintf("LABEL %s=%q", standInLabel, recipe)
	switch {
	case image == debianImage:
		return makeDebian(ctx, image, label)
	case strings.HasPrefix(image, "golang:") && strings.HasSuffix(image, "-"+debianRelease):
		return makeGo(ctx, image, label)
	}
	return fmt.Errorf("no recipe for %s", image)
}

// makeDebian makes a minimal Debian. It needs to be root.
func makeDebian(ctx context.Context, image, label string) error {
	root, err := os.MkdirTemp("", "fetch-assets-e2e-debian-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	install := exec.CommandContext(ctx, "debootstrap", "--variant=minbase", "--include=ca-certificates", debianRelease, root)
	if _, err := output(install); err != nil {
		return fmt.Errorf("%w\n(debootstrap comes in the Debian package of that name, and runs as root)", err)
	}
	if err := copyRoots(root); err != nil {
		return err
	}
	pack := exec.CommandContext(ctx, "tar", "-C", root, "--one-file-system", "-c", ".")
	load := exec.CommandContext(ctx, "docker", "import", "--change", label, "--change", `CMD ["bash"]`, "-", image)
	return pipe(pack, load)
}

// copyRoots lets the system below root trust whom this one trusts: a machine
// behind a proxy trusts that proxy, and so must what is built on it.
func copyRoots(root string) error {
	const name = "/etc/ssl/certs/ca-certificates.crt"
	pem, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, name), pem, 0o644)
}

// pipe runs two commands, the first one's output into the second.
func pipe(from, into *exec.Cmd) error {
	r, w := io.Pipe()
	from.Stdout, into.Stdin = w, r
	packed := make(chan error, 1)
	go func() {
		err := from.Run()
		w.CloseWithError(err)
		packed <- err
	}()
	_, err := output(into)
	r.Close()
	return errors.Join(err, <-packed)
}

// makeGo makes a Debian with the installed Go, set up to work there as it works here.
func makeGo(ctx context.Context, image, label string) error {
	if err := supply(ctx, debianImage); err != nil {
		return err
	}
	settings, err := output(exec.CommandContext(ctx, "go", "env", "GOROOT", "GOPROXY", "GOSUMDB"))
	if err != nil {
		return err
	}
	goEnv := strings.Split(settings, "\n")
	if len(goEnv) != 3 {
		return fmt.Errorf("go env answered %q", settings)
	}
	build := exec.CommandContext(ctx, "docker", "build", "--file", "-", "--tag", image, goEnv[0])
	build.Stdin = strings.NewReader(strings.Join([]string{
		"FROM " + debianImage,
		"COPY . /usr/local/go",
		"ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"ENV GOPATH=/go GOTOOLCHAIN=local",
		fmt.Sprintf("ENV GOPROXY=%q GOSUMDB=%q", goEnv[1], goEnv[2]),
		"WORKDIR /go",
		label,
	}, "\n"))
	_, err = output(build)
	return err
}

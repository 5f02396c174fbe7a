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
)

// standInLabel marks the images that supply made; its value is what they are made of.
const standInLabel = "com.github.astraweave.fetch-assets.stand-in"

// standInRelease is the Debian release of the stand-ins.
const standInRelease = "bookworm"

// supply sees to it that the engine has an image of that name: the one it has,
// the one that a registry gives, or a stand-in.
func supply(ctx context.Context, image string) error {
	recipe := standInRelease + " " + runtime.Version()
	label, err := docker(ctx, "image", "inspect", "--format", "{{index .Config.Labels "+fmt.Sprintf("%q", standInLabel)+"}}", image)
	if err == nil && (label == "" || label == recipe) {
		return nil
	}
	_, err = docker(ctx, "pull", "--quiet", image)
	if err == nil {
		return nil
	}
	if made := makeStandIn(ctx, image, recipe); made != nil {
		return errors.Join(fmt.Errorf("%s cannot be pulled: %w", image, err), fmt.Errorf("nor be stood in for: %w", made))
	}
	return nil
}

// makeStandIn makes an image of what the official one has and the Dockerfiles
// use: a minimal Debian, and for a golang image the Go that runs this test.
func makeStandIn(ctx context.Context, image, recipe string) error {
	if !strings.Contains(image, standInRelease) {
		return fmt.Errorf("%s is no Debian %s", image, standInRelease)
	}
	root, err := os.MkdirTemp("", "fetch-assets-stand-in-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	if err := installDebian(ctx, root); err != nil {
		return err
	}
	changes := []string{fmt.Sprintf("LABEL %s=%q", standInLabel, recipe), `CMD ["bash"]`}
	if strings.HasPrefix(image, "golang:") {
		env, err := installGo(ctx, root)
		if err != nil {
			return err
		}
		changes = append(changes, env...)
	}
	return importImage(ctx, root, image, changes)
}

// installDebian makes a minimal system below root. It needs to be root.
func installDebian(ctx context.Context, root string) error {
	_, err := output(exec.CommandContext(ctx, "debootstrap", "--variant=minbase", "--include=ca-certificates", standInRelease, root))
	if err != nil {
		return fmt.Errorf("%w\n(debootstrap comes in the Debian package of that name, and runs as root)", err)
	}
	// A machine behind a proxy trusts that proxy, and so must what is built on it.
	const roots = "/etc/ssl/certs/ca-certificates.crt"
	pem, err := os.ReadFile(roots)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, roots), pem, 0o644)
}

// installGo copies the installed Go below root, and returns the changes to the
// image's configuration that let it work there as it works here.
func installGo(ctx context.Context, root string) ([]string, error) {
	settings, err := output(exec.CommandContext(ctx, "go", "env", "GOROOT", "GOPROXY", "GOSUMDB"))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(settings, "\n")
	if len(lines) != 3 {
		return nil, fmt.Errorf("go env answered %q", settings)
	}
	if _, err := output(exec.CommandContext(ctx, "cp", "-a", lines[0], filepath.Join(root, "usr/local/go"))); err != nil {
		return nil, err
	}
	return []string{
		"ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"ENV GOPATH=/go",
		"ENV GOTOOLCHAIN=local",
		fmt.Sprintf("ENV GOPROXY=%q", lines[1]),
		fmt.Sprintf("ENV GOSUMDB=%q", lines[2]),
		"WORKDIR /go",
	}, nil
}

// importImage makes an image of the files below root.
func importImage(ctx context.Context, root, image string, changes []string) error {
	args := []string{"import"}
	for _, c := range changes {
		args = append(args, "--change", c)
	}
	pack := exec.CommandContext(ctx, "tar", "-C", root, "--one-file-system", "-c", ".")
	load := exec.CommandContext(ctx, "docker", append(args, "-", image)...)
	return pipe(pack, load)
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

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// machine is where and with what the figures were measured.
type machine struct {
	hardware string
	system   string
	disk     string // the file system of the downloads
	date     string
	tools    []string
}

func describeMachine(ctx context.Context, l *lab) machine {
	return machine{
		hardware: fmt.Sprintf("%d cores, %s, %s of memory", runtime.NumCPU(), processor(), memorySize()),
		system:   fmt.Sprintf("%s %s, %s", runtime.GOOS, release(firstLine(ctx, "uname", "-r")), runtime.Version()),
		disk:     firstLine(ctx, "stat", "-f", "-c", "%T", l.work),
		date:     time.Now().UTC().Format(time.DateOnly),
		tools:    l.versions(ctx),
	}
}

// versions are those of the clients that are installed, and of nginx.
func (l *lab) versions(ctx context.Context) []string {
	all := []string{"fetch-assets " + strings.TrimPrefix(firstLine(ctx, l.binary, "version"), "fetch-assets ")}
	for _, tool := range []struct{ name, flag string }{
		{"curl", "--version"}, {"wget2", "--version"}, {"aria2c", "--version"}, {"sha256sum", "--version"}, {"openssl", "version"}, {"nginx", "-v"},
	} {
		if l.has(tool.name) {
			all = append(all, firstLine(ctx, tool.name, tool.flag))
		}
	}
	return append(all, "go-getter "+moduleVersion("github.com/hashicorp/go-getter/v2"))
}

// moduleVersion is the version of a dependency of this binary.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}

// firstLine is what a command has to say first, "unknown" when it does not run.
func firstLine(ctx context.Context, command string, args ...string) string {
	out, err := exec.CommandContext(ctx, command, args...).CombinedOutput()
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if err != nil || line == "" {
		return "unknown"
	}
	return line
}

// processor is what Linux says about the first core.
func processor() string {
	data, _ := os.ReadFile("/proc/cpuinfo") // elsewhere there is none
	if name := field(string(data), "model name"); name != "" && name != "unknown" {
		return name
	}
	if vendor := field(string(data), "vendor_id"); vendor != "" {
		return fmt.Sprintf("%s family %s model %s", vendor, field(string(data), "cpu family"), field(string(data), "model"))
	}
	return runtime.GOARCH
}

func memorySize() string {
	data, _ := os.ReadFile("/proc/meminfo") // elsewhere there is none
	var total int64
	if _, err := fmt.Sscanf(field(string(data), "MemTotal"), "%d kB", &total); err != nil {
		return "unknown size"
	}
	return fmt.Sprintf("%.0f GiB", float64(total)/mib)
}

// field is the first value of a key in a file of lines "key : value".
func field(data, key string) string {
	for line := range strings.Lines(data) {
		name, value, ok := strings.Cut(line, ":")
		if ok && strings.TrimSpace(name) == key {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// release is the version of a kernel, without the name of its build.
func release(name string) string {
	version, _, _ := strings.Cut(name, "-")
	return version
}

package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
)

// version is stamped in by the linker when a release is built.
var version = "dev"

// repository is where the user agent sends people who wonder who asks.
const repository = "https://github.com/astraweave/fetch-assets"

func userAgent() string { return "fetch-assets/" + version + " (+" + repository + ")" }

// runVersion prints the version and what it was built with.
func runVersion(_ context.Context, s *session) error {
	platform := runtime.GOOS + "/" + runtime.GOARCH
	if s.set.json {
		return json.NewEncoder(s.env.Stdout).Encode(map[string]string{
			"version": version, "go": runtime.Version(), "platform": platform,
		})
	}
	_, err := fmt.Fprintf(s.env.Stdout, "fetch-assets %s %s %s\n", version, runtime.Version(), platform)
	return err
}

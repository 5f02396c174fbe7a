package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// output is where fetch-assets places files, below the job's folder.
const output = "assets"

func ownPath(name string) string {
	return filepath.Join(output, "url", name, name+"_other.bin")
}

// fetchAssets runs fetch with so many connections; with a ceiling, it finds out
// by itself how many of them are good.
func fetchAssets(name string, conns, ceiling int) client {
	concurrency := strconv.Itoa(conns)
	if ceiling > 0 {
		concurrency = "auto"
	}
	return client{
		name: name, own: true, conns: conns, perFile: conns, path: ownPath,
		command: func(j job) ([]string, error) {
			err := os.WriteFile(j.file("manifest.toml"), manifest(j.urls, j.host, ceiling), 0o600)
			return j.lab.own("fetch", "--manifest", "manifest.toml", "--concurrency", concurrency, "--quiet"), err
		},
	}
}

func fetchAssetsVerify() client {
	return client{name: oursVerify, own: true, path: ownPath, command: func(j job) ([]string, error) {
		return j.lab.own("verify", "--manifest", "manifest.toml", "--quiet"), nil
	}}
}

// manifest lists the addresses as assets of the provider "url", with a ceiling
// for their host when it is not 0.
func manifest(urls []string, host string, ceiling int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "output_dir = %q\ncache_dir = \"cache\"\n\n[policy]\nallow = [\"CC0-1.0\"]\n", output)
	if ceiling > 0 {
		fmt.Fprintf(&b, "\n[hosts.%q]\nmax_connections = %d\n", host, ceiling)
	}
	for i, url := range urls {
		fmt.Fprintf(&b, "\n[[assets]]\nhandle = %q\nprovider = \"url\"\ntype = \"other\"\nurl = %q\nlicense = \"CC0-1.0\"\n", fileName(i), url)
	}
	return []byte(b.String())
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/hashicorp/go-getter/v2"
	"golang.org/x/sync/errgroup"
)

// modeGoGetter makes this binary the downloader that one writes in an hour: a
// group of goroutines over go-getter.
const modeGoGetter = "go-getter"

// goGetterMain takes the number of files at once, the folder to fill, and the
// file with the addresses.
func goGetterMain(ctx context.Context, args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("%s takes N FOLDER LIST", modeGoGetter)
	}
	limit, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	list, err := os.ReadFile(args[2])
	if err != nil {
		return err
	}
	return getAll(ctx, limit, args[1], strings.Fields(string(list)))
}

func getAll(ctx context.Context, limit int, dir string, urls []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	// By itself go-getter makes a connection for every request.
	transport := &http.Transport{MaxIdleConnsPerHost: limit}
	defer transport.CloseIdleConnections()
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(limit)
	for _, url := range urls {
		group.Go(func() error { return get(ctx, transport, url, filepath.Join(dir, path.Base(url))) })
	}
	return group.Wait()
}

// get uses a getter of its own: go-getter keeps state in it.
func get(ctx context.Context, transport http.RoundTripper, url, dst string) error {
	c := &getter.Client{Getters: []getter.Getter{&getter.HttpGetter{
		Client: &http.Client{Transport: transport}, XTerraformGetDisabled: true,
	}}}
	_, err := c.Get(ctx, &getter.Request{Src: url, Dst: dst, GetMode: getter.ModeFile})
	return err
}

package main

import "path/filepath"

// Names of the clients, as the report shows them.
const (
	ours         = "fetch-assets"
	oursAuto     = "fetch-assets auto, ceiling 64"
	oursAuto32   = "fetch-assets auto, ceiling 32"
	oursVerify   = "fetch-assets verify"
	curl         = "curl -Z"
	wget2        = "wget2"
	wget2Hashed  = "wget2, then sha256sum"
	wget2OpenSSL = "wget2, then openssl on all cores"
	aria2        = "aria2c -j8"
	aria2Wide    = "aria2c -j8 -x8"
	goGetter     = "go-getter"
	sha256sum    = "sha256sum on all cores"
	openSSL      = "openssl sha256 on all cores"
)

// client is a program with the flags that a scenario needs.
type client struct {
	name    string
	tool    string // command that has to be installed; empty for our own
	also    string // a further such command
	conns   int    // connections it is allowed in all, where files allow as many
	perFile int    // of these, for one file; 0 means 1
	own     bool   // is fetch-assets
	// command writes what the client needs into the job's folder, and returns
	// the arguments.
	command func(j job) ([]string, error)
	// path is where the file ends up, below the job's folder.
	path func(name string) string
}

// job is one run of one client.
type job struct {
	client   client
	scenario scenario
	lab      *lab
	dir      string   // empty before the run
	urls     []string // of the scenario's files, in order
	host     string   // the server's, with its port
	ca       string   // file with the certificate of the server's authority; empty without TLS
}

func (j job) file(name string) string { return filepath.Join(j.dir, name) }

// opens is how many connections the client may have for these files.
func (c client) opens(files int) int {
	return min(c.conns, files*max(1, c.perFile))
}

// clientsFor are the clients that a scenario compares.
func clientsFor(s scenario) []client {
	switch s.kind {
	case warm:
		return []client{fetchAssets(ours, base, 0)}
	case verify:
		return []client{fetchAssetsVerify(), hashClient(sha256sum, "sha256sum"), hashClient(openSSL, "openssl")}
	}
	all := []client{fetchAssets(ours, base, 0)}
	if s.shaped() {
		all = append(all, autoClients(s)...)
	}
	all = append(all, curlClient(), wget2Client())
	if !s.shaped() && len(s.sizes) < 100 {
		all = append(all, wget2HashedClient(wget2Hashed, "sha256sum", 1), wget2HashedClient(wget2OpenSSL, "openssl", 0))
	}
	return append(all, aria2Client(aria2, 1), aria2Client(aria2Wide, 8), goGetterClient())
}

func autoClients(s scenario) []client {
	all := []client{fetchAssets(oursAuto, 64, 64)}
	if s.ceiling > 0 {
		all = append(all, fetchAssets(oursAuto32, s.ceiling, s.ceiling))
	}
	return all
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// downloaded is where every peer puts its files, below the job's folder.
const downloaded = "out"

func peerPath(name string) string { return filepath.Join(downloaded, name+".bin") }

func curlClient() client {
	return client{name: curl, tool: "curl", conns: base, path: peerPath, command: func(j job) ([]string, error) {
		var config strings.Builder
		for i, url := range j.urls {
			fmt.Fprintf(&config, "url = %q\noutput = %q\n", url, peerPath(fileName(i)))
		}
		args := []string{
			"curl", "--disable", "--parallel", "--parallel-max", strconv.Itoa(base), "--silent", "--show-error",
			"--fail", "--http1.1", "--create-dirs", "--config", "list",
		}
		return j.withCA(args, "--cacert"), j.list(config.String())
	}}
}

func wget2Client() client {
	return client{name: wget2, tool: "wget2", conns: base, path: peerPath, command: func(j job) ([]string, error) {
		args := []string{
			"wget2", "--no-config", "--quiet", "--max-threads=" + strconv.Itoa(base),
			"--no-directories", "--directory-prefix=" + downloaded, "--input-file=list",
		}
		return j.withCA(args, "--ca-certificate"), j.list(strings.Join(j.urls, "\n") + "\n")
	}}
}

// wget2HashedClient hashes what wget2 fetched, with a number of processes at
// once; 0 means one for each core.
func wget2HashedClient(name, tool string, processes int) client {
	c := wget2Client()
	c.name, c.also = name, tool
	fetch := c.command
	c.command = func(j job) ([]string, error) {
		args, err := fetch(j)
		return shell(strings.Join(args, " ") + " && " + hashAll(tool, downloaded, processes)), err
	}
	return c
}

func hashClient(name, tool string) client {
	return client{name: name, tool: tool, path: ownPath, command: func(job) ([]string, error) {
		return shell(hashAll(tool, output, 0)), nil
	}}
}

// hashAll is a line of shell that hashes a folder, the file names given out one
// by one to as many processes. The sha256sum of some systems is several times
// slower than openssl, so both are measured.
func hashAll(tool, dir string, processes int) string {
	if processes == 0 {
		processes = runtime.NumCPU()
	}
	if tool == "openssl" {
		tool = "openssl dgst -sha256"
	}
	return fmt.Sprintf("find %s -name '*.bin' -print0 | xargs -0 -n 1 -P %d %s", dir, processes, tool)
}

func shell(line string) []string { return []string{"sh", "-c", line} }

func aria2Client(name string, perFile int) client {
	return client{
		name: name, tool: "aria2c", conns: base * perFile, perFile: perFile, path: peerPath,
		command: func(j job) ([]string, error) {
			var list strings.Builder
			for i, url := range j.urls {
				fmt.Fprintf(&list, "%s\n  out=%s.bin\n", url, fileName(i))
			}
			args := []string{
				"aria2c", "--no-conf", "--quiet", "--file-allocation=none", "--dir=" + downloaded,
				"--input-file=list", "-j" + strconv.Itoa(base), "-x" + strconv.Itoa(perFile), "-s" + strconv.Itoa(perFile), "-k1M",
			}
			return j.withCA(args, "--ca-certificate"), j.list(list.String())
		},
	}
}

func goGetterClient() client {
	return client{name: goGetter, conns: base, path: peerPath, command: func(j job) ([]string, error) {
		args := []string{j.lab.self, modeGoGetter, strconv.Itoa(base), downloaded, "list"}
		return args, j.list(strings.Join(j.urls, "\n") + "\n")
	}}
}

// list writes the file that tells a client what to fetch.
func (j job) list(content string) error {
	return os.WriteFile(j.file("list"), []byte(content), 0o600)
}

// withCA adds the flag that makes a client trust the server.
func (j job) withCA(args []string, flag string) []string {
	if j.ca == "" {
		return args
	}
	if flag == "--cacert" {
		return append(args, flag, j.ca)
	}
	return append(args, flag+"="+j.ca)
}

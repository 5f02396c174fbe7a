package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/internal/origin"
)

// nginxProcess is an nginx in the foreground, with a folder of its own.
type nginxProcess struct {
	dir  string
	base string
	cmd  *exec.Cmd
}

// startNginx serves a copy of the origin's files.
func startNginx(ctx context.Context, s scenario, from *origin.Origin, work string) (*nginxProcess, error) {
	n := &nginxProcess{dir: filepath.Join(work, "nginx")}
	addr, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	n.base = "http://" + addr
	if err := errors.Join(os.RemoveAll(n.dir), os.MkdirAll(n.file("root"), 0o755)); err != nil {
		return nil, err
	}
	if s.tls {
		n.base = "https://" + addr
		if err := writeCertificate(filepath.Join(work, "ca.pem"), n.file("key.pem")); err != nil {
			return nil, err
		}
	}
	if err := copyFiles(ctx, from, n.file("root")); err != nil {
		return nil, err
	}
	if err := os.WriteFile(n.file("nginx.conf"), []byte(n.config(addr, work, s.tls)), 0o600); err != nil {
		return nil, err
	}
	n.cmd = exec.CommandContext(ctx, "nginx", "-p", n.dir, "-c", n.file("nginx.conf"), "-e", n.file("error.log"))
	if err := n.cmd.Start(); err != nil {
		return nil, err
	}
	if err := answers(ctx, addr); err != nil {
		return nil, errors.Join(err, n.close())
	}
	return n, nil
}

func (n *nginxProcess) file(name string) string { return filepath.Join(n.dir, name) }

// config leaves everything at its default that does not have to change.
func (n *nginxProcess) config(addr, work string, tls bool) string {
	listen := "listen " + addr + ";"
	if tls {
		listen = fmt.Sprintf("listen %s ssl; ssl_certificate %s; ssl_certificate_key %s;",
			addr, filepath.Join(work, "ca.pem"), n.file("key.pem"))
	}
	return fmt.Sprintf(`daemon off;
master_process off;
pid nginx.pid;
events {}
http {
  log_format counts '$body_bytes_sent';
  access_log access.log counts;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  server { %s root root; }
}
`, listen)
}

func (n *nginxProcess) url(path string) string { return n.base + path }

func (n *nginxProcess) reset() error { return os.Truncate(n.file("access.log"), 0) }

func (n *nginxProcess) counts() (counts, error) {
	log, err := os.Open(n.file("access.log"))
	if err != nil {
		return counts{}, err
	}
	defer log.Close()
	return countLog(log)
}

// countLog adds up a log that has the bytes of one answer on each line.
func countLog(log io.Reader) (counts, error) {
	c := counts{peak: -1}
	for lines := bufio.NewScanner(log); ; {
		if !lines.Scan() {
			return c, lines.Err()
		}
		var sent int64
		if _, err := fmt.Sscan(lines.Text(), &sent); err != nil {
			return c, fmt.Errorf("reading %q in the log of nginx: %w", lines.Text(), err)
		}
		c.requests++
		c.bytes += sent
	}
}

func (n *nginxProcess) close() error {
	_ = n.cmd.Process.Signal(os.Interrupt)
	_ = n.cmd.Wait() // it was told to go
	return os.RemoveAll(n.dir)
}

// freeAddress is one that nobody listened on a moment ago.
func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answers waits until somebody listens.
func answers(ctx context.Context, addr string) error {
	var err error
	for range 200 {
		var c net.Conn
		if c, err = new(net.Dialer).DialContext(ctx, "tcp", addr); err == nil {
			return c.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("nginx does not listen: %w", err)
}

// copyFiles stores the origin's files in a folder.
func copyFiles(ctx context.Context, from *origin.Origin, dir string) error {
	c := from.Client()
	defer c.CloseIdleConnections()
	for _, path := range from.Paths() {
		if err := copyFile(ctx, c, from.URL(path), filepath.Join(dir, strings.TrimPrefix(path, "/"))); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(ctx context.Context, c *http.Client, url, dst string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	out, err := os.Create(dst)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, resp.Body)
	return errors.Join(err, out.Close())
}

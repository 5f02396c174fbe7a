package toxics

import (
	"context"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch"
)

// Names that the resolver of the tests knows. Every other one it asks nobody for.
const (
	goodName  = "good.example."
	noName    = "nowhere.example."
	badName   = "broken.example."
	healsName = "heals.example."
)

// healed says whether the name server has found out about healsName.
var healed atomic.Bool

// TestMain puts a name server of our own in the place of the system's.
func TestMain(m *testing.M) {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go serveNames(server)
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	os.Exit(m.Run())
}

func serveNames(server net.PacketConn) {
	buf := make([]byte, 1500)
	for {
		n, from, err := server.ReadFrom(buf)
		if err != nil {
			return
		}
		if answer, err := answerName(buf[:n]); err == nil {
			_, _ = server.WriteTo(answer, from)
		}
	}
}

// answerName says that a good name is this machine's, and of a bad one what is
// the matter with it.
func answerName(query []byte) ([]byte, error) {
	var msg dnsmessage.Message
	if err := msg.Unpack(query); err != nil {
		return nil, err
	}
	msg.Response, msg.Additionals = true, nil
	question := msg.Questions[0]
	switch name := strings.ToLower(question.Name.String()); {
	case name == badName, name == healsName && !healed.Load():
		msg.RCode = dnsmessage.RCodeServerFailure
	case name != goodName && name != healsName:
		msg.RCode = dnsmessage.RCodeNameError
	case question.Type == dnsmessage.TypeA:
		msg.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET},
			Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, 1}},
		}}
	}
	return msg.Pack()
}

// TestNames has looking up the host fail for good, for a while, and not at all.
func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, host string
		says       string // empty means that the files arrive
		attempts   int    // at most
	}{
		{"known", goodName, "", 1},
		{"unknown", noName, "there is no host", 1},
		{"name server broken", badName, "looking up host", 1 + fetch.DefaultRetries},
		{"name server broken for a while", healsName, "", 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.rename(tt.host)
			r.Observe = func(e fetch.Event) {
				if e.Kind == fetch.Retrying && tt.host == healsName {
					healed.Store(true)
				}
			}
			results := r.Fetch(t.Context(), r.reqs)
			for _, res := range results {
				if (res.Err == nil) != (tt.says == "") || res.Err != nil && !strings.Contains(res.Err.Error(), tt.says) {
					t.Errorf("%s: %v, want %q", res.File.Path, res.Err, tt.says)
				}
				if len(r.bodies[res.File.Path]) < 100_000 && res.Attempts > tt.attempts {
					t.Errorf("%s: %d attempts, want %d", res.File.Path, res.Attempts, tt.attempts)
				}
			}
			r.audit(t, results)
		})
	}
}

// rename asks for the files under another host's name. Plain http from there is
// good enough only for files whose digests are known.
func (r *rig) rename(host string) {
	for i := range r.reqs {
		file := &r.reqs[i].File
		file.URL = strings.Replace(file.URL, "127.0.0.1", strings.TrimSuffix(host, "."), 1)
		file.Digest = asset.SumSHA256(r.bodies[file.Path])
	}
}

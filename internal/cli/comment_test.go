package cli

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const secretToken = "ghs_0123456789secret"

// pull plays the part of GitHub's API that a comment needs.
type pull struct {
	mu     sync.Mutex
	status int // answered to everything, unless 0
	body   string
	writes int
}

func (p *pull) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.status != 0:
		w.WriteHeader(p.status)
	case r.Header.Get("Authorization") != "Bearer "+secretToken:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/user":
		w.WriteHeader(http.StatusForbidden)
	case r.Method == http.MethodGet && p.body == "":
		_, _ = w.Write([]byte("[]"))
	case r.Method == http.MethodGet:
		_ = json.NewEncoder(w).Encode([]any{map[string]any{"id": 3, "body": p.body, "user": map[string]any{"type": "Bot", "id": 1}}})
	default:
		var in struct{ Body string }
		_ = json.NewDecoder(r.Body).Decode(&in)
		p.body = in.Body
		p.writes++
		_, _ = w.Write([]byte("{}"))
	}
}

// job is a step of a workflow that checks a manifest.
type job struct {
	dir, manifest string
	env           map[string]string
	pull          *pull
	stdout        bytes.Buffer
	stderr        bytes.Buffer
}

const entryText = `[[assets]]
handle = "song"
provider = "url"
type = "audio"
url = "https://files.example/song.ogg"
license = "`

func newJob(t *testing.T, p *pull, env map[string]string) *job {
	t.Helper()
	api := httptest.NewServer(p)
	t.Cleanup(api.Close)
	j := &job{dir: t.TempDir(), pull: p}
	j.manifest = filepath.Join(j.dir, "asset_manifest.toml")
	event := filepath.Join(j.dir, "event.json")
	if err := os.WriteFile(event, []byte(`{"pull_request": {"number": 7, "head": {"sha": "abc", "repo": {"full_name": "o/game"}}, "base": {"repo": {"full_name": "o/game"}}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	j.env = map[string]string{
		"GITHUB_ACTIONS": "true", "INPUT_COMMAND": "check", "INPUT_COMMENT": "on-change", "INPUT_MANIFEST": j.manifest,
		"INPUT_TOKEN": secretToken, "GITHUB_API_URL": api.URL, "GITHUB_REPOSITORY": "o/game", "GITHUB_EVENT_PATH": event, "GITHUB_RUN_ID": "5",
	}
	for k, v := range env {
		j.env[k] = v
	}
	return j
}

// run checks a manifest whose asset has this licence.
func (j *job) run(t *testing.T, license string) int {
	t.Helper()
	if err := os.WriteFile(j.manifest, []byte(entryText+license+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	j.stdout.Reset()
	j.stderr.Reset()
	code := Run(t.Context(), Env{
		Getenv: func(k string) string { return j.env[k] },
		Stdout: &j.stdout, Stderr: &j.stderr, Now: func() time.Time { return time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC) },
	})
	for _, line := range strings.Split(j.stdout.String()+j.stderr.String(), "\n") {
		if strings.Contains(line, secretToken) && !strings.HasPrefix(line, "::add-mask::") {
			t.Errorf("the token is in the line %q", line)
		}
	}
	return code
}

func TestCommentFollowsTheChange(t *testing.T) {
	t.Parallel()
	p := &pull{}
	j := newJob(t, p, nil)
	if code := j.run(t, "GPL-3.0-only"); code != exitPolicy {
		t.Errorf("exit code %d", code)
	}
	if p.writes != 1 || !strings.HasPrefix(p.body, "<!-- fetch-assets ") || !strings.Contains(p.body, "1 licence problem") || !strings.Contains(p.body, "/o/game/actions/runs/5") {
		t.Errorf("%d writes, the comment is\n%s", p.writes, p.body)
	}
	j.run(t, "GPL-3.0-only")
	if p.writes != 1 {
		t.Errorf("%d writes for two equal checks, want 1", p.writes)
	}
	base := filepath.Join(j.dir, "base.toml")
	if err := os.WriteFile(base, []byte(entryText+"CC0-1.0\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	j.env["INPUT_BASE"] = base
	if code := j.run(t, "CC0-1.0"); code != exitGood {
		t.Errorf("exit code %d", code)
	}
	if p.writes != 2 || !strings.Contains(p.body, "nothing relevant changed") || strings.Contains(p.body, "licence problem") {
		t.Errorf("%d writes, the comment is\n%s", p.writes, p.body)
	}
	if !strings.Contains(j.stderr.String(), "the comment on pull request #7 is updated") {
		t.Errorf("the log is %q", j.stderr.String())
	}
}

func TestCommentWhenNothingIsToBeSaid(t *testing.T) {
	t.Parallel()
	for when, want := range map[string]int{"on-change": 0, "always": 1, "never": 0} {
		p := &pull{}
		j := newJob(t, p, map[string]string{"INPUT_COMMENT": when})
		j.run(t, "CC0-1.0") // the lock is missing: something to say
		if said := p.writes; (said == 1) != (when != "never") {
			t.Errorf("%s: %d comments on a problem", when, said)
		}
		p.body, p.writes = "", 0
		base := filepath.Join(j.dir, "base.toml")
		if err := os.WriteFile(base, []byte(entryText+"CC0-1.0\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		j.env["INPUT_BASE"] = base
		j.run(t, "CC0-1.0")
		if p.writes != want {
			t.Errorf("%s: %d comments on nothing, want %d", when, p.writes, want)
		}
	}
}

func TestCommentThatCannotBeIsANotice(t *testing.T) {
	t.Parallel()
	fork := filepath.Join(t.TempDir(), "fork.json")
	if err := os.WriteFile(fork, []byte(`{"pull_request": {"number": 7, "head": {"repo": {"full_name": "x/game"}}, "base": {"repo": {"full_name": "o/game"}}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		status int
		env    map[string]string
		want   string
	}{
		{"read-only token", 403, nil, "::notice title=fetch-assets::no comment on the pull request: looking for the comment: the API answered 403 Forbidden; the job needs permissions"},
		{"fork", 403, map[string]string{"GITHUB_EVENT_PATH": fork}, "::notice title=fetch-assets::no comment on the pull request: the token of a change from a fork may only read"},
		{"hidden", 404, nil, "::notice title=fetch-assets::no comment"},
		{"wrong token", 0, map[string]string{"INPUT_TOKEN": secretToken + "x"}, "401 Unauthorized"},
		{"no token", 0, map[string]string{"INPUT_TOKEN": ""}, "::notice title=fetch-assets::no comment on the pull request: there is no token"},
		{"refused text", 422, nil, "422"},
		{"http to the world", 0, map[string]string{"GITHUB_API_URL": "http://api.example"}, "not reached by https"},
		{"odd repository", 0, map[string]string{"GITHUB_REPOSITORY": "../.."}, "is no pull request"},
		{"no pull request", 0, map[string]string{"GITHUB_EVENT_PATH": "/nowhere"}, "no comment: this run is not about a pull request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := &pull{status: tt.status}
			j := newJob(t, p, tt.env)
			if code := j.run(t, "GPL-3.0-only"); code != exitPolicy {
				t.Errorf("exit code %d, want that of the finding", code)
			}
			if log := j.stdout.String() + j.stderr.String(); !strings.Contains(log, tt.want) || p.writes != 0 {
				t.Errorf("%d writes, the log lacks %q:\n%s", p.writes, tt.want, log)
			}
		})
	}
}

func TestTokenOfTheEnvironment(t *testing.T) {
	t.Parallel()
	p := &pull{}
	j := newJob(t, p, map[string]string{"INPUT_TOKEN": "", "GITHUB_TOKEN": secretToken})
	j.run(t, "GPL-3.0-only")
	if p.writes != 1 {
		t.Errorf("%d writes\n%s", p.writes, j.stderr.String())
	}
}

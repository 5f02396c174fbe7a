package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	token  = "ghs_secret"
	marker = "<!-- fetch-assets 01 -->"
)

var thread = Thread{"o/game", 7}

// api plays the API for one pull request.
type api struct {
	mu       sync.Mutex
	comments []Comment
	asked    []string
	fail     map[string][]int // statuses for coming requests, by method and path
	slow     time.Duration
	me       *user // whose token it is; nil when the token may not ask
	header   map[string]string
	raw      string // instead of the list of comments
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := r.Method + " " + r.URL.Path
	a.asked = append(a.asked, key)
	time.Sleep(a.slow)
	if statuses := a.fail[key]; len(statuses) > 0 {
		a.fail[key] = statuses[1:]
		if statuses[0] != 0 {
			for k, v := range a.header {
				w.Header().Set(k, v)
			}
			w.WriteHeader(statuses[0])
			fmt.Fprintf(w, `{"message": "no %s"}`, r.Header.Get("Authorization"))
			return
		}
	}
	if r.Header.Get("Authorization") != "Bearer "+token {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	a.answer(w, r, key)
}

func (a *api) answer(w http.ResponseWriter, r *http.Request, key string) {
	var in content
	_ = json.NewDecoder(r.Body).Decode(&in)
	switch {
	case key == "GET /user" && a.me != nil:
		_ = json.NewEncoder(w).Encode(a.me)
	case key == "GET /repos/o/game/issues/7/comments" && a.raw != "":
		fmt.Fprint(w, a.raw)
	case key == "GET /repos/o/game/issues/7/comments":
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		from := min((page-1)*size, len(a.comments))
		_ = json.NewEncoder(w).Encode(a.comments[from:min(from+size, len(a.comments))])
	case key == "POST /repos/o/game/issues/7/comments":
		a.comments = append(a.comments, Comment{int64(len(a.comments) + 1), in.Body, bot})
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, "{}")
	case r.Method == http.MethodPatch && strings.HasPrefix(r.URL.Path, "/repos/o/game/issues/comments/"):
		id, _ := strconv.Atoi(r.URL.Path[len("/repos/o/game/issues/comments/"):])
		a.comments[id-1].Body = in.Body
		fmt.Fprint(w, "{}")
	default:
		w.WriteHeader(http.StatusForbidden)
	}
}

var (
	bot    = user{ID: 41898282, Login: "github-actions[bot]", Type: "Bot"}
	person = user{ID: 5, Login: "mallory", Type: "User"}
)

func start(t *testing.T, a *api) *Client {
	t.Helper()
	s := httptest.NewServer(a)
	t.Cleanup(s.Close)
	c, err := New(Options{API: s.URL, Token: token, Timeout: 2 * time.Second, Pause: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func keep(t *testing.T, c *Client, body string, create bool, want Outcome) {
	t.Helper()
	got, err := c.Keep(t.Context(), thread, marker, marker+"\n"+body, create)
	if err != nil || got != want {
		t.Errorf("comment is %s, %v, want %s", got, err, want)
	}
}

func TestKeepHasOneComment(t *testing.T) {
	t.Parallel()
	a := &api{comments: []Comment{{1, "hello", person}}}
	c := start(t, a)
	keep(t, c, "one", false, Absent)
	keep(t, c, "one", true, Created)
	keep(t, c, "one", true, Unchanged)
	keep(t, c, "two\n", true, Updated)
	a.comments[1].Body = strings.ReplaceAll(a.comments[1].Body, "\n", "\r\n")
	keep(t, c, "two", true, Unchanged)
	keep(t, c, "three", false, Updated)
	if len(a.comments) != 2 || a.comments[0].Body != "hello" || a.comments[1].Body != marker+"\nthree" {
		t.Errorf("comments are %+v", a.comments)
	}
}

func TestKeepFindsItsCommentOnALaterPage(t *testing.T) {
	t.Parallel()
	a := &api{}
	for i := range 250 {
		a.comments = append(a.comments, Comment{int64(i + 1), "talk about " + marker, bot})
	}
	a.comments[230].Body = marker + "\nold"
	c := start(t, a)
	keep(t, c, "new", true, Updated)
	if len(a.comments) != 250 || a.comments[230].Body != marker+"\nnew" {
		t.Errorf("%d comments, the one in question is %q", len(a.comments), a.comments[230].Body)
	}
}

func TestKeepLeavesForeignCommentsAlone(t *testing.T) {
	t.Parallel()
	forged := Comment{1, marker + "\nall is well", person}
	me := user{ID: 9, Login: "me", Type: "User"}
	for name, a := range map[string]*api{
		"token of a workflow": {comments: []Comment{forged}},
		"token of a person":   {comments: []Comment{forged, {2, marker + "\nof a bot", bot}}, me: &me},
	} {
		n := len(a.comments)
		keep(t, start(t, a), "wrong", true, Created)
		if len(a.comments) != n+1 || a.comments[0].Body != forged.Body {
			t.Errorf("%s: comments are %+v", name, a.comments)
		}
	}
	a := &api{comments: []Comment{forged, {2, marker + "\nmine", me}}, me: &me}
	keep(t, start(t, a), "new", true, Updated)
	if a.comments[1].Body != marker+"\nnew" {
		t.Errorf("comments are %+v", a.comments)
	}
}

func TestKeepFails(t *testing.T) {
	t.Parallel()
	const list, post, patch = "GET /repos/o/game/issues/7/comments", "POST /repos/o/game/issues/7/comments", "PATCH /repos/o/game/issues/comments/1"
	tests := []struct {
		name      string
		key       string
		statuses  []int
		header    map[string]string
		forbidden bool
		healed    bool
		requests  int // of key
	}{
		{"no token", list, []int{401}, nil, true, false, 1},
		{"read-only token", post, []int{403}, nil, true, false, 1},
		{"hidden repository", list, []int{404}, nil, true, false, 1},
		{"change refused", patch, []int{403}, nil, true, false, 1},
		{"too much", list, []int{429}, nil, false, false, 1},
		{"rate limit", post, []int{403}, map[string]string{"X-RateLimit-Remaining": "0"}, false, false, 1},
		{"refused text", post, []int{422}, nil, false, false, 1},
		{"broken once", list, []int{502}, nil, false, true, 2},
		{"broken for good", list, []int{500, 502, 503}, nil, false, false, 3},
		{"broken while writing", post, []int{502}, nil, false, false, 1},
		{"broken while changing", patch, []int{502, 503}, nil, false, true, 3},
		{"moved", list, []int{301}, map[string]string{"Location": "/elsewhere"}, false, false, 1},
		{"moved while writing", post, []int{301}, map[string]string{"Location": "https://evil.example/"}, false, false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &api{fail: map[string][]int{tt.key: tt.statuses}, header: tt.header}
			if tt.key == patch {
				a.comments = []Comment{{1, marker, bot}}
			}
			_, err := start(t, a).Keep(t.Context(), thread, marker, marker+"\nx", true)
			if (err == nil) != tt.healed || Forbidden(err) != tt.forbidden {
				t.Errorf("error %v, forbidden %t", err, Forbidden(err))
			}
			if err != nil && strings.Contains(err.Error(), token) {
				t.Errorf("the token is in the error %q", err)
			}
			n := 0
			for _, key := range a.asked {
				if key == tt.key {
					n++
				}
			}
			if n != tt.requests {
				t.Errorf("%d requests in %q, want %d", n, a.asked, tt.requests)
			}
		})
	}
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"html": "<html>", "another shape": `{"message": "hi"}`, "endless": "[" + strings.Repeat(" ", maxAnswer) + "]",
	} {
		if _, err := start(t, &api{raw: raw}).Keep(t.Context(), thread, marker, "x", true); err == nil || Forbidden(err) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestSlowServer(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer s.Close()
	defer close(release)
	c, err := New(Options{API: s.URL, Token: token, Timeout: 20 * time.Millisecond, Pause: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Keep(t.Context(), thread, marker, "x", true); err == nil || Forbidden(err) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Keep(ctx, thread, marker, "x", true); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestNewRefusesAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://api.example", "api.github.com", "https://", "https://me:pw@api.example", "https://api.example?x", "file:///etc", "://"} {
		if _, err := New(Options{API: address}); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	for _, address := range []string{"", "https://ghe.example/api/v3", "https://ghe.example/api/v3/", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost"} {
		if _, err := New(Options{API: address}); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestThreadsThatAreNone(t *testing.T) {
	t.Parallel()
	a := &api{}
	c := start(t, a)
	for _, th := range []Thread{{"o/game", 0}, {"o", 1}, {"o/g/x", 1}, {"../..", 1}, {"o/..", 1}, {"o/g?x", 1}, {"", 1}} {
		if _, err := c.Keep(t.Context(), th, marker, "x", true); err == nil {
			t.Errorf("%+v was taken", th)
		}
	}
	if len(a.asked) != 0 {
		t.Errorf("asked %q", a.asked)
	}
}

func TestParseEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event, ref string
		want             Event
	}{
		{"pull request", `{"pull_request": {"number": 7, "head": {"sha": "abc", "repo": {"full_name": "o/game"}}, "base": {"repo": {"full_name": "o/game"}}}}`, "", Event{7, "abc", false}},
		{"fork", `{"pull_request": {"number": 7, "head": {"sha": "abc", "repo": {"full_name": "x/game"}}, "base": {"repo": {"full_name": "o/game"}}}}`, "", Event{7, "abc", true}},
		{"deleted fork", `{"pull_request": {"number": 7, "head": {"sha": "abc", "repo": null}, "base": {"repo": {"full_name": "o/game"}}}}`, "", Event{7, "abc", true}},
		{"comment on a pull request", `{"issue": {"number": 8, "pull_request": {"url": "x"}}}`, "refs/heads/main", Event{Number: 8}},
		{"ref", `{}`, "refs/pull/12/merge", Event{Number: 12}},
		{"no file", ``, "refs/pull/12/head", Event{Number: 12}},
		{"odd types", `{"pull_request": "yes", "issue": 3}`, "refs/pull/3/merge", Event{Number: 3}},
	}
	for _, tt := range tests {
		got, err := ParseEvent([]byte(tt.event), tt.ref)
		if err != nil || got != tt.want {
			t.Errorf("%s: %+v, %v, want %+v", tt.name, got, err, tt.want)
		}
	}
	for _, event := range []string{``, `{}`, `{"issue": {"number": 8}}`, `{"pull_request": {"number": -1}}`} {
		for _, ref := range []string{"", "refs/heads/main", "refs/heads/refs/pull/1/merge", "refs/pull/x/merge", "refs/pull/0/merge"} {
			if got, err := ParseEvent([]byte(event), ref); !errors.Is(err, ErrNoPullRequest) {
				t.Errorf("%s %s: %+v, %v", event, ref, got, err)
			}
		}
	}
}

func FuzzParseEvent(f *testing.F) {
	f.Add([]byte(`{"pull_request": {"number": 7, "head": {"repo": null}}}`), "refs/pull/1/merge")
	f.Fuzz(func(t *testing.T, data []byte, ref string) {
		if e, err := ParseEvent(data, ref); err == nil && e.Number <= 0 {
			t.Errorf("pull request %d", e.Number)
		}
	})
}

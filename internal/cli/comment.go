package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/astraweave/fetch-assets/internal/github"
	"github.com/astraweave/fetch-assets/internal/report"
)

// When to comment on a pull request.
const (
	commentNever    = "never"
	commentOnChange = "on-change" // something changed or is wrong; an older comment is brought up to date
	commentAlways   = "always"
)

// comment keeps the comment on the pull request up to date. That it cannot is
// never a reason to fail: the same is in the summary, and forks may not comment.
func (s *session) comment(ctx context.Context, c command) {
	if !c.has("comment") || s.set.comment == commentNever || s.set.groups || ctx.Err() != nil {
		return
	}
	event, err := s.event()
	if err != nil {
		s.sink.Say("no comment: %v", err)
		return
	}
	outcome, err := s.keepComment(ctx, event)
	switch {
	case err == nil && outcome == github.Absent:
	case err == nil:
		s.sink.Say("the comment on pull request #%d is %s", event.Number, outcome)
	case github.Forbidden(err) && event.Fork:
		s.notice("no comment on the pull request: the token of a change from a fork may only read; see the job summary")
	case github.Forbidden(err):
		s.notice(fmt.Sprintf("no comment on the pull request: %v; the job needs permissions: pull-requests: write", err))
	default:
		s.notice(fmt.Sprintf("no comment on the pull request: %v", err))
	}
}

// errNoToken says that nobody gave us a token.
var errNoToken = errors.New("there is no token; give the input token: ${{ github.token }}")

// keepComment writes, changes or leaves the comment.
func (s *session) keepComment(ctx context.Context, event github.Event) (github.Outcome, error) {
	token := cmp.Or(s.set.token, s.env.getenv("GITHUB_TOKEN"))
	if token == "" {
		return "", errNoToken
	}
	if s.github != nil {
		if err := s.github.Mask(token); err != nil {
			return "", err
		}
	}
	client, err := github.New(github.Options{
		API: s.env.getenv("GITHUB_API_URL"), Token: token, UserAgent: userAgent(), Proxy: http.ProxyFromEnvironment,
	})
	if err != nil {
		return "", err
	}
	defer client.Close()
	create := s.set.comment == commentAlways || s.run.Remarkable()
	thread := github.Thread{Repository: s.env.getenv("GITHUB_REPOSITORY"), Number: event.Number}
	return client.Keep(ctx, thread, report.CommentMarker(s.run.Manifest), report.Comment(s.run, s.links(event)), create)
}

// event is the pull request that the run is about.
func (s *session) event() (github.Event, error) {
	var data []byte
	if path := s.env.getenv("GITHUB_EVENT_PATH"); path != "" {
		f, err := os.Open(path)
		if err == nil {
			defer f.Close()                                          // it is only read
			data, _ = io.ReadAll(io.LimitReader(f, github.MaxEvent)) // a part is as good as none
		}
	}
	return github.ParseEvent(data, s.env.getenv("GITHUB_REF"))
}

// links are where the comment leads to.
func (s *session) links(event github.Event) report.CommentOptions {
	server, repository := cmp.Or(s.env.getenv("GITHUB_SERVER_URL"), "https://github.com"), s.env.getenv("GITHUB_REPOSITORY")
	o := report.CommentOptions{}
	if commit := cmp.Or(event.Head, s.env.getenv("GITHUB_SHA")); commit != "" {
		o.Blob = server + "/" + repository + "/blob/" + commit
	}
	if run := s.env.getenv("GITHUB_RUN_ID"); run != "" {
		o.Log = server + "/" + repository + "/actions/runs/" + run
	}
	return o
}

// notice tells a person something that is no problem of the assets.
func (s *session) notice(text string) {
	if s.github != nil && s.github.Notice(text) == nil {
		return
	}
	s.sink.Say("%s", text)
}

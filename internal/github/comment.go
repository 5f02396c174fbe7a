package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Thread is a pull request.
type Thread struct {
	Repository string // "owner/name"
	Number     int
}

func (t Thread) path() (string, error) {
	if !repositoryForm.MatchString(t.Repository) || strings.Contains(t.Repository, "..") || t.Number <= 0 {
		return "", fmt.Errorf("%q #%d is no pull request", t.Repository, t.Number)
	}
	return "/repos/" + t.Repository, nil
}

// Comment is one comment of a thread.
type Comment struct {
	ID   int64  `json:"id"`
	Body string `json:"body"`
	User user   `json:"user"`
}

type user struct {
	ID    int64  `json:"id"`
	Login string `json:"login"`
	Type  string `json:"type"`
}

// Outcome is what became of a comment.
type Outcome string

// Outcomes of [Client.Keep].
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Absent    Outcome = "absent" // there is none, and none was wanted
)

// Keep makes the thread have one comment with this body, which begins with the
// marker: the one that is there is changed, and otherwise one is written. With
// create false none is written. Comments that somebody else wrote under the same
// marker do not count: their author could change what we say.
func (c *Client) Keep(ctx context.Context, t Thread, marker, body string, create bool) (Outcome, error) {
	path, err := t.path()
	if err != nil {
		return "", err
	}
	old, found, err := c.find(ctx, path, t.Number, marker)
	switch {
	case err != nil:
		return "", fmt.Errorf("looking for the comment: %w", err)
	case found && same(old.Body, body):
		return Unchanged, nil
	case found:
		err := c.call(ctx, http.MethodPatch, fmt.Sprintf("%s/issues/comments/%d", path, old.ID), content{body}, nil)
		return Updated, wrap("changing the comment", err)
	case !create:
		return Absent, nil
	}
	err = c.call(ctx, http.MethodPost, fmt.Sprintf("%s/issues/%d/comments", path, t.Number), content{body}, nil)
	return Created, wrap("writing the comment", err)
}

type content struct {
	Body string `json:"body"`
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// same compares bodies as the API gives them back: with other line ends, and
// without white space at the end.
func same(a, b string) bool {
	plain := func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
	return plain(a) == plain(b)
}

const (
	perPage  = 100
	maxPages = 50 // a thread of 5,000 comments
)

// find looks for our comment, the oldest first.
func (c *Client) find(ctx context.Context, repository string, number int, marker string) (Comment, bool, error) {
	var me *user
	for page := 1; page <= maxPages; page++ {
		var comments []Comment
		path := fmt.Sprintf("%s/issues/%d/comments?per_page=%d&page=%d", repository, number, perPage, page)
		if err := c.call(ctx, http.MethodGet, path, nil, &comments); err != nil {
			return Comment{}, false, err
		}
		for _, comment := range comments {
			if !strings.HasPrefix(comment.Body, marker) {
				continue
			}
			mine, err := c.wrote(ctx, &me, comment)
			if err != nil || mine {
				return comment, mine, err
			}
		}
		if len(comments) < perPage {
			break
		}
	}
	return Comment{}, false, nil
}

// wrote reports whether the token's owner wrote the comment. The token of a
// workflow belongs to a bot and may not ask whose it is; nobody but an app can
// write as a bot. The token of a person may ask.
func (c *Client) wrote(ctx context.Context, me **user, comment Comment) (bool, error) {
	if *me == nil {
		var who user
		err := c.call(ctx, http.MethodGet, "/user", nil, &who)
		if err != nil && !Forbidden(err) {
			return false, err
		}
		*me = &who
	}
	if (*me).ID == 0 {
		return comment.User.Type == "Bot", nil
	}
	return comment.User.ID == (*me).ID, nil
}

// ErrNoPullRequest says that a run is about no pull request.
var ErrNoPullRequest = errors.New("this run is not about a pull request")

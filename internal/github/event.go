package github

import (
	"encoding/json"
	"regexp"
	"strconv"
)

// Event is what set a workflow off, as far as it is about a pull request.
type Event struct {
	Number int    // of the pull request
	Head   string // its newest commit; empty when not known
	Fork   bool   // the change comes from another repository
}

// MaxEvent is how many bytes of an event's file are worth reading.
const MaxEvent = 32 << 20

var pullRef = regexp.MustCompile(`^refs/pull/([0-9]{1,9})/`)

// ParseEvent reads the file that GITHUB_EVENT_PATH names, and where that does
// not tell takes the number from GITHUB_REF. The error is [ErrNoPullRequest]
// when neither names one.
func ParseEvent(data []byte, ref string) (Event, error) {
	var said struct {
		PullRequest *struct {
			Number int `json:"number"`
			Head   side
			Base   side
		} `json:"pull_request"`
		Issue struct {
			Number      int              `json:"number"`
			PullRequest *json.RawMessage `json:"pull_request"`
		} `json:"issue"`
	}
	_ = json.Unmarshal(data, &said) // what is not understood says nothing
	if p := said.PullRequest; p != nil && p.Number > 0 {
		fork := p.Head.Repo.FullName != p.Base.Repo.FullName
		return Event{Number: p.Number, Head: p.Head.SHA, Fork: fork}, nil
	}
	if said.Issue.PullRequest != nil && said.Issue.Number > 0 {
		return Event{Number: said.Issue.Number}, nil
	}
	if m := pullRef.FindStringSubmatch(ref); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n > 0 {
			return Event{Number: n}, nil
		}
	}
	return Event{}, ErrNoPullRequest
}

type side struct {
	SHA  string `json:"sha"`
	Repo struct {
		FullName string `json:"full_name"`
	} `json:"repo"`
}

package fetch_test

import (
	"slices"
	"testing"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

func TestEventsTellTheStory(t *testing.T) {
	t.Parallel()
	r := newRig(t, origin.Options{})
	body := bytesOf(1, 400_000)
	flaky := r.add("flaky", body)
	gone := r.request("gone")
	again := flaky
	again.File.Path = "again"
	r.origin.Inject(origin.Rule{Path: "/flaky", Times: 1}, origin.Truncate(100_000))
	results := r.Fetch(t.Context(), []fetch.Request{flaky, gone, again})
	kinds := map[int][]fetch.EventKind{}
	var bytes int64
	for _, e := range r.events {
		list := kinds[e.Index]
		if e.Kind == fetch.Progress {
			if e.Bytes <= bytes || e.Total != 400_000 {
				t.Errorf("progress from %d to %d of %d", bytes, e.Bytes, e.Total)
			}
			bytes = e.Bytes
			if len(list) > 0 && list[len(list)-1] == fetch.Progress {
				continue
			}
		}
		kinds[e.Index] = append(list, e.Kind)
		if e.Handle != "asset" || e.Key != "key" {
			t.Errorf("the event is about %q %q", e.Handle, e.Key)
		}
		if (e.Kind == fetch.Waiting || e.Kind == fetch.Retrying) && e.Reason == "" {
			t.Errorf("%s has no reason", e.Kind)
		}
		if e.Kind == fetch.Finished && e.Result.Status != results[e.Index].Status {
			t.Errorf("%d finished as %+v", e.Index, e.Result)
		}
	}
	for i, want := range map[int][]fetch.EventKind{
		0: {fetch.Started, fetch.Progress, fetch.Waiting, fetch.Retrying, fetch.Progress, fetch.Finished},
		1: {fetch.Started, fetch.Finished},
		2: {fetch.Finished},
	} {
		if !slices.Equal(kinds[i], want) {
			t.Errorf("events of %d are %q, want %q", i, kinds[i], want)
		}
	}
	if bytes != 400_000 {
		t.Errorf("progress ended at %d bytes", bytes)
	}
}

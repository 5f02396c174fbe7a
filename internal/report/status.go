package report

import "github.com/astraweave/fetch-assets/fetch"

// Skipped is the status of an asset none of whose files was asked for: the run
// ended before, or its command moves no files.
const Skipped fetch.Status = "skipped"

// weight orders statuses by how much a person wants to know of them.
var weight = map[fetch.Status]int{
	fetch.Current: 1, fetch.Cached: 2, fetch.Downloaded: 3, fetch.Failed: 4,
}

// Status is the worst or else the most active of its files.
func (a *Asset) Status() fetch.Status {
	if a.Err != nil {
		return fetch.Failed
	}
	status := Skipped
	for _, r := range a.Results {
		if weight[r.Status] > weight[status] {
			status = r.Status
		}
	}
	return status
}

// Failure is the first thing that failed, nil when nothing did.
func (a *Asset) Failure() error {
	if a.Err != nil {
		return a.Err
	}
	for _, r := range a.Results {
		if r.Status == fetch.Failed {
			return r.Err
		}
	}
	return nil
}

package fetch

import "time"

// EventKind says what an [Event] is about.
type EventKind string

// The kinds of events. A file that is in place or in the store has Finished
// only. Requests that share one download share its first request's Started,
// Progress, Waiting and Retrying events; each has its own Finished.
const (
	Started  EventKind = "started"  // a connection begins to work on the file
	Progress EventKind = "progress" // bytes have arrived
	Waiting  EventKind = "waiting"  // something has to be waited for before another attempt
	Retrying EventKind = "retrying" // the next attempt begins now
	Finished EventKind = "finished" // Result is set
)

// Event is one thing that happens during [Fetcher.Fetch].
type Event struct {
	Kind   EventKind
	Index  int // of the request
	Handle string
	Key    string
	Bytes  int64         // of the file that are there so far; less than before when it starts over
	Total  int64         // of the file; 0 or less means unknown
	Host   string        // of Waiting: who is waited for; empty where there is no host
	Wait   time.Duration // of Waiting
	Reason string        // of Waiting and Retrying: what went wrong
	Result *Result       // of Finished; not to be changed
}

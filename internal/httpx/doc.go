// Package httpx is the one HTTP client of the tool. It adds to net/http what
// downloading from strangers needs: rules for hosts and redirects that are
// judged at every hop, a watchdog against stalled bodies, answers that are
// checked against what was asked for, waits that honour Retry-After, errors
// that a person can act on, and no secret in any of them.
//
// A [Client] makes plain GET requests. [Client.Open] makes one attempt and
// leaves retrying to the caller, who may have a better place to wait than a
// connection; [Client.GetBytes] retries on its own.
package httpx

// Package origin is a real HTTP server on the loopback interface whose manners
// can be set: how long it thinks, how fast it sends, and in which way it fails.
// Tests, benchmarks and the demo download from it.
//
// An [Origin] serves files that are held in memory or generated on the fly, so
// that a file of many gigabytes costs neither memory nor time to prepare. A
// [Shape] sets latency and rate, [Origin.Inject] adds a fault to the requests
// that a [Rule] picks, and counters and a log tell afterwards what was asked.
//
// Pacing needs a real clock: this is the one package outside the command line
// that reads it.
package origin

// Package fetch turns addresses into verified files on disk.
//
// A [Fetcher] takes any number of [Request]s and returns as many [Result]s in
// the same order. What is in place already is left alone, what the store has is
// placed from there, and only the rest is downloaded, by one pool of workers for
// all files of all assets together. Nothing gets a final name before its length
// and its digests were found right, and whatever is interrupted is resumed by
// the next run.
//
// The engine is in three layers. The scheduler (schedule.go) decides which
// worker does what next. A transfer (transfer.go) is one attempt of a worker to
// bring one range of a file. A download (download.go) is the file that comes
// into being: a partial file in the store, the ranges of it that are still
// missing, and the hash that follows the contiguous front of what has arrived.
package fetch

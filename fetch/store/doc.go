// Package store keeps files by their SHA-256 under one cache folder and places
// them from there into output folders, so that the same content is downloaded
// once and a second run reads nothing at all.
//
// The cache folder may be shared by any number of goroutines, [Store]s and
// processes at once, and may be cut off by a kill at any moment: whatever has a
// final name is whole, locks die with their holder, and the next run removes
// what the dead one left.
//
//	sha256/ab/<hex>        the blobs, named by what they contain
//	partial/<key>          downloads under way, with their state and their lock
//	tmp/                   scratch space of running processes
//	corrupt/               blobs that no longer held what they are named for
//	finished               what downloads of unknown content became, see [Store.Watch]
//	index                  what was hashed when, see [Store.Lookup]
//	.gitignore CACHEDIR.TAG  keep the folder out of repositories and backups
package store

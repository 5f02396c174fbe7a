// Package evidence finds out what files say about their own licence, and holds
// that against what a manifest declares.
//
// [Inspect] looks into one file: licence and read-me texts, archives without
// unpacking them, and the metadata of models, images, sounds and fonts. [Text]
// reads a text alone. [Scan] inspects a folder. [Compare] judges what was found.
//
// What is found confirms or contradicts a declaration; it is never its source.
// The package therefore prefers silence to a guess: a statement that leaves a
// question open, contradicts itself, or is about something else, gives nothing.
// The absence of evidence proves nothing either way.
//
// Every file is foreign. No parser trusts a length or a count, all of them are
// bounded in time and memory (see [Limits]), and a malformed file gives what
// could be read of it. Nothing in this package is legal advice.
//
// All functions are safe for concurrent use.
package evidence

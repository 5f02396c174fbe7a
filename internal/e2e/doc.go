// Package e2e builds the image from the Dockerfile as it stands and runs it the
// way a GitHub runner does: with its mounts, its variables and its files for
// outputs and summaries, against an origin on this machine. It has tests only.
//
// The tests need Linux and a Docker engine, and skip without them, unless
// FETCH_ASSETS_CI is set, which turns the skip into a failure. They need no
// registry: a base image that is neither there nor to be pulled gets a stand-in
// made of Debian packages and the installed Go.
package e2e

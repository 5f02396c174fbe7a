// Package report turns what a run did into what people and machines look at.
//
// The facts come first: a [Run] holds everything that happened, and nothing of
// how it looks. Renderings of it are functions: [Table] for people at a
// terminal, [JSON] for programs, [Summary] for the page of a GitHub job. While a
// run goes on, its events go to a [Sink]: [Terminal], [Plain], [Quiet] or
// [GitHub], and [Multi] for several at once.
//
// Titles, authors, file names and error texts come from the network and are
// hostile until shown otherwise. Whatever this package prints went through
// [Clean] or an escape made for the place where it stands.
package report

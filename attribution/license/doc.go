// Package license reads SPDX licence expressions, knows what the licences of
// game assets ask for, and judges them by a project's policy.
//
// [Parse] is strict: it accepts SPDX expressions and nothing else. [Repair]
// reads what people write instead ("CC BY 4.0", "GPLv3", the address of a deed)
// and says what it made of it. It never guesses: a statement that leaves a
// question open, such as a CC-BY without a version, stays unread, because a
// wrong licence is worse than an unknown one.
//
// [Compile] turns what a person wrote into a [Policy], and [Policy.Check]
// turns a policy and assets into findings. An asset without a licence is in a
// state of its own that no list of licences covers.
//
// Nothing in this package is legal advice. Identifiers follow the SPDX licence
// list, names and addresses are those of the licences' publishers.
//
// All functions are safe for concurrent use.
package license

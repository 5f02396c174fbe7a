// Package attribution turns assets into the credits that their licences ask
// for. It needs nothing but what a lock holds, and equal assets give equal
// bytes: no time, no order of arrival and no network has a part in it.
//
// The credits follow the practice that Creative Commons recommends, title,
// author, source, licence, with changes and the creator's own wording where
// there is one. They are written so that they satisfy CC BY and CC BY-SA from
// 1.0 to 4.0. Titles, names and other text from manifests and providers is
// foreign: it cannot leave its place in the form, see [Clean].
//
// All functions are safe for concurrent use.
package attribution

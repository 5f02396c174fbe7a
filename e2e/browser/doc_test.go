// Package browser looks at the credits from outside: it opens the page in a
// real Chromium and holds the bills of materials to their published schemas.
// It is a module of its own, so that nothing it needs is in the product's
// go.mod.
package browser

// Package toxics tests the download engine against what goes wrong below HTTP:
// a TCP proxy between it and the origin delays, slices, cuts and breaks the
// connections. It is a module of its own, so that the proxy stays out of the
// product's dependencies.
package toxics

// Package review compares what a change makes of a project's assets with what
// they were before, for the person who has to say yes to the change.
package review

// Package suggest finds what a person probably meant to write.
package suggest

import "strings"

// Nearest is the candidate that word most resembles, or "" when none is close
// enough to be offered: more than a third of the word would have to change.
// Case does not count. Of equally near candidates the first wins.
func Nearest(word string, candidates []string) string {
	return Within(word, candidates, max(1, len([]rune(word))/3))
}

// Within is as [Nearest], with a limit of the caller's: how many letters may
// have to be inserted, dropped, replaced or swapped with their neighbour. It is
// for candidates that resemble each other, such as ids with versions in them.
func Within(word string, candidates []string, limit int) string {
	best, w := "", []rune(strings.ToLower(word))
	for _, c := range candidates {
		if d := distance(w, []rune(strings.ToLower(c)), limit); d <= limit {
			best, limit = c, d-1
		}
	}
	return best
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours that turn a into b. Beyond the limit it only says that it is more.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}

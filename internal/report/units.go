package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var units = []string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}

// Size spells a number of bytes with three significant digits, such as
// "12.3 MiB". A negative number is unknown and spelt "?".
func Size(n int64) string {
	if n < 0 {
		return "?"
	}
	v, unit := float64(n), 0
	for v >= 999.5 && unit < len(units)-1 {
		v /= 1024
		unit++
	}
	switch {
	case unit == 0 || v >= 99.95:
		return fmt.Sprintf("%.0f %s", v, units[unit])
	case v >= 9.995:
		return fmt.Sprintf("%.1f %s", v, units[unit])
	}
	return fmt.Sprintf("%.2f %s", v, units[unit])
}

// Rate spells bytes over a time, such as "12.3 MiB/s"; "" when there was none.
func Rate(n int64, d time.Duration) string {
	if n <= 0 || d <= 0 {
		return ""
	}
	return Size(int64(float64(n)/d.Seconds())) + "/s"
}

// Duration spells a time as people say it: "85 ms", "4.2 s", "3 min 12 s",
// "1 h 5 min".
func Duration(d time.Duration) string {
	switch {
	case d <= 0:
		return "0 s"
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%d ms", max(1, d.Round(time.Millisecond).Milliseconds()))
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	s := int64(d.Round(time.Second) / time.Second)
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return pair(s/60, "min", s%60, "s")
	}
	return pair(s/3600, "h", s%3600/60, "min")
}

func pair(a int64, unit string, b int64, lower string) string {
	if b == 0 {
		return fmt.Sprintf("%d %s", a, unit)
	}
	return fmt.Sprintf("%d %s %d %s", a, unit, b, lower)
}

// count spells a number with its noun: "1 file", "1,204 files".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands spells a number with a comma between groups of three digits.
func thousands(n int) string {
	s := strconv.Itoa(n)
	var groups []string
	for len(s) > 3 && s[0] != '-' {
		groups = append([]string{s[len(s)-3:]}, groups...)
		s = s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, groups...), ",")
}

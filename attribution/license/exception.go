package license

import (
	"fmt"
	"strings"
	"time"

	"github.com/astraweave/fetch-assets/asset"
)

// exception lets a licence through for some assets.
type exception struct {
	asset   string // pattern
	license string // canonical expression or a single term
	digest  asset.Digest
	expires string // 2006-01-02, the last good day; empty means never
	source  asset.Exception
}

// dateForm orders dates alphabetically, which is all that expiry needs.
const dateForm = time.DateOnly

func (c *compiler) exception(e asset.Exception) {
	name := fmt.Sprintf("the exception for %q", e.Asset)
	ok := c.require(e, e.Asset != "", "an exception names no asset", `write asset = "handle", or a pattern with *`)
	ok = c.require(e, strings.TrimSpace(e.Reason) != "", name+" gives no reason", `write reason = "..." so that the next reader knows why`) && ok
	ok = c.require(e, goodDate(e.Expires), fmt.Sprintf("%s expires on %q, which is no date", name, e.Expires), "write expires = 2027-01-31") && ok
	ok = c.require(e, goodDigest(e.Digest), fmt.Sprintf("%s has %q for the SHA-256 of its file", name, e.Digest), `write sha256 = "..." with 64 hexadecimal digits`) && ok
	canonical, remedy := excepted(e.License)
	ok = c.require(e, remedy == "", fmt.Sprintf("%s is for the licence %q, which is not an SPDX expression", name, e.License), remedy) && ok
	if ok {
		c.policy.exceptions = append(c.policy.exceptions, exception{e.Asset, canonical, e.Digest, e.Expires, e})
	}
}

func (c *compiler) require(e asset.Exception, ok bool, text, remedy string) bool {
	if !ok {
		pos := e.Pos
		if pos == (asset.Position{}) {
			pos = c.source.Pos
		}
		c.reportAt(pos, text, remedy)
	}
	return ok
}

func goodDate(s string) bool {
	_, err := time.Parse(dateForm, s)
	return s == "" || err == nil
}

// goodDigest takes a SHA-256 or nothing: that is what locks pin files by.
func goodDigest(d asset.Digest) bool {
	same, err := asset.ParseDigest(string(d))
	return d == "" || err == nil && same == d && d.Algorithm() == asset.SHA256
}

func excepted(expr string) (canonical, remedy string) {
	if e, err := Parse(expr); err == nil {
		return e.String(), ""
	}
	if expr == "" {
		return "", `write license = "..." with exactly the licence that is let through`
	}
	canonical, hint, ok := Repair(expr)
	if ok {
		return "", fmt.Sprintf("did you mean %q?", canonical)
	}
	return "", hint
}

// expired says whether the last good day is over.
func (e exception) expired(today time.Time) bool {
	return e.expires != "" && today.Format(dateForm) > e.expires
}

// covers says whether the exception is for this asset and this licence. The
// licence may be a term of the asset's expression or the whole of it.
func (e exception) covers(s Subject, term Term, whole string) bool {
	return (e.license == term.String() || e.license == whole) && match(e.asset, s.Handle)
}

// holds says whether the files are the one that the exception was granted for.
// An asset that has further files, or files that are not known yet, is not what
// was looked at.
func (e exception) holds(files []asset.Digest) bool {
	if e.digest == "" {
		return true
	}
	return len(files) == 1 && files[0] == e.digest
}

// unused says what no asset does to an exception, and what to do about that.
func (e exception) unused() (text, remedy string) {
	if e.digest == "" {
		return " is not needed by any asset", "remove it from the policy"
	}
	return " is not needed by any asset whose file has the SHA-256 " + e.digest.Short() + "...",
		"remove it from the policy, or grant it again for the file that there is now"
}

// match says whether a name fits a pattern in which * stands for anything.
func match(pattern, name string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	name, ok := strings.CutPrefix(name, first)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	last := len(parts) - 1
	for _, part := range parts[:last] {
		_, after, found := strings.Cut(name, part)
		if !found {
			return false
		}
		name = after
	}
	return strings.HasSuffix(name, parts[last])
}

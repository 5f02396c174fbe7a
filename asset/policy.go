package asset

// Policy says which licences a project allows and how severe each rule is, as a
// person wrote it. Nothing in it is checked yet; package license does that. The
// zero value asks for the defaults.
type Policy struct {
	Allow      []string          // SPDX ids and names of groups; nil means the default groups
	Levels     map[string]string // how severe a rule is, by its name: error, warn, notice or off
	Unknown    string            // short for the level of license-unknown; "allow" means notice
	Mismatch   string            // short for the level of license-mismatch; "allow" means notice
	Exceptions []Exception

	Pos  Position            // of the [policy] table
	Keys map[string]Position // of each key that the table has; those of levels begin with "levels."
}

// Exception lets one licence through for the assets that a pattern names.
type Exception struct {
	Asset   string // handle, or a pattern with *
	License string // exactly the licence that is let through
	Digest  Digest // SHA-256 of the file or archive that it was granted for; empty means any
	Reason  string
	Expires string // the last day on which it holds, as 2006-01-02; empty means no end
	Pos     Position
}

package source

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/go-getter/v2"
)

// address is a source address, taken apart.
type address struct {
	git    bool
	url    *url.URL // without subfolder and query; scheme file, https or ssh
	subdir string   // slash-separated; empty for everything
	ref    string   // git: as written
}

var (
	forcedForm = regexp.MustCompile(`^([A-Za-z0-9+.-]+)::`)
	schemeForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]+)://`)
	scpForm    = regexp.MustCompile(`^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:`)
	driveForm  = regexp.MustCompile(`^[A-Za-z]:[/\\]`)

	// A ref of another form could be an option, a range or a pattern to git.
	refForm    = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._/-]*$`)
	commitForm = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

var shorthands = []string{"github.com/", "gitlab.com/", "bitbucket.org/"}

// Is reports whether rawURL is an address for this package. Plain http(s)
// addresses are not, and nor is what does not look like an address at all.
func Is(rawURL string) bool {
	scheme := schemeForm.FindStringSubmatch(rawURL)
	switch {
	case forcedForm.MatchString(rawURL), scpForm.MatchString(rawURL), driveForm.MatchString(rawURL):
		return true
	case scheme != nil:
		return !strings.EqualFold(scheme[1], "http") && !strings.EqualFold(scheme[1], "https")
	case isShorthand(rawURL):
		return true
	}
	return strings.HasPrefix(rawURL, "/") || strings.HasPrefix(rawURL, "./") || strings.HasPrefix(rawURL, "../")
}

func isShorthand(raw string) bool {
	return slices.ContainsFunc(shorthands, func(host string) bool { return strings.HasPrefix(raw, host) })
}

// Check reports what is wrong with a source address as far as that can be told
// without looking at anything: no disk, no network.
func Check(rawURL string) error {
	_, err := parse(rawURL, "/")
	return err
}

// unsupported says what to write in place of what go-getter knows and we do not.
var unsupported = map[string]string{
	"s3":    "S3 addresses are not supported yet: give the https address of the object",
	"gcs":   "Google Cloud Storage addresses are not supported: give the https address of the object",
	"hg":    "Mercurial repositories are not supported: give the https address of an archive",
	"smb":   "SMB shares are not supported: mount the share and give the path",
	"http":  "give the address without the part before \"::\"",
	"https": "give the address without the part before \"::\"",
}

// parse takes raw apart. Relative paths start from dir, which is absolute.
func parse(raw, dir string) (address, error) {
	a, err := split(raw, dir)
	if err != nil {
		return address{}, fmt.Errorf("source address %q: %w", raw, err)
	}
	return a, nil
}

func split(raw, dir string) (address, error) {
	if !Is(raw) {
		return address{}, errors.New("it is not a source address: a path starts with ./ or /")
	}
	if strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return address{}, errors.New("it has control characters")
	}
	if err := checkScheme(raw); err != nil {
		return address{}, err
	}
	bare, query, _ := strings.Cut(raw, "?")
	bare, subdir := getter.SourceDirSubdir(bare)
	subdir = strings.TrimSuffix(subdir, "/")
	if subdir != "" && (!fs.ValidPath(subdir) || strings.ContainsAny(subdir, `\`)) {
		return address{}, fmt.Errorf("%q after // is not a path inside the source", subdir)
	}
	a, err := route(bare, dir)
	if err != nil {
		return address{}, err
	}
	a.subdir = subdir
	return a, a.setQuery(query)
}

func checkScheme(raw string) error {
	rest := raw
	if m := forcedForm.FindStringSubmatch(raw); m != nil {
		if text, ok := unsupported[strings.ToLower(m[1])]; ok {
			return errors.New(text)
		}
		if m[1] != "git" && m[1] != "file" {
			return fmt.Errorf("the prefix %q is not known: use git", m[1])
		}
		rest = raw[len(m[0]):]
	}
	if m := forcedForm.FindString(rest); m != "" {
		return fmt.Errorf("%q is not known here", m)
	}
	m := schemeForm.FindStringSubmatch(rest)
	if m == nil {
		return nil
	}
	switch scheme := strings.ToLower(m[1]); {
	case scheme == "git" || scheme == "http":
		return fmt.Errorf("%s is not encrypted: use https or ssh", scheme+"://")
	case scheme != "https" && scheme != "ssh" && scheme != "file":
		if text, ok := unsupported[scheme]; ok {
			return errors.New(text)
		}
		return fmt.Errorf("%q is not known: use https, ssh or file", scheme+"://")
	}
	return nil
}

// route lets go-getter say which getter an address is for, and what its long
// form is.
func route(bare, dir string) (address, error) {
	if isShorthand(bare) && strings.Count(strings.TrimSuffix(bare, "/"), "/") > 2 {
		return address{}, errors.New("put // between the repository and the folder in it")
	}
	req := &getter.Request{Src: bare, Pwd: dir}
	isGit, err := getter.Detect(req, &gitGetter{})
	if err != nil {
		return address{}, err
	}
	if !isGit && scpForm.MatchString(bare) {
		return address{}, errors.New("write it as git::ssh://user@host/path")
	}
	if !isGit {
		req = &getter.Request{Src: bare, Pwd: dir}
		if ok, err := getter.Detect(req, new(getter.FileGetter)); err != nil || !ok {
			return address{}, errors.Join(errors.New("no getter knows it"), err)
		}
	}
	u, err := toURL(req.Src)
	if err != nil {
		return address{}, err
	}
	if isGit {
		err = checkRemote(u)
	} else if u.Scheme != "file" {
		err = errors.New("put git:: in front of it")
	}
	return address{git: isGit, url: u}, err
}

// toURL makes a URL also of a path, whose letters mean only themselves.
func toURL(src string) (*url.URL, error) {
	if !schemeForm.MatchString(src) {
		p := filepath.ToSlash(filepath.Clean(src))
		if !strings.HasPrefix(p, "/") {
			p = "/" + p // C:/folder
		}
		return &url.URL{Scheme: "file", Path: p}, nil
	}
	u, err := url.Parse(src)
	if err != nil {
		return nil, errors.New("it is not a well-formed address")
	}
	u.RawPath = ""
	if u.Scheme == "file" && u.Host != "" {
		return nil, errors.New("a file address has three slashes: file:///folder")
	}
	return u, nil
}

func checkRemote(u *url.URL) error {
	if u.Scheme == "file" {
		return nil
	}
	if _, secret := u.User.Password(); secret || u.Scheme == "https" && u.User != nil {
		return errors.New("it has a name or password in it: keep secrets in git's credential helper")
	}
	if u.Hostname() == "" || strings.HasPrefix(u.Hostname(), "-") || strings.HasPrefix(u.User.Username(), "-") {
		return errors.New("it names no host")
	}
	if strings.Contains(u.Path, "//") {
		return errors.New("put // only between the repository and the folder in it")
	}
	if strings.Trim(u.Path, "/") == "" {
		return errors.New("it names no repository")
	}
	return nil
}

// setQuery reads ?ref=. Depth, which go-getter knows, is accepted: every fetch
// here has depth one.
func (a *address) setQuery(query string) error {
	q, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("what follows ? is not well-formed")
	}
	for key, values := range q {
		switch {
		case !a.git:
			return errors.New("a local path takes nothing after ?")
		case key == "sshkey":
			return errors.New("sshkey puts a secret into the manifest: use ssh-agent instead")
		case key != "ref" && key != "depth":
			return fmt.Errorf("%q is not known after ?: only ref is", key)
		case len(values) != 1:
			return fmt.Errorf("%q is given more than once", key)
		}
	}
	a.ref = q.Get("ref")
	if a.ref == "" {
		return nil
	}
	if !refForm.MatchString(a.ref) || strings.Contains(a.ref, "..") {
		return fmt.Errorf("ref %q is not the name of a branch, a tag or a commit", a.ref)
	}
	return nil
}

// pinned is raw, as its author spelt it, with the ref replaced by a commit.
func pinned(raw, commit string) string {
	bare, _, _ := strings.Cut(raw, "?")
	return bare + "?ref=" + commit
}

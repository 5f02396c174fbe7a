// Package source fetches from addresses that are not plain http(s): git
// repositories, the short forms of well-known hosts, and local files. It also
// opens archives, wherever they came from.
//
// hashicorp/go-getter reads the addresses and routes them. What moves bytes is
// written here: go-getter's own git getter passes refs on as options, its
// subfolders and its http follow what strangers put there, and its limits cut
// files short in silence. The forms that work:
//
//	./folder, /folder/kit.zip, file:///folder   local files
//	github.com/org/repo//folder?ref=v1          also gitlab.com, bitbucket.org
//	git::https://host/repo.git//folder?ref=v1   any git server
//	git@host:org/repo.git, git::ssh://...       with the user's ssh keys
//	git::./repo, git::file:///repo              a repository on this machine
//
// Everything that arrives is a plain file: links, devices, Git LFS pointers and
// names that other systems cannot have are left out, and are an error only when
// somebody picks them, see [Members].
package source

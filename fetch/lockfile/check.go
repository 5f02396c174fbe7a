package lockfile

import (
	"errors"
	"fmt"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/portable"
)

// What a lock says is written to disk and asked of servers, so whoever can
// change the lock must not be able to reach beyond that.

func name(s string) error { return portable.Name(s) }

func local(s string) error { return portable.Path(s) }

func kind(s string) error {
	if !slices.Contains(asset.Kinds(), asset.Kind(s)) {
		return errors.New("it is not a type of asset")
	}
	return nil
}

func digest(s string) error {
	d, err := asset.ParseDigest(s)
	if err == nil && string(d) != s {
		return errors.New("it has upper-case digits")
	}
	return err
}

func address(s string) error {
	if portable.Control(s, "") {
		return errors.New("it contains a control character")
	}
	return nil
}

// paths finds files that would overwrite each other, on file systems that
// ignore case too. The zero value is ready.
type paths struct {
	files   map[string]string // folded path to the path as given
	folders map[string]string // folded folder to a path in it
}

// add claims a path for a file.
func (p *paths) add(path string) error {
	if p.files == nil {
		p.files, p.folders = map[string]string{}, map[string]string{}
	}
	folded := portable.Fold(path)
	if other, taken := p.files[folded]; taken {
		return fmt.Errorf("%q and %q are the same file", other, path)
	}
	if other, taken := p.folders[folded]; taken {
		return fmt.Errorf("%q is a file, but %q is in a folder of that name", path, other)
	}
	p.files[folded] = path
	for i := len(folded) - 1; i > 0; i-- {
		if folded[i] != '/' {
			continue
		}
		folder := folded[:i]
		if other, taken := p.files[folder]; taken {
			return fmt.Errorf("%q is a file, but %q is in a folder of that name", other, path)
		}
		if _, known := p.folders[folder]; known {
			break
		}
		p.folders[folder] = path
	}
	return nil
}

package lockfile

import (
	"errors"
	"strconv"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/internal/tomlscan"
)

// assign sets the value of a key in the table that is being read. It reports
// whether there is such a key.
func (p *parser) assign(key string, v tomlscan.Value) (known bool, err error) {
	switch {
	case p.member != nil:
		return p.assignMember(key, v)
	case p.of != nil:
		return p.assignFile(key, v)
	case p.asset != nil:
		return p.assignAsset(key, v)
	case key == keyVersion:
		return true, p.version(v)
	}
	return false, nil
}

func (p *parser) assignAsset(key string, v tomlscan.Value) (bool, error) {
	if key == keyAuthors {
		return true, p.authors(v)
	}
	known, err := assignText(p.asset, assetFields, key, v)
	if err == nil && key == "handle" {
		err = p.claim(v.Text)
	}
	return known, err
}

func (p *parser) assignFile(key string, v tomlscan.Value) (known bool, err error) {
	switch key {
	case keyMirrors:
		p.of.Mirrors, err = texts(v, address)
	case keyUnpack:
		p.of.Unpack = &asset.Unpack{}
		err = p.unpack(p.of.Unpack, v)
	case keySize:
		p.of.Size, err = number(v)
	case keySHA256:
		p.of.Digest, err = sha256(v)
	default:
		known, err = assignText(p.of, fileFields, key, v)
		return known, p.claimPath(key, v, err)
	}
	return true, err
}

func (p *parser) assignMember(key string, v tomlscan.Value) (known bool, err error) {
	switch key {
	case keySize:
		p.member.Size, err = number(v)
	case keySHA256:
		p.member.Digest, err = sha256(v)
	default:
		known, err = assignText(p.member, memberFields, key, v)
		return known, p.claimPath(key, v, err)
	}
	return true, err
}

func (p *parser) claimPath(key string, v tomlscan.Value, err error) error {
	if err == nil && key == "path" {
		return p.paths.add(v.Text)
	}
	return err
}

func (p *parser) authors(v tomlscan.Value) error {
	if v.Kind != tomlscan.Array {
		return errors.New("want an array of tables")
	}
	for _, item := range v.Items {
		var author asset.Author
		err := p.inline(item, func(key string, v tomlscan.Value) (bool, error) {
			return assignText(&author, authorFields, key, v)
		})
		if err != nil {
			return err
		}
		p.asset.Credit.Authors = append(p.asset.Credit.Authors, author)
	}
	return nil
}

func (p *parser) unpack(u *asset.Unpack, v tomlscan.Value) error {
	err := p.inline(v, func(key string, v tomlscan.Value) (known bool, err error) {
		switch key {
		case keyStrip:
			var n int64
			n, err = number(v)
			u.Strip = int(min(n, 1<<30))
		case keyInclude:
			u.Include, err = texts(v, nil)
		default:
			return assignText(u, unpackFields, key, v)
		}
		return true, err
	})
	if err == nil && u.Dir == "" {
		return errors.New("dir is missing")
	}
	return err
}

// inline reads an inline table with assign.
func (p *parser) inline(v tomlscan.Value, assign func(string, tomlscan.Value) (bool, error)) error {
	if v.Kind != tomlscan.Table {
		return errors.New("want a table")
	}
	seen := map[string]bool{}
	for _, f := range v.Fields {
		key := f.Key[0].Name
		if len(f.Key) > 1 || seen[key] {
			return p.errorf(f.Position, "%s is given twice, or is no plain key", quote(key))
		}
		seen[key] = true
		known, err := assign(key, f.Value)
		if err == nil && !known {
			return p.unknown(f.Position, "key", f.Key)
		}
		if err := p.explain(key, f.Value, err); err != nil {
			return err
		}
	}
	return nil
}

// assignText sets the string of a key of v, after its check.
func assignText[T any](v *T, fields []field[T], key string, value tomlscan.Value) (known bool, err error) {
	for _, f := range fields {
		if f.key != key {
			continue
		}
		if value.Kind != tomlscan.String {
			return true, errors.New("want a string")
		}
		if value.Text == "" {
			return true, errors.New("it is empty")
		}
		if f.check != nil {
			if err := f.check(value.Text); err != nil {
				return true, err
			}
		}
		*f.text(v) = value.Text
		return true, nil
	}
	return false, nil
}

func texts(v tomlscan.Value, check func(string) error) ([]string, error) {
	if v.Kind != tomlscan.Array {
		return nil, errors.New("want an array of strings")
	}
	var list []string
	for _, item := range v.Items {
		if item.Kind != tomlscan.String {
			return nil, errors.New("want only strings in it")
		}
		if check != nil {
			if err := check(item.Text); err != nil {
				return nil, err
			}
		}
		list = append(list, item.Text)
	}
	return list, nil
}

func number(v tomlscan.Value) (int64, error) {
	n, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil || v.Kind != tomlscan.Integer || n < 0 {
		return 0, errors.New("want an integer that is not negative")
	}
	return n, nil
}

func sha256(v tomlscan.Value) (asset.Digest, error) {
	if v.Kind != tomlscan.String {
		return "", errors.New("want a string")
	}
	if err := digest(asset.SHA256 + ":" + v.Text); err != nil {
		return "", err
	}
	return asset.Digest(asset.SHA256 + ":" + v.Text), nil
}

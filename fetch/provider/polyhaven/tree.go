package polyhaven

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// tree is a node of an answer of /files. A file is a node with a text as "url";
// it can stand on any level, such as "tonemapped" on the first. What else stands
// where a node should be is as good as absent.
type tree map[string]any

// parseTree reads an answer, which must be one object. The nesting is bounded by
// the JSON parser, and the whole by the limit on answers.
func parseTree(data []byte) (tree, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var t tree
	if err := d.Decode(&t); err != nil {
		return nil, err
	}
	if t == nil {
		return nil, errors.New("it is null, not an object")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return t, nil
}

// at is the node below the keys, nil when there is none.
func (t tree) at(keys ...string) tree {
	for _, key := range keys {
		m, _ := t[key].(map[string]any)
		t = m
	}
	return t
}

func (t tree) isFile() bool {
	_, ok := t["url"].(string)
	return ok
}

// names lists the keys of the nodes below that are not files.
func (t tree) names() []string {
	var names []string
	for _, key := range slices.Sorted(maps.Keys(t)) {
		if node := t.at(key); node != nil && !node.isFile() {
			names = append(names, key)
		}
	}
	return names
}

// file reads a file node into the part of a file that the publisher decides.
func (t tree) file() (asset.File, error) {
	address, ok := t["url"].(string)
	if !ok {
		return asset.File{}, errors.New("its entry has no address")
	}
	if p := (rule.Address{Hosts: Hosts()}).Check(address); p != nil {
		return asset.File{}, errors.New(p.Text)
	}
	f := asset.File{URL: address}
	if n, ok := t["size"].(json.Number); ok {
		size, err := n.Int64()
		if err != nil || size < 0 {
			return asset.File{}, fmt.Errorf("its size %q is not a number of bytes", n)
		}
		f.Size = size
	}
	if sum, ok := t["md5"].(string); ok {
		hint, err := asset.NewDigest(asset.MD5, sum)
		if err != nil {
			return asset.File{}, err
		}
		f.Hint = hint
	}
	return f, nil
}

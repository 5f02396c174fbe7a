package demo

import (
	"crypto/md5"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// The answers are Poly Haven's in shape, keys and addresses, cut down to what
// the demo asks for. Sizes and MD5 are filled in.
//
//go:embed answers
var answers embed.FS

// api are the answers of Poly Haven's API by their address.
func api(all []work) (map[string][]byte, error) {
	byAddress := map[string]work{}
	for _, w := range all {
		byAddress[w.address] = w
	}
	out := map[string][]byte{}
	names, err := fs.Glob(answers, "answers/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		what, id, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, "answers/"), ".json"), "_")
		body, err := answer(name, byAddress)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		out["https://api.polyhaven.com/"+what+"/"+id] = body
	}
	return out, nil
}

func answer(name string, byAddress map[string]work) ([]byte, error) {
	data, err := answers.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	if err := complete(tree, byAddress); err != nil {
		return nil, err
	}
	return json.Marshal(tree)
}

// complete fills size and MD5 in wherever a tree names a file.
func complete(tree any, byAddress map[string]work) error {
	node, ok := tree.(object)
	if !ok {
		return nil
	}
	if address, ok := node["url"].(string); ok {
		w, ok := byAddress[address]
		if !ok {
			return fmt.Errorf("nothing is served at %s", address)
		}
		sum := md5.Sum(w.body)
		node["size"], node["md5"] = len(w.body), hex.EncodeToString(sum[:])
	}
	for _, child := range node {
		if err := complete(child, byAddress); err != nil {
			return err
		}
	}
	return nil
}

package polyhaven

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
	"github.com/astraweave/fetch-assets/fetch/provider/rule"
)

// choice collects the files that were chosen for an entry.
type choice struct {
	entry asset.Entry
	offer tree
	files []asset.File
	sizes []string // the resolution of each file that was chosen by resolution
	notes notes
}

func choose(e asset.Entry, offer tree) (*choice, error) {
	c := &choice{entry: e, offer: offer}
	if f, ok := scene(e); ok {
		return c, c.scene(f)
	}
	if e.Kind == asset.HDRI {
		return c, c.add("hdri", "hdri", c.formats())
	}
	return c, c.maps()
}

// formats lists the image formats to look for. The one that the entry names
// stands alone.
func (c *choice) formats() []string {
	if f := format(c.entry); f != "" {
		return []string{f}
	}
	return images[c.entry.Kind]
}

// resolution is that of the first file, which is the map asked for first.
func (c *choice) resolution() string {
	if len(c.sizes) == 0 {
		return ""
	}
	return c.sizes[0]
}

// maps chooses the maps of a texture. A map that was asked for by name must be
// there. Of the default ones metallic is missing from everything that is not
// metal, which goes without saying.
func (c *choice) maps() error {
	names, published := c.entry.Maps, c.offer.published()
	if len(names) == 0 {
		names = defaultMaps
	}
	var missing []string
	for _, name := range names {
		key, note, ok := find(name, published)
		if !ok {
			missing = append(missing, name)
			continue
		}
		c.notes.add(name, note)
		if err := c.add(name, key, c.formats()); err != nil {
			return err
		}
	}
	if len(c.files) == 0 || len(missing) > 0 && len(c.entry.Maps) > 0 {
		return fmt.Errorf("no map %s is published for %q; name some of %s in maps", list(missing), c.entry.ID, list(published))
	}
	for _, name := range missing {
		if name != "metallic" {
			c.notes.add(name, "is not published")
		}
	}
	return nil
}

// add chooses the file of one image and gives it a place.
func (c *choice) add(key, api string, formats []string) error {
	node, format, err := c.pick(key, c.offer.at(api), formats)
	if err != nil {
		return err
	}
	return c.place(key, format, node)
}

// scene chooses a file of a format that comes with further files, and those.
func (c *choice) scene(format string) error {
	key := string(c.entry.Kind)
	if given := c.entry.Format; strings.EqualFold(strings.Trim(given, ". "), "glb") {
		c.notes.add(key, "Poly Haven publishes no glb, took gltf and the files that it names")
	}
	if c.offer.at(format).isFile() || c.offer.at(format) == nil {
		have := slices.DeleteFunc(c.offer.names(), func(name string) bool { return !slices.Contains(scenes[c.entry.Kind], name) })
		return fmt.Errorf("%q is not published as %s; write format as one of: %s", c.entry.ID, format, list(have))
	}
	node, format, err := c.pick(key, c.offer.at(format), []string{format})
	if err != nil {
		return err
	}
	if err := c.place(key, format, node); err != nil {
		return err
	}
	return c.include(node.at("include"))
}

// pick takes, of the nearest resolution that has one, the file of the most
// preferred format.
func (c *choice) pick(key string, sizes tree, formats []string) (tree, string, error) {
	asked := resolution(c.entry.Resolution)
	for _, size := range byNearness(asked, sizes.names()) {
		for _, format := range formats {
			node := sizes.at(size, format)
			if node == nil {
				continue
			}
			c.sizes = append(c.sizes, size)
			c.explain(key, asked, size, format, formats)
			return node, format, nil
		}
	}
	return nil, "", fmt.Errorf("%s of %q is not published as %s; published are: %s", key, c.entry.ID, strings.Join(formats, " or "), offered(sizes))
}

// explain notes what pick could not do as asked.
func (c *choice) explain(key, asked, size, format string, formats []string) {
	switch {
	case size != asked && format != formats[0]:
		c.notes.add(key, fmt.Sprintf("not published in %s or as %s, took %s %s", asked, formats[0], size, format))
	case size != asked && len(formats) == 1:
		c.notes.add(key, fmt.Sprintf("not published in %s as %s, took %s", asked, format, size))
	case size != asked:
		c.notes.add(key, fmt.Sprintf("not published in %s, took %s", asked, size))
	case format != formats[0]:
		c.notes.add(key, fmt.Sprintf("not published as %s, took %s", formats[0], format))
	}
}

// offered lists what is published, such as "1k exr, 1k hdr, 4k hdr".
func offered(sizes tree) string {
	var all []string
	for _, size := range byNearness("99k", sizes.names()) {
		for _, format := range slices.Sorted(maps.Keys(sizes.at(size))) {
			all = append(all, size+" "+format)
		}
	}
	if len(all) == 0 {
		return "none"
	}
	return list(all)
}

func (c *choice) place(key, format string, node tree) error {
	f, err := node.file()
	if err != nil {
		return fmt.Errorf("%s of %q cannot be used: %w", key, c.entry.ID, err)
	}
	f.Key, f.Format = key, extension(format, f.URL)
	f.Path = fmt.Sprintf("%s/%s_%s.%s", c.folder(), c.entry.Handle, key, f.Format)
	c.files = append(c.files, f)
	return nil
}

// include takes all further files, each where the first one's references to it
// find it. Their names are paths that a stranger chose.
func (c *choice) include(files tree) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := rule.CheckPath(name); err != nil {
			return fmt.Errorf("%q at Poly Haven needs a file that cannot be placed: %w", c.entry.ID, err)
		}
		f, err := files.at(name).file()
		if err != nil {
			return fmt.Errorf("file %q of %q cannot be used: %w", name, c.entry.ID, err)
		}
		f.Key, f.Path, f.Format = name, c.folder()+"/"+name, rule.Extension(f.URL)
		c.files = append(c.files, f)
	}
	return nil
}

func (c *choice) folder() string { return c.entry.Provider + "/" + c.entry.Handle }

package attribution

import (
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// Bounds of what a page shows of one asset. A picture is decoded in full for
// its thumbnail, and a pack may hold thousands of sounds.
const (
	pictureBytes = 16 << 20
	pageSounds   = 24
)

// sound is a player on the page.
type sound struct{ Name, URL string }

// placedFile is a file in the output folder.
type placedFile struct {
	key, path string
	size      int64
}

// placedFiles lists what the downloads of an asset put into the output folder.
func placedFiles(files []asset.File) []placedFile {
	var all []placedFile
	for _, f := range files {
		if f.Path != "" {
			all = append(all, placedFile{f.Key, f.Path, f.Size})
		}
		for _, m := range f.Members {
			all = append(all, placedFile{"", m.Path, m.Size})
		}
	}
	return all
}

// picture finds the file that shows best what the asset looks like. It is empty
// when no file is a picture that browsers know.
func picture(files []asset.File) string {
	best, found := "", 99
	for _, f := range placedFiles(files) {
		if rank := pictureRank(f); rank < found {
			best, found = f.path, rank
		}
	}
	return beside(best)
}

// pictureRank is 99 for what is no picture.
func pictureRank(f placedFile) int {
	if !slices.Contains([]string{".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".svg"}, extension(f.path)) ||
		f.size > pictureBytes || beside(f.path) == "" {
		return 99
	}
	name := strings.ToLower(f.key + " " + path.Base(f.path))
	for rank, words := range [][]string{
		{"preview", "thumb"}, {"sample", "cover"},
		{"albedo", "diff", "base_color", "basecolor", "_col"},
		{"normal", "nor_", "rough", "metal", "_ao", "disp", "height", "arm", "mask"},
	} {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) }) {
			return rank + rank/3 // what shows only one quality comes after all else
		}
	}
	return 3
}

// players picks the sounds of an asset: the first, those after it, and how many
// there are beyond the bound.
func players(files []asset.File) (first *sound, more []sound, silent int) {
	var all []sound
	for _, f := range placedFiles(files) {
		isSound := slices.Contains([]string{".ogg", ".oga", ".opus", ".mp3", ".wav", ".flac", ".m4a"}, extension(f.path))
		if address := beside(f.path); isSound && address != "" {
			all = append(all, sound{Clean(path.Base(f.path)), address})
		}
	}
	if len(all) == 0 {
		return nil, nil, 0
	}
	shown := all[:min(len(all), pageSounds)]
	return &shown[0], shown[1:], len(all) - len(shown)
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// beside is the address of a file in the folder that the page lies in. It is
// empty for a path that leads out of it, as paths come from a lock that anyone
// may have edited.
func beside(name string) string {
	if !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) {
		return ""
	}
	return (&url.URL{Path: name}).String()
}

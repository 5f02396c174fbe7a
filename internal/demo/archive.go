package demo

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image/color"
	"time"
)

// member is a file in an archive.
type member struct {
	name string
	body []byte
}

// pack makes a ZIP that is the same every time.
func pack(members []member) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		f, err := w.CreateHeader(&zip.FileHeader{
			Name: m.name, Method: zip.Deflate, Modified: time.Date(2024, 8, 19, 12, 0, 0, 0, time.UTC),
		})
		if err != nil {
			panic(err) // a buffer takes everything
		}
		if _, err := f.Write(m.body); err != nil {
			panic(err) // likewise
		}
	}
	if err := w.Close(); err != nil {
		panic(err) // likewise
	}
	return b.Bytes()
}

// shapes is a pack laid out as Kenney lays out his.
func shapes() []byte {
	members := []member{
		{"License.txt", []byte(kenneyLicense)},
		{"Preview.png", encodePNG(albedo(newField(512, 4, 21), palette[3], palette[2], palette[1]))},
		{"Visit Kenney.url", []byte("[InternetShortcut]\r\nURL=https://kenney.nl/\r\n")},
	}
	for i := range 24 {
		members = append(members, member{fmt.Sprintf("PNG/Default size/shape_%02d.png", i+1), encodePNG(shape(128, i))})
	}
	return pack(members)
}

const kenneyLicense = `

	Example Shapes (1.0)

	Created by the demo of fetch-assets, in the layout of a pack by Kenney (www.kenney.nl)
	Creation date: 19-08-2024

			------------------------------

	License: (Creative Commons Zero, CC0)
	http://creativecommons.org/publicdomain/zero/1.0/

	You can use this content for personal, educational, and commercial purposes.

	Support by crediting 'Kenney' or 'www.kenney.nl' (this is not a requirement)

			------------------------------
`

// village is a tile set in a folder of its own.
func village() []byte {
	const folder = "example-village-1.0/"
	members := []member{{folder + "LICENSE.txt", []byte(villageLicense)}}
	for i, name := range []string{"grass", "path", "water", "stone"} {
		members = append(members, member{folder + "tiles/" + name + ".png", encodePNG(tile(256, i))})
	}
	wall := albedo(newField(256, 8, 30), color.NRGBA{0x6B, 0x3A, 0x2A, 255}, color.NRGBA{0xC9, 0x8B, 0x5E, 255})
	return pack(append(members, member{folder + "tiles/wall.png", encodePNG(wall)}))
}

const villageLicense = `Example Village, by Example Studio

Licensed under Creative Commons Attribution 4.0 International (CC BY 4.0).
https://creativecommons.org/licenses/by/4.0/

Please credit "Example Studio". Made by the demo of fetch-assets.
`

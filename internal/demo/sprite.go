package demo

import (
	"image"
	"image/color"
	"image/draw"
)

var palette = []color.NRGBA{
	{0xE4, 0x57, 0x2E, 255}, {0xF2, 0xA6, 0x3B, 255}, {0x3F, 0xA3, 0x4D, 255},
	{0x2F, 0x86, 0xC1, 255}, {0x8A, 0x4F, 0xBE, 255}, {0xD6, 0x45, 0x8B, 255},
}

func fill(m draw.Image, r image.Rectangle, c color.Color) {
	draw.Draw(m, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// creatures is a sheet of symmetric pixel monsters, each in a cell of its own.
func creatures(columns, rows, pixel int) image.Image {
	cell := 12 * pixel
	m := image.NewNRGBA(image.Rect(0, 0, columns*cell, rows*cell))
	for row := range rows {
		for column := range columns {
			creature(m, image.Pt(column*cell+pixel, row*cell+pixel), pixel, row*columns+column)
		}
	}
	return m
}

func creature(m draw.Image, at image.Point, pixel, number int) {
	body := palette[number%len(palette)]
	for y := range 10 {
		for x := range 5 {
			if lattice(x, y, uint32(number)) < 110 {
				continue
			}
			shade := uint8(lattice(y, x, uint32(number)) / 6)
			c := color.NRGBA{body.R - min(body.R, shade), body.G - min(body.G, shade), body.B - min(body.B, shade), 255}
			for _, column := range []int{x, 9 - x} {
				p := at.Add(image.Pt(column*pixel, y*pixel))
				fill(m, image.Rect(p.X, p.Y, p.X+pixel, p.Y+pixel), c)
			}
		}
	}
	for _, column := range []int{3, 6} {
		p := at.Add(image.Pt(column*pixel, 3*pixel))
		fill(m, image.Rect(p.X, p.Y, p.X+pixel, p.Y+pixel), color.White)
	}
}

// shape is a smooth token on a clear ground: a disc, a square, a diamond or a
// ring, lit from above.
func shape(side, number int) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	c := palette[number%len(palette)]
	for y := range side {
		for x := range side {
			if inside(number/len(palette)%4, 2*x-side, 2*y-side, side) {
				light := 60 - 90*y/side + int(lattice(x, y, 9)%12)
				m.SetNRGBA(x, y, color.NRGBA{clamp(int(c.R) + light), clamp(int(c.G) + light), clamp(int(c.B) + light), 255})
			}
		}
	}
	return m
}

func inside(form, x, y, side int) bool {
	reach := side * 9 / 10
	switch form {
	case 0:
		return x*x+y*y < reach*reach
	case 1:
		return max(x, -x, y, -y) < reach*4/5
	case 2:
		return max(x, -x)+max(y, -y) < reach
	}
	d := x*x + y*y
	return d < reach*reach && d > reach*reach/4
}

// tile is a square of ground that joins its neighbours without a seam.
func tile(side, number int) image.Image {
	grounds := [][]color.NRGBA{
		{{0x2E, 0x5E, 0x2B, 255}, {0x7B, 0xB2, 0x4A, 255}, {0xB9, 0xD6, 0x6B, 255}}, // grass
		{{0x5B, 0x43, 0x2A, 255}, {0x9A, 0x76, 0x4B, 255}, {0xC9, 0xA8, 0x74, 255}}, // path
		{{0x1F, 0x4E, 0x79, 255}, {0x3C, 0x8D, 0xBC, 255}, {0x9F, 0xD8, 0xE8, 255}}, // water
		{{0x55, 0x55, 0x5C, 255}, {0x8C, 0x8C, 0x94, 255}, {0xC4, 0xC4, 0xC8, 255}}, // stone
	}
	return albedo(newField(side, 4, uint32(number)), grounds[number%len(grounds)]...)
}

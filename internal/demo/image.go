package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
)

func encodePNG(m image.Image) []byte {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, m); err != nil {
		panic(err) // a buffer takes everything, and the sizes are ours
	}
	return b.Bytes()
}

func encodeJPEG(m image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 92}); err != nil {
		panic(err) // as above
	}
	return b.Bytes()
}

// paint makes an opaque picture of a field.
func paint(f field, at func(x, y int) color.NRGBA) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, f.side, f.side))
	for y := range f.side {
		for x := range f.side {
			c, i := at(x, y), m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = c.R, c.G, c.B, c.A
		}
	}
	return m
}

// grey makes a picture of one channel.
func grey(f field, at func(x, y int) int) image.Image {
	m := image.NewGray(image.Rect(0, 0, f.side, f.side))
	for y := range f.side {
		for x := range f.side {
			m.Pix[y*m.Stride+x] = clamp(at(x, y))
		}
	}
	return m
}

func clamp(v int) uint8 { return uint8(min(max(v, 0), 255)) }

// albedo colours the heights from the first colour to the last.
func albedo(f field, ramp ...color.NRGBA) image.Image {
	return paint(f, func(x, y int) color.NRGBA {
		grain := int(lattice(x, y, 3)/16) - 8
		return blend(ramp, f.at(x, y), grain)
	})
}

// blend is the colour at v of 65535 along the ramp, a little lighter by grain.
func blend(ramp []color.NRGBA, v, grain int) color.NRGBA {
	v = min(max((v-0x8000)*2+0x8000, 0), 0xFFFF) // noise keeps to the middle
	pos := v * (len(ramp) - 1)
	i := min(pos>>16, len(ramp)-2)
	t := pos - i<<16
	a, b := ramp[i], ramp[i+1]
	return color.NRGBA{
		mix(a.R, b.R, t, grain), mix(a.G, b.G, t, grain), mix(a.B, b.B, t, grain), 255,
	}
}

func mix(a, b uint8, t, grain int) uint8 {
	return clamp(int(a) + (int(b)-int(a))*t>>16 + grain)
}

// normals are the slopes, in OpenGL's convention: green is up.
func normals(f field) image.Image {
	return paint(f, func(x, y int) color.NRGBA {
		dx := (f.at(x-1, y) - f.at(x+1, y)) / 24
		dy := (f.at(x, y+1) - f.at(x, y-1)) / 24
		steep := min((dx*dx+dy*dy)/512, 120)
		return color.NRGBA{clamp(128 + dx), clamp(128 + dy), clamp(255 - steep), 255}
	})
}

func roughness(f field) image.Image {
	return grey(f, func(x, y int) int { return 230 - f.at(x, y)/600 + f.at(x*5, y*5)/1200 })
}

// occlusion darkens what lies lower than its surroundings.
func occlusion(f field) image.Image {
	return grey(f, func(x, y int) int {
		around := f.at(x-6, y) + f.at(x+6, y) + f.at(x, y-6) + f.at(x, y+6)
		return 235 + (f.at(x, y)-around/4)/90
	})
}

// packed holds occlusion, roughness and metalness in red, green and blue.
func packed(f field) image.Image {
	ao, rough := occlusion(f).(*image.Gray), roughness(f).(*image.Gray)
	return paint(f, func(x, y int) color.NRGBA {
		return color.NRGBA{ao.GrayAt(x, y).Y, rough.GrayAt(x, y).Y, 0, 255}
	})
}

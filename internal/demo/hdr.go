package demo

import (
	"bytes"
	"fmt"
	"math"
)

// radiance is a sky with a sun, in Radiance's format: shared exponents, each
// row's four planes in turn, packed in runs that repeat nothing.
func radiance(width, height int) []byte {
	var b bytes.Buffer
	b.WriteString("#?RADIANCE\n# made by the demo of fetch-assets\nFORMAT=32-bit_rle_rgbe\n\n")
	fmt.Fprintf(&b, "-Y %d +X %d\n", height, width)
	planes := make([]byte, 4*width)
	for y := range height {
		b.Write([]byte{2, 2, byte(width >> 8), byte(width)})
		for x := range width {
			for i, v := range rgbe(sky(float64(x)/float64(width), float64(y)/float64(height))) {
				planes[i*width+x] = v
			}
		}
		for off := 0; off < len(planes); off += 128 {
			b.WriteByte(128) // the next so many bytes are as they are
			b.Write(planes[off : off+128])
		}
	}
	return b.Bytes()
}

// sky is the light from a direction, given in parts of the panorama.
func sky(u, v float64) [3]float64 {
	sun := math.Exp(-900 * ((u-0.3)*(u-0.3)*4 + (v-0.3)*(v-0.3)))
	if v > 0.5 {
		ground := 0.12 + 0.2*(v-0.5) + 0.02*math.Sin(160*u)*math.Sin(90*v)
		return [3]float64{ground * 1.1, ground, ground * 0.8}
	}
	haze := 8 * v * v * v
	return [3]float64{
		0.25 + 0.65*haze + 900*sun,
		0.45 + 0.45*haze + 820*sun,
		1.00 + 0.05*haze + 640*sun,
	}
}

func rgbe(c [3]float64) [4]byte {
	fraction, exponent := math.Frexp(max(c[0], c[1], c[2]))
	scale := fraction * 256 / max(c[0], c[1], c[2])
	return [4]byte{byte(c[0] * scale), byte(c[1] * scale), byte(c[2] * scale), byte(exponent + 128)}
}

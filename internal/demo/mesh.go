package demo

import (
	"encoding/binary"
	"math"
)

// mesh is triangles with normals and texture coordinates.
type mesh struct {
	position, normal [][3]float64
	uv               [][2]float64
	index            []uint32
}

// box adds a box by its middle and its size.
func (m *mesh) box(middle, size [3]float64) {
	for axis := range 3 {
		for _, sign := range []float64{-1, 1} {
			m.side(middle, size, axis, sign)
		}
	}
}

func (m *mesh) side(middle, size [3]float64, axis int, sign float64) {
	first := uint32(len(m.position))
	for _, corner := range [][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		var p, n [3]float64
		n[axis] = sign
		p[axis] = sign
		p[(axis+1)%3], p[(axis+2)%3] = corner[0], corner[1]*sign // keeps the outside in front
		for i := range p {
			p[i] = middle[i] + p[i]*size[i]/2
		}
		m.position, m.normal = append(m.position, p), append(m.normal, n)
		m.uv = append(m.uv, [2]float64{(corner[0] + 1) / 2, (corner[1] + 1) / 2})
	}
	m.index = append(m.index, first, first+1, first+2, first, first+2, first+3)
}

// turn adds a body of revolution about the vertical axis. The profile gives
// radius and height from bottom to top, for t from 0 to 1.
func (m *mesh) turn(around, along int, profile func(t, angle float64) (radius, height float64)) {
	first := len(m.position)
	for j := range along + 1 {
		t := float64(j) / float64(along)
		for i := range around + 1 {
			u := float64(i) / float64(around)
			sin, cos := math.Sincos(2 * math.Pi * u)
			r, h := profile(t, 2*math.Pi*u)
			below, low := profile(max(0, t-0.01), 2*math.Pi*u)
			m.position = append(m.position, [3]float64{r * cos, h, r * sin})
			m.normal = append(m.normal, unit(cos*(h-low+1e-9), below-r, sin*(h-low+1e-9)))
			m.uv = append(m.uv, [2]float64{u, 1 - t})
		}
	}
	for j := range along {
		for i := range around {
			a := uint32(first + j*(around+1) + i)
			b := a + uint32(around) + 1
			m.index = append(m.index, a, b, a+1, a+1, b, b+1)
		}
	}
}

func unit(x, y, z float64) [3]float64 {
	l := math.Sqrt(x*x + y*y + z*z)
	if l == 0 {
		return [3]float64{0, 1, 0}
	}
	return [3]float64{x / l, y / l, z / l}
}

// bounds are the least and the greatest coordinates, as glTF asks for them:
// rounded like the stored ones.
func (m *mesh) bounds() (low, high [3]float32) {
	for i := range 3 {
		low[i], high[i] = float32(m.position[0][i]), float32(m.position[0][i])
		for _, p := range m.position {
			low[i], high[i] = min(low[i], float32(p[i])), max(high[i], float32(p[i]))
		}
	}
	return low, high
}

// bytes are positions, normals, texture coordinates and indices, one after the
// other.
func (m *mesh) bytes() []byte {
	var b []byte
	put := func(values ...float64) {
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
		}
	}
	for _, p := range m.position {
		put(p[:]...)
	}
	for _, n := range m.normal {
		put(n[:]...)
	}
	for _, uv := range m.uv {
		put(uv[:]...)
	}
	for _, i := range m.index {
		b = binary.LittleEndian.AppendUint32(b, i)
	}
	return b
}

func robot() *mesh {
	m := &mesh{}
	m.box([3]float64{0, 1.05, 0}, [3]float64{0.8, 0.9, 0.5})
	m.box([3]float64{0, 1.8, 0}, [3]float64{0.55, 0.45, 0.45})
	m.box([3]float64{0, 2.15, 0}, [3]float64{0.04, 0.3, 0.04})
	for _, side := range []float64{-1, 1} {
		m.box([3]float64{side * 0.52, 1.05, 0}, [3]float64{0.18, 0.8, 0.2})
		m.box([3]float64{side * 0.22, 0.3, 0}, [3]float64{0.24, 0.6, 0.28})
		m.box([3]float64{side * 0.13, 1.85, 0.24}, [3]float64{0.12, 0.12, 0.05})
	}
	return m
}

func pine() *mesh {
	m := &mesh{}
	m.turn(24, 4, func(t, _ float64) (float64, float64) { return 0.12 - 0.03*t, 0.7 * t })
	for layer := range 4 {
		base := 0.5 + 0.55*float64(layer)
		width := 0.95 - 0.2*float64(layer)
		m.turn(48, 16, func(t, angle float64) (float64, float64) {
			return width * (1 - t) * (1 + 0.06*math.Sin(9*angle)), base + 0.8*t
		})
	}
	return m
}

// trunk is a long log with bark.
func trunk() *mesh {
	m := &mesh{}
	m.turn(180, 130, func(t, angle float64) (float64, float64) {
		bark := 0.02*math.Sin(14*angle+9*t) + 0.012*math.Sin(31*angle-40*t) + 0.03*math.Sin(3*angle)
		return 0.4 - 0.12*t + bark, 3 * t
	})
	return m
}

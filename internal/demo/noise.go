package demo

// field is a square of heights from 0 to 65535 that repeats without a seam.
type field struct {
	side   int // a power of two
	height []uint16
}

func (f field) at(x, y int) int {
	mask := f.side - 1
	return int(f.height[(y&mask)*f.side+x&mask])
}

// newField sums octaves of value noise, the coarsest with cells a side. All of
// it is integer arithmetic: every machine gets the same picture.
func newField(side, cells int, seed uint32) field {
	sum := make([]uint32, side*side)
	weight, total := uint32(1<<15), uint32(0)
	for n := cells; n <= side/2 && weight > 1<<9; n *= 2 {
		addOctave(sum, side, n, seed+uint32(n), weight)
		total += weight
		weight -= weight / 3
	}
	f := field{side, make([]uint16, side*side)}
	for i, v := range sum {
		f.height[i] = uint16(uint64(v) * 0xFFFF / (uint64(total) * 255))
	}
	return f
}

// addOctave adds noise from 0 to 255, interpolated over n by n cells.
func addOctave(sum []uint32, side, n int, seed, weight uint32) {
	cell := side / n
	curve := make([]uint32, cell) // an ease in and out, from 0 to 256
	for i := range curve {
		t := uint32(i * 256 / cell)
		curve[i] = t * t * (3*256 - 2*t) >> 16
	}
	for y := range side {
		top, bottom, v := y/cell, (y/cell+1)%n, curve[y%cell]
		row := sum[y*side : (y+1)*side]
		for i := range n {
			j := (i + 1) % n
			left := lattice(i, top, seed)*(256-v) + lattice(i, bottom, seed)*v
			right := lattice(j, top, seed)*(256-v) + lattice(j, bottom, seed)*v
			for k, u := range curve {
				row[i*cell+k] += (left*(256-u) + right*u) >> 16 * weight
			}
		}
	}
}

// lattice is a number from 0 to 255 for a point.
func lattice(x, y int, seed uint32) uint32 {
	h := uint32(x)*0x85EBCA6B ^ uint32(y)*0xC2B2AE35 ^ seed*0x27D4EB2F
	h = (h ^ h>>15) * 0x2C1B3C6D
	h = (h ^ h>>12) * 0x297A2D39
	return (h ^ h>>15) & 0xFF
}

package demo

import (
	"bytes"
	"encoding/binary"
	"math"
)

const sampleRate = 44100

// wav packs one or two channels of samples from -1 to 1, interleaved, and says
// in its INFO list whose they are.
func wav(channels int, samples []float64, title, artist, copyright string) []byte {
	data := make([]byte, 0, 2*len(samples))
	for _, s := range samples {
		data = binary.LittleEndian.AppendUint16(data, uint16(int16(math.Round(32000*min(max(s, -1), 1)))))
	}
	format := binary.LittleEndian.AppendUint16(nil, 1) // PCM
	format = binary.LittleEndian.AppendUint16(format, uint16(channels))
	format = binary.LittleEndian.AppendUint32(format, sampleRate)
	format = binary.LittleEndian.AppendUint32(format, uint32(sampleRate*channels*2))
	format = binary.LittleEndian.AppendUint16(format, uint16(channels*2))
	format = binary.LittleEndian.AppendUint16(format, 16)
	info := append([]byte("INFO"), chunk("INAM", []byte(title+"\x00"))...)
	info = append(info, chunk("IART", []byte(artist+"\x00"))...)
	info = append(info, chunk("ICOP", []byte(copyright+"\x00"))...)
	body := bytes.Join([][]byte{[]byte("WAVE"), chunk("fmt ", format), chunk("LIST", info), chunk("data", data)}, nil)
	return chunk("RIFF", body)
}

// chunk is a part of a RIFF file, padded to an even length.
func chunk(id string, data []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(data)))
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// melody plays a tune over broken chords, with the voices left and right.
func melody() []float64 {
	tune := []int{76, 79, 81, 79, 76, 74, 72, 74, 76, 72, 69, 72, 74, 76, 74, 71, 72, 76, 79, 84, 83, 79, 76, 72}
	chords := [][]int{{48, 55, 60, 64}, {45, 52, 57, 60}, {41, 48, 53, 57}, {43, 50, 55, 59}, {48, 55, 60, 64}, {43, 50, 55, 60}}
	const step = sampleRate / 2
	out := make([]float64, 2*step*(len(tune)+1))
	for i, note := range tune {
		play(out, i*step, 2*step, note, 0.28, 0.7)
		chord := chords[i/4%len(chords)]
		play(out, i*step, step, chord[i%4], 0.22, 0.3)
		play(out, i*step+step/2, step, chord[(i+2)%4], 0.16, 0.4)
	}
	return out
}

// play adds a plucked note, by its MIDI number; right is its part of the right
// channel.
func play(out []float64, start, length, note int, volume, right float64) {
	pitch := 2 * math.Pi * 440 * math.Pow(2, float64(note-69)/12) / sampleRate
	for i := range length {
		at := 2 * (start + i)
		if at+1 >= len(out) {
			return
		}
		t := float64(i) * pitch
		fade := math.Exp(-4*float64(i)/float64(length)) * min(1, float64(i)/200, float64(length-i)/400)
		s := volume * fade * (math.Sin(t) + 0.35*math.Sin(2*t) + 0.12*math.Sin(3*t))
		out[at] += s * (1 - right)
		out[at+1] += s * right
	}
}

// gusts are noise through a filter that opens and closes.
func gusts(seconds int) []float64 {
	out := make([]float64, seconds*sampleRate)
	low := 0.0
	for i := range out {
		noise := float64(lattice(i, i>>8, 77))/127.5 - 1
		swell := 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(len(out))*3)
		low += (noise - low) * (0.01 + 0.05*swell)
		out[i] = low * (0.6 + 1.8*swell)
	}
	return out
}

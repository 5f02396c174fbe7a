package main

import (
	"slices"
	"time"
)

// plotted are the scenarios that tell the story of the picture.
var plotted = []string{"10x4M", "link", "one", "2000x16K", "8x256M", "10000x4K-tls"}

// scenarios is the table. In quick runs the largest ones are smaller.
func scenarios(quick bool) []scenario {
	all := append(shapedScenarios(), unshapedScenarios()...)
	all = append(all, placedScenarios()...)
	if quick {
		for i := range all {
			all[i].shrink()
		}
	}
	for i, s := range all {
		all[i].plotted = slices.Contains(plotted, s.name)
	}
	return all
}

// shrink makes an unshaped scenario an eighth of its size.
func (s *scenario) shrink() {
	if s.shaped() || s.kind == warm {
		return
	}
	s.title += " (an eighth of that)"
	if len(s.sizes) > 100 {
		s.sizes = s.sizes[:len(s.sizes)/8]
		return
	}
	for i := range s.sizes {
		s.sizes[i] /= 8
	}
}

func shapedScenarios() []scenario {
	slow := scenario{rate: 10 * mib, latency: 100 * time.Millisecond}
	return []scenario{
		slow.with("10x4M", "10 x 4 MiB, 10 MiB/s a connection, 100 ms", repeat(10, 4*mib),
			nearIdeal(ours, 1.2), ahead(ours, 1.5), ahead(oursAuto, 1)),
		slow.with("20x4M", "20 x 4 MiB, 10 MiB/s a connection, 100 ms", repeat(20, 4*mib),
			nearIdeal(ours, 1.15), ahead(ours, 1), ahead(oursAuto, 1)),
		slow.with("50x4M", "50 x 4 MiB, 10 MiB/s a connection, 100 ms", repeat(50, 4*mib),
			nearIdeal(ours, 1.15), ahead(ours, 1), ahead(oursAuto, 1)),
		slow.with("mixed", "5 x 10 MiB and 5 x 2 MiB, 10 MiB/s a connection, 100 ms",
			append(repeat(5, 10*mib), repeat(5, 2*mib)...),
			nearIdeal(ours, 1.2), ahead(ours, 1), ahead(oursAuto, 1)),
		{
			name: "link", title: "40 files of 1 to 32 MiB, link of 100 MiB/s, 5 MiB/s a connection, 100 ms",
			sizes: spread(40, 32), rate: 5 * mib, link: 100 * mib, latency: 100 * time.Millisecond, ceiling: 32,
			targets: []target{fillsLink(oursAuto32, 0.8), aheadOf(oursAuto32, aria2Wide), ahead(oursAuto, 1)},
		},
		{
			name: "one", title: "one file of 512 MiB, 60 MiB/s a connection",
			sizes: repeat(1, 512*mib), rate: 60 * mib,
			targets: []target{nearIdeal(ours, 1.2), aheadOf(oursAuto, aria2Wide)},
		},
		{
			name: "2000x16K", title: "2,000 x 16 KiB, 20 ms",
			sizes: repeat(2000, 16*kib), latency: 20 * time.Millisecond, ceiling: 32,
			targets: []target{nearIdeal(ours, 1.08), under(oursAuto32, 2*time.Second), ahead(oursAuto, 1)},
		},
	}
}

// with is the scenario for other files.
func (s scenario) with(name, title string, sizes []int64, targets ...target) scenario {
	s.name, s.title, s.sizes, s.targets = name, title, sizes, targets
	return s
}

// unshapedScenarios measure what the client costs the machine.
func unshapedScenarios() []scenario {
	big := []target{aheadOf(ours, wget2Hashed), atMost(ours, 1.7, wget2)}
	var all []scenario
	for _, where := range []struct {
		suffix, words string
		scenario
	}{
		{"", "", scenario{}},
		{"-tls", ", TLS", scenario{tls: true}},
		{"-nginx", ", nginx", scenario{server: nginx}},
		{"-nginx-tls", ", nginx with TLS", scenario{server: nginx, tls: true}},
	} {
		if where.suffix != "" {
			big = []target{aheadOf(ours, curl)}
		}
		all = append(all,
			where.with("8x256M"+where.suffix, "8 x 256 MiB, unshaped, hashed"+where.words, repeat(8, 256*mib), big...),
			where.with("10000x4K"+where.suffix, "10,000 x 4 KiB, unshaped"+where.words, repeat(10000, 4*kib), aheadOf(ours, curl)))
	}
	return all
}

// placedScenarios begin with everything in place.
func placedScenarios() []scenario {
	return []scenario{
		{
			name: "warm", title: "10,000 files that are all there, again", kind: warm, sizes: repeat(10000, 4*kib),
			targets: []target{under(ours, 500*time.Millisecond), noRequest(ours)},
		},
		{
			name: "verify", title: "verify 4 GiB in 16 files", kind: verify, sizes: repeat(16, 256*mib),
			targets: []target{atMost(oursVerify, 1.1, sha256sum)},
		},
	}
}

package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// example is a report with every kind of cell.
func example() report {
	ms := time.Millisecond
	shaped, unshaped := scenarios(false)[0], scenarios(false)[7]
	seen := counts{requests: 10, peak: 8}
	return report{
		machine: machine{"2 cores, Some CPU", "linux 6.1, go1.26", "tmpfs", "2026-01-02", []string{"curl 8 | libcurl", "wget2 2.0"}},
		rounds:  3,
		outcomes: []outcome{
			{shaped, []result{
				{fetchAssets(ours, 8, 0), []sample{
					ran(650*ms, 200*ms, 20*mib, seen, 0), ran(640*ms, 210*ms, 21*mib, seen, 0), ran(700*ms, 190*ms, 22*mib, seen, 0),
				}, ""},
				{fetchAssets(oursAuto, 64, 64), nil, "not yet"},
				{curlClient(), []sample{ran(1090*ms, 70*ms, 9*mib, seen, 0)}, "failed: exit code 7: <no> & nothing"},
				{aria2Client(aria2Wide, 8), []sample{ran(781*ms, 126*ms, 35*mib, counts{requests: 40, peak: 32}, 157286)}, ""},
			}},
			{unshaped, []result{
				{fetchAssets(ours, 8, 0), []sample{ran(2400*ms, 2*time.Second, 70*mib, seen, 0)}, ""},
				{wget2Client(), []sample{ran(1200*ms, time.Second, 114*mib, counts{requests: 8, peak: -1}, 3*mib)}, ""},
				{wget2HashedClient(wget2Hashed, "sha256sum", 1), []sample{ran(2800*ms, 2*time.Second, 114*mib, seen, 0)}, ""},
			}},
		},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got); run go test ./bench -update if this is right:\n%s", path, diff)
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	golden(t, "RESULTS.md", example().markdown())
}

func TestText(t *testing.T) {
	t.Parallel()
	golden(t, "table.txt", []byte(example().outcomes[0].text()))
}

func TestSVG(t *testing.T) {
	t.Parallel()
	got := example().svg()
	golden(t, "results.svg", got)
	for d := xml.NewDecoder(bytes.NewReader(got)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	var got []string
	for _, o := range example().outcomes {
		for _, v := range judge(o) {
			got = append(got, v.text+": "+v.words())
		}
	}
	want := []string{
		"at most 1.2 x ideal: 1.04 x, met",
		"1.5 x as fast as the best peer: 1.68 x curl -Z, met",
		"ahead of every peer: not measured",
		"ahead of wget2, then sha256sum: 1.17 x as fast, met",
		"at most 1.7 x the time of wget2: 2.00 x, missed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	if err := example().write(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"RESULTS.md", "results.svg"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestMeasureMain(t *testing.T) {
	t.Parallel()
	report := filepath.Join(t.TempDir(), "usage.json")
	if err := measureMain(t.Context(), append([]string{report}, shell("sleep 0.05; exit 3")...)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var u usage
	if err := json.Unmarshal(data, &u); err != nil {
		t.Fatal(err)
	}
	if u.Exit != 3 || u.Wall < 50*time.Millisecond || u.Memory < 100*kib {
		t.Errorf("usage = %+v", u)
	}
}

func TestMeasureMainWithoutCommand(t *testing.T) {
	t.Parallel()
	report := filepath.Join(t.TempDir(), "usage.json")
	if err := measureMain(t.Context(), []string{report, "/no/such/command"}); err == nil {
		t.Error("a command that does not exist was measured")
	}
	if err := measureMain(t.Context(), []string{report}); err == nil {
		t.Error("no command was measured")
	}
}

func TestField(t *testing.T) {
	t.Parallel()
	data := "cpu family\t: 25\nmodel\t\t: 17\nmodel name\t: Some: CPU\n"
	for key, want := range map[string]string{"model": "17", "model name": "Some: CPU", "cores": ""} {
		if got := field(data, key); got != want {
			t.Errorf("field(%q) = %q, want %q", key, got, want)
		}
	}
}

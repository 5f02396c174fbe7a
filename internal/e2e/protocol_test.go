package e2e

import (
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// actionInputs are the inputs that action.yml declares, with their defaults: the
// runner passes each of them, empty when it has neither value nor default.
func actionInputs(t *testing.T) map[string]string {
	t.Helper()
	inputs := map[string]string{}
	section, name := "", ""
	for line := range strings.Lines(read(t, filepath.Join(moduleRoot, "action.yml"))) {
		text := strings.TrimSpace(line)
		key, value, _ := strings.Cut(text, ":")
		switch indent := len(line) - len(strings.TrimLeft(line, " ")); {
		case text == "" || strings.HasPrefix(text, "#"):
		case indent == 0:
			section = key
		case section == "inputs" && indent == 2:
			name = key
			inputs[name] = ""
		case section == "inputs" && key == "default":
			inputs[name] = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	if len(inputs) == 0 {
		t.Fatal("found no inputs in action.yml")
	}
	return inputs
}

// outputsIn reads what a step wrote to its file of outputs, both in the form
// name=value and in that with a delimiter.
func outputsIn(t *testing.T, text string) map[string]string {
	t.Helper()
	outputs := map[string]string{}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		name, delimiter, multi := strings.Cut(lines[i], "<<")
		if key, value, ok := strings.Cut(lines[i], "="); ok && (!multi || len(key) < len(name)) {
			outputs[key] = value
			continue
		}
		if !multi {
			if lines[i] != "" {
				t.Fatalf("the runner cannot read the output %q", lines[i])
			}
			continue
		}
		start := i + 1
		for i++; i < len(lines) && lines[i] != delimiter; i++ {
		}
		if i == len(lines) {
			t.Fatalf("the output %s has no end", name)
		}
		outputs[name] = strings.Join(lines[start:i], "\n")
	}
	return outputs
}

// annotation is a workflow command that GitHub shows beside a file.
type annotation struct {
	level, message string
	properties     map[string]string // "file", "line", "title"
}

var (
	commandValue    = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%")
	commandProperty = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
)

// annotationsIn finds the annotations in a log.
func annotationsIn(log string) []annotation {
	var found []annotation
	for line := range strings.Lines(log) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "::")
		if !ok {
			continue
		}
		head, message, ok := strings.Cut(rest, "::")
		level, properties, _ := strings.Cut(head, " ")
		if !ok || (level != "error" && level != "warning" && level != "notice") {
			continue
		}
		a := annotation{level: level, message: commandValue.Replace(message), properties: map[string]string{}}
		for property := range strings.SplitSeq(properties, ",") {
			if key, value, ok := strings.Cut(property, "="); ok {
				a.properties[key] = commandProperty.Replace(value)
			}
		}
		found = append(found, a)
	}
	return found
}

// lockedWriter lets the two streams of a process share a log.
type lockedWriter struct {
	mu sync.Mutex
	to io.Writer
}

func (w *lockedWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(b)
}

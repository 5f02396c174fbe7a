package polyhaven

// notes collects remarks on files; a remark that several files share is told
// once.
type notes struct {
	texts []string
	keys  map[string][]string // by text
}

func (n *notes) add(key, text string) {
	if text == "" {
		return
	}
	if n.keys == nil {
		n.keys = map[string][]string{}
	}
	if _, ok := n.keys[text]; !ok {
		n.texts = append(n.texts, text)
	}
	n.keys[text] = append(n.keys[text], key)
}

// lines tells each remark with what it is about, in the order of their arrival.
func (n *notes) lines() []string {
	var lines []string
	for _, text := range n.texts {
		lines = append(lines, list(n.keys[text])+": "+text)
	}
	return lines
}

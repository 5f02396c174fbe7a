package evidence

import "bytes"

// readSVG reads the metadata of an SVG image. Only that part is parsed: the
// drawing may be long, and has nothing to say.
func readSVG(s *source) []field {
	b := s.upTo(0, s.size, s.limits.Member)
	for _, name := range []string{"metadata", "rdf:RDF"} {
		start := bytes.Index(b, []byte("<"+name))
		if start < 0 {
			continue
		}
		part := b[start:]
		if end := bytes.Index(part, []byte("</"+name)); end >= 0 {
			part = part[:end]
		}
		return readXMP(part[:min(int64(len(part)), s.limits.Field)])
	}
	return nil
}

func isSVG(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<svg")) || bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<svg")) ||
		(bytes.HasPrefix(head, []byte("<!--")) || bytes.HasPrefix(head, []byte("<!DOCTYPE svg"))) && bytes.Contains(head, []byte("<svg"))
}

package evidence

import (
	"bytes"
	"encoding/xml"
)

// xmlSpaces are the namespaces that matter, by the prefix that they customarily
// have. A prefix that is bound to nothing, as in cut-out metadata, stands for
// itself.
var xmlSpaces = map[string]string{
	"http://purl.org/dc/elements/1.1/":            "dc",
	"http://purl.org/dc/terms/":                   "dc",
	"http://creativecommons.org/ns#":              "cc",
	"http://web.resource.org/cc/":                 "cc", // what Inkscape wrote until 2010
	"http://ns.adobe.com/xap/1.0/rights/":         "xmpRights",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
	"http://ns.adobe.com/photoshop/1.0/":          "photoshop",
}

// xmpProperties are the properties that matter. A WebStatement is a page about
// the rights, which often enough is the deed of the licence.
var xmpProperties = map[string]role{
	"dc:rights": rights, "dc:license": licence, "dc:creator": author, "dc:title": title,
	"cc:license": licence, "cc:License": licence, "cc:attributionName": author, "cc:morePermissions": rights,
	"xmpRights:UsageTerms": rights, "xmpRights:WebStatement": rights, "xmpRights:Owner": author,
	"photoshop:Copyright": rights,
}

const (
	maxXMLTokens = 100_000
	maxXMLDepth  = 100
)

// readXMP reads an XMP packet or other RDF in XML. It reads on behind most
// faults, and up to the first that leaves the structure in doubt.
func readXMP(b []byte) []field {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.CharsetReader = nil
	w := xmpWalker{}
	for range maxXMLTokens {
		token, err := d.Token()
		if err != nil || len(w.open) > maxXMLDepth {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			w.start(t)
		case xml.EndElement:
			w.end()
		case xml.CharData:
			w.text(t)
		}
	}
	return w.out.all
}

// xmpWalker follows the elements that are open.
type xmpWalker struct {
	open []string // names of the open elements
	out  fieldSet
}

func (w *xmpWalker) start(e xml.StartElement) {
	name := qualified(e.Name)
	if name == "rdf:RDF" {
		w.open = nil // what came before is not about rights
	}
	w.open = append(w.open, name)
	for _, a := range e.Attr {
		switch attr := qualified(a.Name); {
		case attr == "rdf:resource" || attr == "rdf:about" && name == "cc:License":
			w.value(a.Value)
		default:
			if r, ok := xmpProperties[attr]; ok {
				w.out.add(attr, r, a.Value)
			}
		}
	}
}

func (w *xmpWalker) end() {
	if len(w.open) > 0 {
		w.open = w.open[:len(w.open)-1]
	}
}

func (w *xmpWalker) text(b []byte) {
	if s := string(bytes.TrimSpace(b)); s != "" {
		w.value(s)
	}
}

// value belongs to the outermost property that is open: the title of a creator
// is a name. What a licence permits and requires is not looked at.
func (w *xmpWalker) value(s string) {
	for _, name := range w.open {
		if name == "dc:publisher" || name == "dc:contributor" || name == "cc:permits" || name == "cc:requires" || name == "cc:prohibits" {
			return
		}
		if r, ok := xmpProperties[name]; ok {
			if name != "cc:License" || len(w.open) > 0 && w.open[len(w.open)-1] == name {
				w.out.add(name, r, s)
			}
			return
		}
	}
}

func qualified(n xml.Name) string {
	space := n.Space
	if prefix, ok := xmlSpaces[space]; ok {
		space = prefix
	}
	return space + ":" + n.Local
}

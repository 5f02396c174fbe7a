package attribution

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	spdxtype "github.com/spdx/tools-golang/spdx/v2/common"
	spdx "github.com/spdx/tools-golang/spdx/v2/v2_3"

	"github.com/astraweave/fetch-assets/asset"
)

// noAssertion is the word of SPDX for what is not known.
const noAssertion = "NOASSERTION"

// spdxCreated is the date that a document gives as that of its creation. SPDX
// asks for one, but a lock holds no time and equal locks have to give equal
// bytes, so it is the start of the calendar of computers, and a comment in the
// document says so.
const spdxCreated = "1970-01-01T00:00:00Z"

// renderSPDX writes an SPDX 2.3 document: a package for each asset and, inside,
// one for each of its files. Files are packages with the purpose FILE, because
// what SPDX calls a file must have a SHA-1, and a lock has SHA-256 only.
func renderSPDX(w io.Writer, assets []asset.Asset) error {
	all := works(assets)
	d := &spdx.Document{
		SPDXVersion:    spdx.Version,
		DataLicense:    spdx.DataLicense,
		SPDXIdentifier: "DOCUMENT",
		DocumentName:   toolName,
		CreationInfo: &spdx.CreationInfo{
			Creators:       []spdxtype.Creator{{CreatorType: "Tool", Creator: toolName}},
			Created:        spdxCreated,
			CreatorComment: "Made from a lock, which holds no time: the date of creation stands for none.",
		},
	}
	m := spdxMaker{document: d, taken: map[spdxtype.ElementID]bool{}}
	for _, work := range all {
		m.add(work)
	}
	for _, id := range references(all) {
		d.OtherLicenses = append(d.OtherLicenses, otherLicense(id))
	}
	content, err := json.Marshal(d)
	if err != nil {
		return err
	}
	d.DocumentNamespace = "https://spdx.org/spdxdocs/" + toolName + "-" + uuid(content)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// spdxMaker adds packages to a document.
type spdxMaker struct {
	document *spdx.Document
	taken    map[spdxtype.ElementID]bool
}

// add adds a work with its files.
func (m spdxMaker) add(w Work) {
	p := spdxPackage(w)
	all := parts(w.files)
	if len(all) == 1 {
		p.PackageChecksums = spdxChecksums(all[0])
		if all[0].Parts == nil {
			p.PackageFileName = all[0].Name
		}
		all = all[0].Parts
	}
	m.put(p, w.Handle, m.document.SPDXIdentifier, spdxtype.TypeRelationshipDescribe)
	m.addParts(p, all)
}

// addParts adds what is in a package. It is under the licence of the whole.
func (m spdxMaker) addParts(of *spdx.Package, all []part) {
	for _, part := range all {
		p := &spdx.Package{
			PackageName:             part.Name,
			PackageDownloadLocation: known(part.URL),
			PackageChecksums:        spdxChecksums(part),
			PackageLicenseConcluded: of.PackageLicenseConcluded,
			PackageLicenseDeclared:  of.PackageLicenseDeclared,
			PackageCopyrightText:    of.PackageCopyrightText,
			PrimaryPackagePurpose:   "FILE",
		}
		m.put(p, part.Name, of.PackageSPDXIdentifier, spdxtype.TypeRelationshipContains)
		m.addParts(p, part.Parts)
	}
}

// put adds a package, under an id made from a name, and how it relates to what
// it belongs to.
func (m spdxMaker) put(p *spdx.Package, name string, to spdxtype.ElementID, as string) {
	p.PackageSPDXIdentifier = spdxID(name)
	for m.taken[p.PackageSPDXIdentifier] {
		p.PackageSPDXIdentifier += "-again"
	}
	m.taken[p.PackageSPDXIdentifier] = true
	m.document.Packages = append(m.document.Packages, p)
	m.document.Relationships = append(m.document.Relationships, &spdx.Relationship{
		RefA:         spdxtype.DocElementID{ElementRefID: to},
		RefB:         spdxtype.DocElementID{ElementRefID: p.PackageSPDXIdentifier},
		Relationship: as,
	})
}

// spdxID makes an id of a name. Ids have few characters, so that a name with
// others gets a piece of its digest.
func spdxID(name string) spdxtype.ElementID {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '-'
	}, name)
	if id != name {
		id += "-" + asset.SumSHA256([]byte(name)).Short()
	}
	return spdxtype.ElementID("Package-" + id)
}

func spdxPackage(w Work) *spdx.Package {
	p := &spdx.Package{
		PackageName:             w.Name(),
		PackageVersion:          w.revision,
		PackageSupplier:         &spdxtype.Supplier{Supplier: noAssertion},
		PackageOriginator:       &spdxtype.Originator{Originator: noAssertion},
		PackageDownloadLocation: known(spdxLocation(w)),
		PackageHomePage:         Link(w.Source),
		PackageLicenseConcluded: known(spdxExpression(w, w.License)),
		PackageLicenseDeclared:  known(spdxExpression(w, w.declared())),
		PackageCopyrightText:    known(w.copyrighted()),
		PackageAttributionTexts: []string{w.Credit()},
		PackageComment:          "asset " + w.Handle,
		PrimaryPackagePurpose:   "OTHER",
	}
	if w.From != other && w.From != "" {
		p.PackageSupplier = &spdxtype.Supplier{SupplierType: "Organization", Supplier: w.From}
	}
	if names := spdxAuthors(w); names != "" {
		p.PackageOriginator = &spdxtype.Originator{OriginatorType: "Person", Originator: names}
	}
	if w.Notice != "" {
		p.PackageAttributionTexts = []string{w.Notice, w.Credit()}
	}
	if w.Changes != "" {
		p.PackageSourceInfo = "Changes: " + w.Changes
	}
	if w.License != "" && spdxExpression(w, w.License) == "" {
		p.PackageLicenseComments = "The licence is given as: " + w.License
	}
	return p
}

// spdxAuthors names the authors in one text, as SPDX has one originator.
func spdxAuthors(w Work) string {
	var names []string
	for _, a := range w.Authors {
		names = append(names, a.Name)
	}
	return list(names, "and")
}

// spdxLocation is where the asset can be downloaded: its one file, or else the
// page that offers it.
func spdxLocation(w Work) string {
	if all := parts(w.files); len(all) == 1 {
		return all[0].URL
	}
	return Link(w.Source)
}

// spdxExpression is a licence expression of the work that can stand in a
// document, and empty where there is none: a licence in another document
// would need that document's address.
func spdxExpression(w Work, expression string) string {
	if !w.Readable || strings.Contains(expression, "DocumentRef-") {
		return ""
	}
	return expression
}

func spdxChecksums(p part) []spdxtype.Checksum {
	if p.sha256() == "" {
		return nil
	}
	return []spdxtype.Checksum{{Algorithm: spdxtype.SHA256, Value: p.sha256()}}
}

func known(s string) string {
	if s == "" {
		return noAssertion
	}
	return s
}

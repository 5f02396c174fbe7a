package attribution

import (
	"bytes"
	"encoding/json"
	"io"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/astraweave/fetch-assets/asset"
)

// renderCycloneDX writes a CycloneDX 1.6 bill of materials: a component for each
// asset, with its files inside. It has no timestamp, which the form allows, and
// its serial number stands for what it says, so that equal locks give equal
// bytes.
func renderCycloneDX(w io.Writer, assets []asset.Asset) error {
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Tools: &cdx.ToolsChoice{Components: &[]cdx.Component{{Type: cdx.ComponentTypeApplication, Name: toolName}}}}
	components := []cdx.Component{}
	for _, work := range works(assets) {
		components = append(components, component(work))
	}
	bom.Components = &components
	content, err := json.Marshal(bom)
	if err != nil {
		return err
	}
	bom.SerialNumber = "urn:uuid:" + uuid(content)
	var b bytes.Buffer
	if err := cdx.NewBOMEncoder(&b, cdx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cdx.SpecVersion1_6); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// component is a work. One that is a single file is that file.
func component(w Work) cdx.Component {
	c := cdx.Component{
		BOMRef:             "asset:" + w.Handle,
		Type:               cdx.ComponentTypeData,
		Group:              w.From,
		Name:               w.Name(),
		Version:            w.revision,
		Licenses:           cdxLicenses(w),
		Copyright:          w.copyrighted(),
		ExternalReferences: some(cdxReferences(w)),
		Properties:         some(cdxProperties(w)),
	}
	if w.From != other {
		c.Supplier = &cdx.OrganizationalEntity{Name: w.From}
	}
	var authors []cdx.OrganizationalContact
	for _, a := range w.Authors {
		authors = append(authors, cdx.OrganizationalContact{Name: a.Name})
	}
	c.Authors = some(authors)
	if w.Changes != "" {
		c.Pedigree = &cdx.Pedigree{Notes: w.Changes}
	}
	all := parts(w.files)
	if len(all) == 1 {
		c.Hashes = cdxHashes(all[0])
		if all[0].Parts == nil {
			c.Type = cdx.ComponentTypeFile
		}
		all = all[0].Parts
	}
	c.Components = cdxFiles(c.BOMRef, all)
	return c
}

// cdxFiles are the files of an asset or of a download.
func cdxFiles(of string, all []part) *[]cdx.Component {
	var files []cdx.Component
	for _, p := range all {
		f := cdx.Component{BOMRef: of + "#" + p.Name, Type: cdx.ComponentTypeFile, Name: p.Name, Hashes: cdxHashes(p)}
		if p.URL != "" {
			f.ExternalReferences = &[]cdx.ExternalReference{{Type: cdx.ERTypeDistribution, URL: p.URL}}
		}
		f.Components = cdxFiles(f.BOMRef, p.Parts)
		files = append(files, f)
	}
	return some(files)
}

func cdxHashes(p part) *[]cdx.Hash {
	if p.sha256() == "" {
		return nil
	}
	return &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: p.sha256()}}
}

// cdxLicenses is the licence in force, which was concluded where it is one of
// several on offer.
func cdxLicenses(w Work) *cdx.Licenses {
	how := cdx.LicenseAcknowledgementDeclared
	if w.Offered != "" {
		how = cdx.LicenseAcknowledgementConcluded
	}
	switch {
	case w.License == "":
		return nil
	case !w.Readable:
		return &cdx.Licenses{{License: &cdx.License{Name: w.License, Acknowledgement: how}}}
	}
	return &cdx.Licenses{{Expression: w.License, Acknowledgement: &how}}
}

func cdxReferences(w Work) []cdx.ExternalReference {
	var all []cdx.ExternalReference
	if page := Link(w.Source); page != "" {
		all = append(all, cdx.ExternalReference{Type: cdx.ERTypeWebsite, URL: page})
	}
	if files := parts(w.files); len(files) == 1 && files[0].URL != "" {
		all = append(all, cdx.ExternalReference{Type: cdx.ERTypeDistribution, URL: files[0].URL})
	}
	for _, l := range w.Licenses() {
		if l.Address != "" {
			all = append(all, cdx.ExternalReference{Type: cdx.ERTypeLicense, URL: l.Address, Comment: l.Name})
		}
	}
	return all
}

// cdxProperties are what the form has no place for.
func cdxProperties(w Work) []cdx.Property {
	var all []cdx.Property
	for _, p := range []struct{ name, value string }{
		{"handle", w.Handle}, {"type", string(w.Kind)}, {"provider", w.Provider},
		{"credit", w.Credit()}, {"notice", w.Notice}, {"offered", w.Offered},
	} {
		if p.value != "" {
			all = append(all, cdx.Property{Name: toolName + ":" + p.name, Value: p.value})
		}
	}
	return all
}

// some is a list as the library has it: nil when there is nothing in it.
func some[T any](all []T) *[]T {
	if len(all) == 0 {
		return nil
	}
	return &all
}

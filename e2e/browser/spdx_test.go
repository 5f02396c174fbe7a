package browser

import (
	"bytes"
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	spdxjson "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx"
	"github.com/spdx/tools-golang/spdxlib"
)

var spdxSchema = flag.String("spdx-schema", "", "SPDX 2.3's schemas/spdx-schema.json, to hold the documents to it as well")

// TestSPDXSchema holds the document to the schema that SPDX publishes, which no
// Go module brings along: without the flag it is left to [TestSPDX].
func TestSPDXSchema(t *testing.T) {
	t.Parallel()
	if *spdxSchema == "" {
		t.Skip("no -spdx-schema FILE")
	}
	schema := compile(t, "http://spdx.org/rdf/terms/2.3", map[string]string{"http://spdx.org/rdf/terms/2.3": *spdxSchema})
	obey(t, schema, "spdx")
	if schema.Validate(map[string]any{"spdxVersion": "SPDX-2.3"}) == nil {
		t.Error("the schema takes anything")
	}
}

// TestSPDX reads the document back and checks what the specification asks of
// it, in the order of its clauses.
func TestSPDX(t *testing.T) {
	t.Parallel()
	text := render(t, "spdx", sample())
	d, err := spdxjson.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := spdxlib.ValidateDocument(d); err != nil {
		t.Error(err)
	}
	if d.SPDXVersion != "SPDX-2.3" || d.DataLicense != "CC0-1.0" || d.SPDXIdentifier != "DOCUMENT" || d.DocumentName == "" {
		t.Errorf("6.1 to 6.4: %s %s %s %s", d.SPDXVersion, d.DataLicense, d.SPDXIdentifier, d.DocumentName)
	}
	if !regexp.MustCompile(`^https://[^#]+$`).MatchString(d.DocumentNamespace) {
		t.Errorf("6.5: namespace %q", d.DocumentNamespace)
	}
	if c := d.CreationInfo; len(c.Creators) != 1 || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(c.Created) {
		t.Errorf("6.8, 6.9: %+v", c)
	}
	defined := licensesOf(t, d)
	for _, p := range d.Packages {
		checkPackage(t, p, defined)
	}
	if len(d.Files) > 0 {
		t.Error("8.4: files need a SHA-1, which a lock does not have")
	}
	checkRelations(t, d)
}

// licensesOf lists the licences that the document defines (clause 10).
func licensesOf(t *testing.T, d *spdx.Document) []string {
	t.Helper()
	var defined []string
	for _, l := range d.OtherLicenses {
		if !regexp.MustCompile(`^LicenseRef-[a-zA-Z0-9.-]+$`).MatchString(l.LicenseIdentifier) || l.ExtractedText == "" || l.LicenseName == "" {
			t.Errorf("10.1 to 10.3: %+v", l)
		}
		defined = append(defined, l.LicenseIdentifier)
	}
	if !slices.Contains(defined, "LicenseRef-OGA-BY-3.0") {
		t.Errorf("OGA-BY is not among %q", defined)
	}
	return defined
}

// checkPackage checks clause 7.
func checkPackage(t *testing.T, p *spdx.Package, defined []string) {
	t.Helper()
	id := string(p.PackageSPDXIdentifier)
	if p.PackageName == "" || !regexp.MustCompile(`^[a-zA-Z0-9.-]+$`).MatchString(id) {
		t.Errorf("7.1, 7.2: name %q, id %q", p.PackageName, id)
	}
	location := regexp.MustCompile(`^(NOASSERTION|https?://\S+|git\+https://\S+)$`)
	if !location.MatchString(p.PackageDownloadLocation) || p.PackageHomePage != "" && !location.MatchString(p.PackageHomePage) {
		t.Errorf("7.7, 7.11: %s: %q, %q", id, p.PackageDownloadLocation, p.PackageHomePage)
	}
	if p.FilesAnalyzed || p.PackageVerificationCode != nil || p.PackageLicenseInfoFromFiles != nil {
		t.Errorf("7.8, 7.9, 7.14: %s: nothing was analysed", id)
	}
	for _, c := range p.PackageChecksums {
		if c.Algorithm != "SHA256" || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(c.Value) {
			t.Errorf("7.10: %s: %+v", id, c)
		}
	}
	for _, expression := range []string{p.PackageLicenseConcluded, p.PackageLicenseDeclared} {
		if expression == "" || strings.Contains(expression, "DocumentRef-") {
			t.Errorf("7.13, 7.15: %s: %q", id, expression)
		}
		for _, reference := range regexp.MustCompile(`LicenseRef-[a-zA-Z0-9.-]+`).FindAllString(expression, -1) {
			if !slices.Contains(defined, reference) {
				t.Errorf("10.1: %s: %s is not defined", id, reference)
			}
		}
	}
	if !slices.Contains([]string{"FILE", "OTHER"}, p.PrimaryPackagePurpose) {
		t.Errorf("7.24: %s: %q", id, p.PrimaryPackagePurpose)
	}
}

// checkRelations checks that clause 11 leads from the document to every package.
func checkRelations(t *testing.T, d *spdx.Document) {
	t.Helper()
	reached := map[spdx.ElementID]bool{"DOCUMENT": true}
	for _, r := range d.Relationships {
		if !reached[r.RefA.ElementRefID] || r.Relationship != spdx.RelationshipDescribes && r.Relationship != spdx.RelationshipContains {
			t.Errorf("11.1: %+v", r)
		}
		reached[r.RefB.ElementRefID] = true
	}
	for _, p := range d.Packages {
		if !reached[p.PackageSPDXIdentifier] {
			t.Errorf("11.1: nothing leads to %s", p.PackageSPDXIdentifier)
		}
	}
	if len(reached) != len(d.Packages)+1 || len(d.Packages) < len(sample())+40 {
		t.Errorf("%d packages, %d reached", len(d.Packages), len(reached)-1)
	}
}

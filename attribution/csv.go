package attribution

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/astraweave/fetch-assets/asset"
)

// csvHeader names the columns of the format "csv". Columns may be added at the
// end.
var csvHeader = []string{
	"handle", "type", "provider", "title", "authors", "source",
	"license", "license_name", "license_address", "required", "credit", "notice", "changes",
}

// renderCSV writes one line for each work, after a header, as RFC 4180 has it
// but with LF. Several authors, or licences, share a cell, parted by "; ".
func renderCSV(w io.Writer, assets []asset.Asset) error {
	c := csv.NewWriter(w)
	if err := c.Write(csvHeader); err != nil {
		return err
	}
	for _, work := range works(assets) {
		if err := c.Write(csvRow(work)); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func csvRow(w Work) []string {
	var authors, names, addresses []string
	for _, a := range w.Authors {
		authors = append(authors, a.Name)
	}
	for _, l := range w.Licenses() {
		names = append(names, l.Name)
		addresses = append(addresses, l.Address)
	}
	required := "yes"
	if w.Courtesy {
		required = "no"
	}
	row := []string{
		w.Handle, string(w.Kind), w.Provider, w.Title, strings.Join(authors, "; "), w.Source,
		w.License, strings.Join(names, "; "), strings.Join(addresses, "; "), required, w.Credit(), w.Notice, w.Changes,
	}
	for i := range row {
		row[i] = inert(row[i])
	}
	return row
}

// inert keeps a spreadsheet from running a cell as a formula, with the
// apostrophe that spreadsheets take for "this is text".
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

package xlsx

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/internal/pack"
)

// cells reads what a sheet says beside the texts of its cells.
type cells struct {
	*layout
	formats *formats
	// texts are the lengths of the texts that cells share: the library puts them
	// in a whole row at once, which a few bytes for each cell can make as long as
	// they like.
	texts []int

	row, column int
	kind, style string // of the cell
	size        int
}

// read reads the part of a sheet. What is wrong with it is said in the layout.
func (c *cells) read(p *pack.Package, part string) error {
	if !p.Has(part) {
		return nil
	}
	err := p.Walk(part, c.visit)
	if decode.CodeOf(err) == decode.CodeDamaged {
		c.broken = err
		return nil
	}
	return err
}

func (c *cells) visit(r *pack.Part, name string, e pack.Start) (done bool, err error) {
	switch name {
	case "row":
		c.row, c.column = noteRow(c.Sheet, c.row, e), -1
	case "col":
		noteColumns(c.Sheet, e)
	case "mergeCell":
		if a, ok := area(pack.Attr(e, "ref")); ok {
			c.Merge(a)
		}
	case "c":
		c.column++
		if column, _, err := excelize.CellNameToCoordinates(pack.Attr(e, "r")); err == nil {
			c.column = column - 1
		}
		c.kind, c.style = pack.Attr(e, "t"), pack.Attr(e, "s")
	case "v":
		value, err := r.Text()
		if err != nil {
			return true, err
		}
		return true, c.value(value)
	}
	return false, nil
}

// value takes the value of a cell: a number, or which text it is.
func (c *cells) value(value string) error {
	switch c.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && i >= 0 && i < len(c.texts) {
			c.size += c.texts[i]
		}
	case "", "n":
		if text, ok := c.formats.text(c.style, value); ok {
			c.Add(c.row, c.column, text)
			c.numbers[c.row] = append(c.numbers[c.row], c.column)
			c.size += len(text)
		}
	}
	if c.size > decode.MaxText {
		return decode.TextTooLong()
	}
	return nil
}

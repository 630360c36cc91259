package workbook

import "slices"

// areas finds the merged cells of a row. Rows must be asked for from the top
// down.
type areas struct {
	waiting []Area // by their first row
	open    open
}

// open are the merged cells that a row is part of, by their first column.
type open []Area

func newAreas(merged []Area) *areas {
	sorted := slices.Clone(merged)
	slices.SortStableFunc(sorted, func(a, b Area) int { return a.Row - b.Row })
	return &areas{waiting: sorted}
}

// at gives the merged cells that a row is part of.
func (a *areas) at(row int) open {
	a.open = slices.DeleteFunc(a.open, func(m Area) bool { return m.LastRow < row })
	grown := false
	for len(a.waiting) > 0 && a.waiting[0].Row <= row {
		if m := a.waiting[0]; m.LastRow >= row {
			a.open = append(a.open, m)
			grown = true
		}
		a.waiting = a.waiting[1:]
	}
	if grown {
		slices.SortStableFunc(a.open, func(a, b Area) int { return a.Column - b.Column })
	}
	return a.open
}

// of gives the merged cell that a column is part of, or nil. Merged cells do not
// overlap; in a file that says they do, the one that begins last is meant.
func (o open) of(column int) *Area {
	i, found := slices.BinarySearchFunc(o, column, func(a Area, column int) int { return a.Column - column })
	if !found {
		i--
	}
	if i < 0 || o[i].LastColumn < column {
		return nil
	}
	return &o[i]
}

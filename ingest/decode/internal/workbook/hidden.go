package workbook

import "slices"

// Range is a range of rows or columns, both ends included.
type Range struct{ From, To int }

// lines are hidden rows or columns.
type lines []Range

// joined sorts the ranges and joins those that meet: [lines.visible] needs it.
func (l lines) joined() lines {
	slices.SortFunc(l, func(a, b Range) int { return a.From - b.From })
	out := l[:0]
	for _, r := range l {
		if last := len(out) - 1; last >= 0 && r.From <= out[last].To+1 {
			out[last].To = max(out[last].To, r.To)
		} else if r.To >= r.From {
			out = append(out, r)
		}
	}
	return out
}

// visible gives the first line from n on that is not hidden.
func (l lines) visible(n int) int {
	i, found := slices.BinarySearchFunc(l, n, func(r Range, n int) int { return r.From - n })
	if !found {
		i--
	}
	if i >= 0 && n <= l[i].To {
		return l[i].To + 1
	}
	return n
}

func (l lines) hides(n int) bool { return l.visible(n) != n }

// hideLines takes out the cells in hidden rows and columns and counts them. A
// merged cell of which some is seen shows its text there.
func (s *Sheet) hideLines() (cells int) {
	s.without, s.columns = s.without.joined(), s.columns.joined()
	moved := s.shrinkMerged()
	for row, list := range s.rows {
		kept := slices.DeleteFunc(list, func(c cell) bool { return s.without.hides(row) || s.columns.hides(c.column) })
		cells += len(list) - len(kept)
		s.rows[row] = kept
		if len(kept) == 0 {
			delete(s.rows, row)
		}
	}
	return cells - moved
}

// spot is where a cell is.
type spot struct{ row, column int }

// shrinkMerged lets the merged cells begin where they are seen, and puts their
// texts there. It tells how many.
func (s *Sheet) shrinkMerged() (moved int) {
	to := make(map[spot]spot)
	for i := range s.merged {
		a := &s.merged[i]
		from, seen := spot{a.Row, a.Column}, spot{s.without.visible(a.Row), s.columns.visible(a.Column)}
		if seen != from && seen.row <= a.LastRow && seen.column <= a.LastColumn {
			to[from], a.Row, a.Column = seen, seen.row, seen.column
		}
	}
	if len(to) == 0 {
		return 0
	}
	texts := make(map[spot]string)
	for row, list := range s.rows {
		for _, c := range list {
			if seen, ok := to[spot{row, c.column}]; ok {
				texts[seen] = c.text
			}
		}
	}
	for at, text := range texts {
		s.Add(at.row, at.column, text) // behind what may lie below it, so it stands
	}
	return len(texts)
}

package doc

// runs finds the properties of a place in the main stream. They lie on pages of
// 512 bytes, each about some stretch of text; a table says which.
type runs struct {
	main  block
	table block // n+1 places, then the numbers of n pages
	// find gives, on a page with so many runs, the properties of one of them.
	find func(page block, count, run int) block
	last run
}

// run is a stretch of the main stream with the same properties.
type run struct {
	from, to int
	mods     block
}

const pageSize = 512

// at gives the run of a place; outside of all an empty one.
func (r *runs) at(place int) run {
	if place >= r.last.from && place < r.last.to {
		return r.last
	}
	r.last = run{}
	n := (len(r.table) - 4) / 8
	i := between(n, func(i int) int { return r.table.U32(4 * i) }, place)
	if i < 0 {
		return r.last
	}
	const bits = 0x3FFFFF
	page := r.main.Cut(r.table.U32(4*(n+1)+4*i)&bits*pageSize, pageSize)
	if len(page) < pageSize {
		return r.last
	}
	count := page.U8(pageSize - 1)
	j := between(count, func(j int) int { return page.U32(4 * j) }, place)
	if j >= 0 {
		r.last = run{page.U32(4 * j), page.U32(4*j + 4), r.find(page, count, j)}
	}
	return r.last
}

// between finds i with bound(i) <= place < bound(i+1) among n+1 bounds, -1 if
// there is none.
func between(n int, bound func(int) int, place int) int {
	low, high := 0, max(n, 0)
	for low < high {
		if mid := (low + high) / 2; bound(mid+1) <= place {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low >= n || bound(low) > place || place >= bound(low+1) {
		return -1
	}
	return low
}

// charMods are the properties of characters on a page.
func charMods(page block, count, run int) block {
	at := 2 * page.U8(4*(count+1)+run)
	if at == 0 {
		return nil
	}
	return page.Cut(at+1, page.U8(at))
}

// paraMods are the properties of a paragraph on a page: the number of its style,
// then a list.
func paraMods(page block, count, run int) block {
	const each = 13
	at := 2 * page.U8(4*(count+1)+each*run)
	if at == 0 {
		return nil
	}
	if size := page.U8(at); size != 0 {
		return page.Cut(at+1, 2*size-1)
	}
	return page.Cut(at+2, 2*page.U8(at+1))
}

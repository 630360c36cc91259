package chart

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strconv"
)

// Month is a count of a month of a year.
type Month struct {
	Year, Month int // Month from 1 to 12
	Count       int
}

// maxBins is how many columns a timeline has at most.
const maxBins = 60

// Timeline draws the counts of months in the order of time, those without one too. If
// they are too many, a column stands for a quarter, for a year, or for several.
// What is no month of the years 1 to 9999 is left out.
func Timeline(o Options, months []Month) template.HTML {
	t := timeline{Options: o}
	t.gather(slices.DeleteFunc(slices.Clone(months), func(m Month) bool {
		return m.Year < 1 || m.Year > 9999 || m.Month < 1 || m.Month > 12
	}))
	t.measure()
	for i := range t.counts {
		t.column(i)
	}
	t.rule(gap, t.base, t.x(len(t.counts)), t.base)
	return t.finish(&t.Options, t.x(len(t.counts))+gap, t.base+line, t.figures())
}

type timeline struct {
	drawing
	Options
	size, first  int // months of a column; number of the first column
	counts       []int
	most         int
	bar          float64
	every        int  // so many columns share a name
	tall         bool // figures are written upwards
	height, base float64
}

// sizes are the months that a column can stand for; after the last, its multiples.
var sizes = []int{1, 3, 12}

// gather sorts the counts into columns.
func (t *timeline) gather(months []Month) {
	if len(months) == 0 {
		return
	}
	number := func(m Month) int { return m.Year*12 + m.Month - 1 }
	earlier := func(a, b Month) int { return cmp.Compare(number(a), number(b)) }
	from, to := number(slices.MinFunc(months, earlier)), number(slices.MaxFunc(months, earlier))
	t.size = sizes[len(sizes)-1]
	for _, size := range sizes {
		if to/size-from/size < maxBins {
			t.size = size
			break
		}
	}
	for to/t.size-from/t.size >= maxBins {
		t.size *= 2
	}
	t.first = from / t.size
	t.counts = make([]int, to/t.size-t.first+1)
	for _, m := range months {
		t.counts[number(m)/t.size-t.first] += m.Count
	}
}

func (t *timeline) measure() {
	figures := 0.0
	for _, n := range t.counts {
		t.most = max(t.most, n)
		figures = max(figures, widthOf(strconv.Itoa(n))*em)
	}
	t.bar = 14
	if n := len(t.counts); n > 0 {
		t.bar = max(t.bar, min((float64(t.width())-2*gap)/float64(n), 60))
	}
	t.tall = figures > t.bar
	t.height = 90
	t.base = t.height + line
	if t.tall {
		t.base = t.height + figures + gap
	}
	t.every = t.named()
}

func (t *timeline) x(column int) float64 { return gap + float64(column)*t.bar }

func (t *timeline) column(i int) {
	n, middle := t.counts[i], t.x(i)+t.bar/2
	height := 0.0
	if n > 0 {
		height = max(float64(n)/float64(t.most)*t.height, 1)
		t.rect("chart-part chart-part-0", t.name(i)+" "+strconv.Itoa(n), t.x(i)+1, t.base-height, t.bar-2, height,
			attribute{"fill", "currentColor"}, attribute{"fill-opacity", "0.7"})
	}
	if n != 0 {
		t.figure(middle, t.base-height-4, n)
	}
	if i%t.every == 0 {
		half, end := widthOf(t.name(i))*em/2, t.x(len(t.counts))
		if t.every > 1 && i > 0 && middle+half > end {
			return // moved to the left, it would lie on the one before
		}
		t.text(max(min(middle, end-half), half), t.base+line*0.7, 12, "middle", t.name(i))
	}
}

// figure writes a count above its column, upwards where columns are narrow.
func (t *timeline) figure(x, y float64, n int) {
	if !t.tall {
		t.element("text", "", strconv.Itoa(n), append(at(x, y), attribute{"text-anchor", "middle"}, attribute{"fill", "currentColor"})...)
		return
	}
	x += em * 0.35
	t.element("text", "", strconv.Itoa(n), append(at(x, y), attribute{"fill", "currentColor"}, attribute{"transform", fmt.Sprintf("rotate(-90 %.1f %.1f)", x, y)})...)
}

// named gives how many columns a name needs.
func (t *timeline) named() int {
	widest := widthOf(t.name(0)) * em
	for i := range t.counts {
		widest = max(widest, widthOf(t.name(i))*em)
	}
	return 1 + int((widest+gap)/t.bar)
}

// name gives the time that a column stands for.
func (t *timeline) name(column int) string {
	from := (t.first + column) * t.size
	year, month := from/12, from%12+1
	switch {
	case t.size == 1:
		return fmt.Sprintf("%d-%02d", year, month)
	case t.size == 3:
		return fmt.Sprintf("%dQ%d", year, month/3+1)
	case t.size == 12:
		return strconv.Itoa(year)
	}
	return fmt.Sprintf("%d–%d", year, year+t.size/12-1)
}

func (t *timeline) figures() []figure {
	var list []figure
	for i, n := range t.counts {
		if n != 0 {
			list = append(list, figure{t.name(i), n})
		}
	}
	return list
}

package corpus

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gongshi"
	"gongshi/parse/regions"
)

// What makes a near-copy.
const (
	minShare  = 0.5 // of the Han characters of the account
	minShared = 5   // clauses
	minHan    = 100 // Han characters in them
)

// maxHolders is how many notices have a clause at most that compares them: one with
// more is a formula.
const maxHolders = 64

// maxOthers is how many notices a finding names.
const maxOthers = 5

// clauseIndex has the hash of each clause in the upper 40 bits, the record that has it in
// the lower 24, sorted. Two clauses of 40 equal bits in ten million are taken for
// one in a hundred thousand cases; a finding needs five.
type clauseIndex []uint64

const recordBits = 24

// copies finds the accounts that are those of other counties.
func (p *Pass) copies() []found {
	total := 0
	for i := range p.records {
		total += len(p.records[i].clauses)
	}
	p.clauses = make(clauseIndex, 0, total)
	for i := range p.records[:min(len(p.records), 1<<recordBits)] {
		for _, c := range p.records[i].clauses {
			p.clauses = append(p.clauses, c.hash()|uint64(i))
		}
	}
	slices.Sort(p.clauses)
	var all []found
	shared := map[int]*overlap{}
	for i := range p.records {
		if f, ok := p.copyOf(i, shared); ok {
			all = append(all, f)
		}
		clear(shared)
	}
	p.clauses = nil
	return all
}

// holders gives the records that have a clause, nil if it is a formula.
func (x clauseIndex) holders(hash uint64) []uint64 {
	from, _ := slices.BinarySearch(x, hash)
	to := from
	for to < len(x) && x[to]&^(1<<recordBits-1) == hash {
		if to++; to-from > maxHolders {
			return nil
		}
	}
	return x[from:to]
}

// overlap is what two accounts have in common.
type overlap struct{ clauses, han int }

// copyOf finds the earlier accounts of other counties that record i is like.
func (p *Pass) copyOf(i int, shared map[int]*overlap) (f found, ok bool) {
	r := &p.records[i]
	if r.county == "" || len(r.clauses) < minShared {
		return f, false
	}
	own := 0 // Han characters that are no formula
	for _, c := range r.clauses {
		holders := p.clauses.holders(c.hash())
		if holders == nil {
			continue
		}
		own += c.han()
		for _, h := range holders {
			j := int(h & (1<<recordBits - 1))
			if j == i || !p.earlier(j, i) || !apart(p.records[j].county, r.county) {
				continue
			}
			if shared[j] == nil {
				shared[j] = new(overlap)
			}
			shared[j].clauses++
			shared[j].han += c.han()
		}
	}
	var like []int
	for j, o := range shared {
		if o.clauses >= minShared && o.han >= minHan && float64(o.han) >= minShare*float64(own) {
			like = append(like, j)
		}
	}
	if len(like) == 0 {
		return f, false
	}
	slices.SortFunc(like, func(a, b int) int { return cmp.Or(cmp.Compare(shared[b].han, shared[a].han), cmp.Compare(a, b)) })
	best := shared[like[0]]
	f = found{rule: "SUB10", record: i, others: like[:min(len(like), maxOthers)], span: r.account}
	f.message = p.copyMessage(f.others, len(like), best, own)
	return f, true
}

func (p *Pass) copyMessage(others []int, all int, best *overlap, own int) gongshi.Text {
	var zh, en []string
	for _, j := range others {
		o := &p.records[j]
		zh = append(zh, fmt.Sprintf("%s（%s，%s）", placeName(o.county), o.issued, o.id))
		en = append(en, fmt.Sprintf("%s (%s, %s)", placeName(o.county), o.issued, o.id))
	}
	share := best.han * 100 / own
	t := gongshi.Text{
		Zh: fmt.Sprintf("地名、数字遮去后，落实情况有%d%%（%d个分句、%d字）与%s的公示相同", share, best.clauses, best.han, zh[0]),
		En: fmt.Sprintf("With names and numbers masked, %d%% of what was done (%d clauses, %d characters) is that of the notice of %s", share, best.clauses, best.han, en[0]),
	}
	if all > 1 {
		t.Zh += fmt.Sprintf("；另有%d份雷同：%s", all-1, strings.Join(zh[1:], "、"))
		t.En += fmt.Sprintf("; %d more are like it: %s", all-1, strings.Join(en[1:], ", "))
		if all > len(others) {
			t.Zh, t.En = t.Zh+"等", t.En+", …"
		}
	}
	t.Zh, t.En = t.Zh+"。", t.En+"."
	return t
}

// earlier tells whether the notice of record j was there before that of i; where the days
// do not say, the ids do, so that the order in which notices come does not matter.
func (p *Pass) earlier(j, i int) bool {
	a, b := &p.records[j], &p.records[i]
	if c := a.issued.Compare(b.issued); c != 0 && !a.issued.IsZero() && !b.issued.IsZero() {
		return c < 0
	}
	return a.identity < b.identity || a.identity == b.identity && a.id < b.id
}

// apart tells whether two counties are known and none lies in the other.
func apart(a, b string) bool {
	return a != "" && b != "" && !regions.Within(a, b) && !regions.Within(b, a)
}

// placeName names a county with its city or province.
func placeName(code string) string {
	d := regions.ByCode(code)
	if d == nil {
		return code
	}
	for _, above := range []string{code[:4] + "00", code[:2] + "0000"} {
		if up := regions.ByCode(above); up != nil && above != code {
			return up.Name + d.Name
		}
	}
	return d.Name
}

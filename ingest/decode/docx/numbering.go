package docx

import (
	"slices"
	"strconv"

	"gongshi/ingest/decode/internal/numbering"
	"gongshi/ingest/decode/internal/pack"
)

// levels is how many levels a list of Word has.
const levels = 9

// abstract is a list as it is defined: several lists of a document can refer to
// it, and count on.
type abstract struct {
	numbering.List
	styles    [levels]string // the paragraph styles that stand for the levels
	styleLink string         // the name under which others refer to it
	linked    string         // the name of the one that it stands for
}

// instance is a list as paragraphs refer to it.
type instance struct {
	of      string                  // the id of what it refers to
	starts  map[int]int             // levels that begin anew with it
	looks   map[int]numbering.Level // levels that look otherwise
	defined *abstract
	list    numbering.List
	used    [levels]bool
}

// numbers counts the items of all lists.
type numbers struct {
	styles    styles
	instances map[int]*instance
}

func readNumbering(p *pack.Package, name string, s styles) (*numbers, error) {
	n := &numbers{styles: s, instances: make(map[int]*instance)}
	if !p.Has(name) {
		return n, nil
	}
	r, err := p.Part(name, shortName)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	defined := make(map[string]*abstract)
	var element pack.Visitor
	element = func(name string, e pack.Start) error {
		switch name {
		case "w:abstractNum":
			l, err := readAbstract(r)
			defined[pack.Attr(e, "abstractNumId")] = l
			return err
		case "w:num":
			id, err := strconv.Atoi(pack.Attr(e, "numId"))
			if err != nil {
				return r.Skip()
			}
			n.instances[id], err = readInstance(r)
			return err
		}
		return r.Each(element)
	}
	if err := r.Each(element); err != nil {
		return nil, err
	}
	for _, in := range n.instances {
		in.resolve(defined)
	}
	return n, nil
}

// resolve finds what a list refers to, through the style that it may only stand
// for.
func (in *instance) resolve(defined map[string]*abstract) {
	l := defined[in.of]
	if l == nil {
		return
	}
	if l.linked != "" {
		for _, other := range defined {
			if other.styleLink == l.linked {
				l = other
				break
			}
		}
	}
	in.defined, in.list = l, l.List
	for i, look := range in.looks {
		in.list.Levels[i] = look
	}
}

// readAbstract reads a w:abstractNum.
func readAbstract(p *pack.Part) (*abstract, error) {
	l := &abstract{List: numbering.List{Count: new(numbering.Count)}}
	for i := range l.Levels {
		l.Levels[i].Start = 1
	}
	return l, p.Each(func(name string, e pack.Start) error {
		switch name {
		case "w:styleLink":
			l.styleLink = pack.Attr(e, "val")
		case "w:numStyleLink":
			l.linked = pack.Attr(e, "val")
		case "w:lvl":
			if i, ok := levelOf(e); ok {
				return readLevel(p, &l.Levels[i], &l.styles[i])
			}
		}
		return p.Skip()
	})
}

// levelOf is the level that an element is about.
func levelOf(e pack.Start) (level int, ok bool) {
	i, err := strconv.Atoi(pack.Attr(e, "ilvl"))
	return i, err == nil && i >= 0 && i < levels
}

// readLevel reads a w:lvl.
func readLevel(p *pack.Part, l *numbering.Level, style *string) error {
	return p.Each(func(name string, e pack.Start) error {
		switch name {
		case "w:start":
			l.Start = max(number(e), 0)
		case "w:numFmt":
			l.Format = pack.Attr(e, "val")
		case "w:lvlText":
			l.Text = pack.Attr(e, "val")
		case "w:isLgl":
			l.Legal = isOn(e)
		case "w:suff":
			l.NoSuffix = pack.Attr(e, "val") == "nothing"
		case "w:lvlRestart":
			l.NoRestart = pack.Attr(e, "val") == "0"
		case "w:pStyle":
			*style = pack.Attr(e, "val")
		}
		return p.Skip()
	})
}

// readInstance reads a w:num.
func readInstance(p *pack.Part) (*instance, error) {
	in := &instance{starts: make(map[int]int), looks: make(map[int]numbering.Level)}
	return in, p.Each(func(name string, e pack.Start) error {
		switch name {
		case "w:abstractNumId":
			in.of = pack.Attr(e, "val")
		case "w:lvlOverride":
			if i, ok := levelOf(e); ok {
				return p.Each(func(name string, e pack.Start) error { return in.override(p, i, name, e) })
			}
		}
		return p.Skip()
	})
}

// override reads what is within a w:lvlOverride.
func (in *instance) override(p *pack.Part, level int, name string, e pack.Start) error {
	switch name {
	case "w:startOverride":
		in.starts[level] = max(number(e), 0)
	case "w:lvl":
		look, style := numbering.Level{Start: 1}, ""
		err := readLevel(p, &look, &style)
		in.looks[level] = look
		return err
	}
	return p.Skip()
}

// next counts a paragraph and gives the number that stands before it, or "".
func (n *numbers) next(p props) string {
	ref := n.find(p)
	in := n.instances[ref.id]
	if ref.id <= 0 || in == nil || in.defined == nil {
		return ""
	}
	at := min(max(ref.level, 0), levels-1)
	if first, ok := in.starts[at]; ok && !in.used[at] {
		in.list.Count.Restart(at, first)
	}
	in.used[at] = true
	return in.list.Next(at)
}

// find gives the list and level of a paragraph, its own or that of its style.
func (n *numbers) find(p props) numRef {
	ref := p.num
	n.styles.chain(p.style, func(id string, st style) bool {
		if ref.id < 0 && st.num.id >= 0 {
			ref.id = st.num.id
			if ref.level < 0 {
				ref.level = n.levelFor(ref.id, id)
			}
		}
		if ref.level < 0 {
			ref.level = st.num.level
		}
		return ref.id >= 0 && ref.level >= 0
	})
	return ref
}

// levelFor is the level of a list that a style stands for, -1 if none.
func (n *numbers) levelFor(id int, style string) int {
	if in := n.instances[id]; in != nil && in.defined != nil {
		return slices.Index(in.defined.styles[:], style)
	}
	return -1
}

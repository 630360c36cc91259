package pack

import (
	"path"
	"strings"
)

// Relation is what a part says about another one, in Office Open XML.
type Relation struct {
	ID, Type string
	// Target is the name of the other part.
	Target string
}

// Relations gives the relations of a part, of the package for "". A broken list
// is as good as none.
func (p *Package) Relations(of string) []Relation {
	list := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		list = "_rels/.rels"
	}
	if !p.Has(list) {
		return nil
	}
	var out []Relation
	err := p.Walk(list, func(_ *Part, name string, e Start) (bool, error) {
		if name == "Relationship" && Attr(e, "TargetMode") != "External" {
			target := Attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(of), target)
			}
			out = append(out, Relation{ID: Attr(e, "Id"), Type: Attr(e, "Type"), Target: target})
		}
		return false, nil
	})
	if err != nil {
		return nil
	}
	return out
}

// Target finds the part that another one (the package for "") relates to by the
// end of the type, such as "/styles". Without one it is the usual name.
func (p *Package) Target(of, kind, usual string) string {
	for _, r := range p.Relations(of) {
		if strings.HasSuffix(r.Type, kind) && p.Has(r.Target) {
			return r.Target
		}
	}
	return usual
}

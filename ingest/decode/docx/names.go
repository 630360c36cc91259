package docx

import (
	"encoding/xml"
	"path"
	"strings"

	"gongshi/ingest/decode/internal/pack"
)

// shortName names the elements of word processing "w:p", alternatives "mc:…" and
// formulas "m:…". The namespaces of the two editions of the standard differ in
// all but their ends.
func shortName(n xml.Name) string {
	switch {
	case n.Space == "w", strings.Contains(n.Space, "wordprocessingml") && strings.HasSuffix(n.Space, "main"):
		return "w:" + n.Local
	case strings.HasSuffix(n.Space, "markup-compatibility/2006"):
		return "mc:" + n.Local
	case strings.HasSuffix(n.Space, "officeDocument/2006/math"), strings.HasSuffix(n.Space, "officeDocument/math"):
		return "m:" + n.Local
	}
	return ""
}

// target follows a relationship of a part (of the package for "") by the end of
// its type, such as "/styles". Without one it is the usual name of the part.
func target(p *pack.Package, of, kind, usual string) string {
	rels := path.Join(path.Dir(of), "_rels", path.Base(of)+".rels")
	if of == "" {
		rels = "_rels/.rels"
	}
	if !p.Has(rels) {
		return usual
	}
	r, err := p.Part(rels, shortName)
	if err != nil {
		return usual
	}
	defer r.Close()
	found := usual
	var element pack.Visitor
	element = func(_ string, e pack.Start) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(pack.Attr(e, "Type"), kind) && pack.Attr(e, "TargetMode") != "External" {
			found = pack.Attr(e, "Target")
			if !strings.HasPrefix(found, "/") {
				found = path.Join(path.Dir(of), found)
			}
		}
		return r.Each(element)
	}
	// A broken list of relationships is as good as none.
	if err := r.Each(element); err != nil || !p.Has(found) {
		return usual
	}
	return found
}

package docx

import (
	"encoding/xml"
	"strings"
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

package table

import (
	"fmt"
	"strings"
)

// Markdown writes rows as a table.
func Markdown(rows []Row) string {
	var b strings.Builder
	b.WriteString("| file | status | read by | gongshi | other programs | why not all |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		share := "–"
		if r.Status == "ok" {
			share = cutDown(r.Accuracy)
		}
		by := r.Method
		if r.Engine != "" {
			by = r.Engine
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r.Name, r.Status, by, share, others(r), why(r))
	}
	return b.String()
}

// cutDown writes a share with three digits, and as 1 only what is.
func cutDown(share float64) string { return fmt.Sprintf("%.3f", float64(int(share*1000))/1000) }

func others(r Row) string {
	var out []string
	for _, name := range peerNames() {
		if share, ok := r.Peers[name]; ok {
			out = append(out, name+" "+cutDown(share))
		}
	}
	return strings.Join(out, ", ")
}

// why explains what is missing.
func why(r Row) string {
	switch {
	case exceptions[r.Name] != "":
		return exceptions[r.Name]
	case r.Accuracy == 1:
		return ""
	case r.Method == "ocr" && r.Engine != "tesseract":
		return "the text of the scanning program"
	case r.Method == "ocr":
		return "characters taken for others by tesseract"
	}
	return "?"
}

package table

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gongshi/internal/accuracy"
)

// A peer is another program that reads files.
type peer struct {
	name     string
	suffixes []string
	// args are its arguments; FILE stands for the file, DIR for an empty folder, in
	// which it may leave its output.
	args []string
}

var pages = []string{".htm", ".html", ".doc", ".wps", ".rtf", ".odt", ".docx", ".txt", ".xls", ".xlsx"}

var peers = []peer{
	{"pdftotext", []string{".pdf"}, []string{"pdftotext", "FILE", "-"}},
	{"mutool", []string{".pdf"}, []string{"mutool", "draw", "-q", "-F", "txt", "FILE"}},
	{"LibreOffice", pages, []string{"soffice", "--headless", "-env:UserInstallation=file://DIR/profile", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", "DIR", "FILE"}},
	{"antiword", []string{".doc", ".wps"}, []string{"antiword", "-m", "UTF-8.txt", "FILE"}},
	{"catdoc", []string{".doc", ".wps", ".rtf"}, []string{"catdoc", "-d", "utf-8", "FILE"}},
	{"xls2csv", []string{".xls"}, []string{"xls2csv", "-d", "utf-8", "FILE"}},
	{"unrtf", []string{".rtf"}, []string{"unrtf", "--text", "FILE"}},
}

// Compare fills in what the other programs that are installed get out of the files.
func Compare(ctx context.Context, rows []Row) error {
	for i := range rows {
		rows[i].Peers = map[string]float64{}
		for _, p := range peers {
			if _, err := exec.LookPath(p.args[0]); err != nil || !slices.Contains(p.suffixes, strings.ToLower(filepath.Ext(rows[i].Path))) {
				continue
			}
			text, err := p.read(ctx, rows[i].Path)
			if err != nil {
				return err
			}
			rows[i].Peers[p.name] = accuracy.Of(text, rows[i].Known)
		}
	}
	return nil
}

// read runs the program. What it cannot read is an empty text.
func (p peer) read(ctx context.Context, path string) (string, error) {
	folder, err := os.MkdirTemp("", "peer")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path, err = filepath.Abs(path)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	args := slices.Clone(p.args)
	if sheet := strings.HasPrefix(filepath.Ext(path), ".xls"); sheet && p.name == "LibreOffice" {
		for i := range args {
			args[i] = strings.Replace(args[i], "txt:Text (encoded):UTF8", "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1", 1)
		}
	}
	for i := range args {
		args[i] = strings.NewReplacer("FILE", path, "DIR", folder).Replace(args[i])
	}
	out, _ := exec.CommandContext(ctx, args[0], args[1:]...).Output() // failing is a result, too
	written, err := filepath.Glob(filepath.Join(folder, "*.*sv"))
	if err != nil {
		return "", err
	}
	texts, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return "", err
	}
	if p.name == "LibreOffice" {
		out = nil
	}
	for _, name := range append(texts, written...) {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		out = append(out, bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))...)
	}
	return string(out), nil
}

// peerNames are the names of the other programs in their order.
func peerNames() (names []string) {
	for _, p := range peers {
		names = append(names, p.name)
	}
	return names
}

package gongshi_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is who imports whom: for each package of ours, the others it may
// import. Changing this table is a design change; docs/design.md says why each
// line is as it is.
var mayImport = map[string][]string{
	"gongshi":                         {},
	"gongshi/normal":                  {"gongshi"},
	"gongshi/internal/lockfile":       {},
	"gongshi/parse":                   {"gongshi", "gongshi/normal", "gongshi/parse/regions"},
	"gongshi/parse/regions":           {},
	"gongshi/internal/confine":        {},
	"gongshi/internal/cputime":        {},
	"gongshi/parse/gold":              {"gongshi", "gongshi/normal", "gongshi/parse"},
	"gongshi/compliance":              {"gongshi", "gongshi/normal", "gongshi/compliance/answer", "gongshi/compliance/workday", "gongshi/parse/regions"},
	"gongshi/compliance/answer":       {"gongshi", "gongshi/normal"},
	"gongshi/compliance/coverage":     {"gongshi", "gongshi/normal", "gongshi/parse/regions"},
	"gongshi/compliance/corpus":       {"gongshi", "gongshi/normal", "gongshi/compliance", "gongshi/compliance/answer", "gongshi/parse/regions"},
	"gongshi/compliance/profile":      {"gongshi", "gongshi/compliance", "gongshi/parse/regions"},
	"gongshi/compliance/workday":      {"gongshi"},
	"gongshi/compliance/report":       {"gongshi", "gongshi/compliance", "gongshi/internal/chart", "gongshi/internal/spreadsheet"},
	"gongshi/internal/spreadsheet":    {},
	"gongshi/index":                   {"gongshi", "gongshi/normal"},
	"gongshi/index/segment":           {"gongshi"},
	"gongshi/index/bleve":             {"gongshi", "gongshi/normal", "gongshi/index", "gongshi/index/segment", "gongshi/search", "gongshi/search/query", "gongshi/internal/lockfile"},
	"gongshi/index/indextest":         {"gongshi", "gongshi/normal", "gongshi/index", "gongshi/search", "gongshi/search/query"},
	"gongshi/search":                  {"gongshi", "gongshi/normal", "gongshi/index", "gongshi/search/pinyin", "gongshi/search/query", "gongshi/search/synonym"},
	"gongshi/search/query":            {"gongshi", "gongshi/normal"},
	"gongshi/search/pinyin":           {},
	"gongshi/search/pinyin/gen":       {"gongshi/index/segment"},
	"gongshi/search/synonym":          {"gongshi/normal"},
	"gongshi/search/judged":           {"gongshi", "gongshi/index", "gongshi/index/segment", "gongshi/ingest/decode", "gongshi/ingest/decode/all", "gongshi/parse", "gongshi/search", "gongshi/search/query"},
	"gongshi/search/compare":          {"gongshi", "gongshi/normal", "gongshi/index", "gongshi/search/query"},
	"gongshi/search/export":           {"gongshi", "gongshi/ingest/store", "gongshi/internal/spreadsheet", "gongshi/search", "gongshi/search/compare"},
	"gongshi/search/saved":            {"gongshi/ingest/store", "gongshi/search", "gongshi/search/query"},
	"gongshi/search/related":          {"gongshi", "gongshi/normal", "gongshi/index", "gongshi/internal/minhash", "gongshi/parse/regions"},
	"gongshi/internal/minhash":        {},
	"gongshi/internal/wholefile":      {},
	"gongshi/ingest/charset":          {},
	"gongshi/ingest/archive":          {"gongshi", "gongshi/ingest/charset", "gongshi/internal/confine"},
	"gongshi/ingest/decode":           {"gongshi"},
	"gongshi/ingest/decode/gate":      {"gongshi/ingest/charset"},
	"gongshi/ingest/decode/layout":    {"gongshi"},
	"gongshi/ingest/decode/page":      {"gongshi", "gongshi/ingest/charset", "gongshi/ingest/decode", "gongshi/ingest/decode/gate", "gongshi/ingest/decode/layout", "gongshi/ingest/decode/ocr"},
	"gongshi/ingest/decode/text":      {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/charset"},
	"gongshi/ingest/decode/html":      {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/charset"},
	"gongshi/ingest/decode/docx":      {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/pack", "gongshi/ingest/decode/internal/numbering", "gongshi/ingest/decode/internal/inline"},
	"gongshi/ingest/decode/pdf":       {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/charset", "gongshi/ingest/decode/gate", "gongshi/ingest/decode/layout", "gongshi/ingest/decode/page", "gongshi/ingest/decode/ocr"},
	"gongshi/ingest/decode/all":       {"gongshi/ingest/decode", "gongshi/ingest/decode/text", "gongshi/ingest/decode/html", "gongshi/ingest/decode/docx", "gongshi/ingest/decode/pdf", "gongshi/ingest/decode/odt", "gongshi/ingest/decode/rtf", "gongshi/ingest/decode/ofd", "gongshi/ingest/decode/eml", "gongshi/ingest/decode/doc", "gongshi/ingest/decode/xls", "gongshi/ingest/decode/xlsx", "gongshi/ingest/decode/image"},
	"gongshi/ingest/decode/image":     {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/ocr", "gongshi/ingest/decode/page"},
	"gongshi/ingest/decode/ocr":       {"gongshi/ingest/decode", "gongshi/ingest/decode/layout", "gongshi/internal/confine"},
	"gongshi/ingest/decode/ofd":       {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/pack", "gongshi/ingest/decode/layout", "gongshi/ingest/decode/page", "gongshi/ingest/decode/image", "gongshi/ingest/decode/ocr"},
	"gongshi/ingest/decode/eml":       {"gongshi", "gongshi/ingest/charset", "gongshi/ingest/decode", "gongshi/ingest/decode/html", "gongshi/ingest/decode/text"},
	"gongshi/ingest/decode/worker":    {"gongshi", "gongshi/ingest/decode", "gongshi/internal/confine"},
	"gongshi/ingest/rendition":        {"gongshi", "gongshi/normal", "gongshi/parse", "gongshi/internal/minhash"},
	"gongshi/ingest/store":            {"gongshi", "gongshi/internal/lockfile", "gongshi/ingest/rendition"},
	"gongshi/ingest":                  {"gongshi", "gongshi/parse", "gongshi/compliance", "gongshi/compliance/workday", "gongshi/index", "gongshi/ingest/archive", "gongshi/ingest/decode", "gongshi/ingest/rendition", "gongshi/ingest/store"},
	"gongshi/web":                     {"gongshi", "gongshi/normal", "gongshi/compliance", "gongshi/compliance/answer", "gongshi/compliance/corpus", "gongshi/compliance/coverage", "gongshi/compliance/report", "gongshi/compliance/workday", "gongshi/index", "gongshi/ingest/store", "gongshi/internal/chart", "gongshi/internal/lockfile", "gongshi/search", "gongshi/search/compare", "gongshi/search/export", "gongshi/search/query", "gongshi/search/related", "gongshi/search/saved", "gongshi/web/desk"},
	"gongshi/web/api":                 {"gongshi", "gongshi/compliance", "gongshi/compliance/workday", "gongshi/index", "gongshi/ingest/store", "gongshi/internal/lockfile", "gongshi/search", "gongshi/search/compare", "gongshi/search/export", "gongshi/search/query", "gongshi/search/related", "gongshi/search/saved", "gongshi/web/desk"},
	"gongshi/web/desk":                {"gongshi", "gongshi/compliance", "gongshi/compliance/workday", "gongshi/ingest/store", "gongshi/search"},
	"gongshi/web/guard":               {"gongshi", "gongshi/ingest/store"},
	"gongshi/web/upload":              {"gongshi", "gongshi/internal/wholefile", "gongshi/web/desk"},
	"gongshi/internal/chart":          {},
	"gongshi/internal/corpus":         {"gongshi"},
	"gongshi/internal/forge":          {},
	"gongshi/internal/hostile":        {"gongshi/internal/corpus", "gongshi/internal/forge"},
	"gongshi/internal/accuracy":       {"gongshi/normal"},
	"gongshi/internal/accuracy/table": {"gongshi/ingest", "gongshi/ingest/archive", "gongshi/ingest/decode/all", "gongshi/ingest/decode/pdf", "gongshi/ingest/decode/worker", "gongshi/compliance/workday", "gongshi/internal/accuracy", "gongshi/internal/corpus"},

	"gongshi/ingest/decode/internal/pack":       {"gongshi/ingest/decode"},
	"gongshi/ingest/decode/internal/numbering":  {"gongshi/ingest/decode"},
	"gongshi/ingest/decode/internal/inline":     {},
	"gongshi/ingest/decode/internal/codepage":   {},
	"gongshi/ingest/decode/internal/flow":       {"gongshi/ingest/decode"},
	"gongshi/ingest/decode/internal/ole":        {"gongshi/ingest/decode", "gongshi/ingest/decode/internal/codepage"},
	"gongshi/ingest/decode/doc":                 {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/codepage", "gongshi/ingest/decode/internal/flow", "gongshi/ingest/decode/internal/inline", "gongshi/ingest/decode/internal/numbering", "gongshi/ingest/decode/internal/ole"},
	"gongshi/ingest/decode/internal/workbook":   {"gongshi", "gongshi/ingest/decode"},
	"gongshi/ingest/decode/xls":                 {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/codepage", "gongshi/ingest/decode/internal/ole", "gongshi/ingest/decode/internal/workbook"},
	"gongshi/ingest/decode/xlsx":                {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/pack", "gongshi/ingest/decode/internal/workbook"},
	"gongshi/ingest/decode/internal/decodetest": {"gongshi", "gongshi/ingest/decode", "gongshi/internal/cputime", "gongshi/internal/accuracy"},
	"gongshi/ingest/decode/odt":                 {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/pack", "gongshi/ingest/decode/internal/numbering", "gongshi/ingest/decode/internal/inline"},
	"gongshi/ingest/decode/rtf":                 {"gongshi", "gongshi/ingest/decode", "gongshi/ingest/decode/internal/codepage", "gongshi/ingest/decode/internal/flow", "gongshi/ingest/decode/internal/inline"},
}

// owner is the one package (and what lies below it) that may import a
// third-party module; two are parted by a space.
var owner = map[string]string{
	"github.com/blevesearch/bleve/v2":        "gongshi/index/bleve",
	"github.com/yanyiwu/gojieba":             "gongshi/index/segment",
	"github.com/ledongthuc/pdf":              "gongshi/ingest/decode/pdf",
	"github.com/klippa-app/go-pdfium":        "gongshi/ingest/decode/pdf",
	"github.com/tetratelabs/wazero":          "gongshi/ingest/decode/pdf",
	"github.com/mattn/go-sqlite3":            "gongshi/ingest/store",
	"github.com/PuerkitoBio/goquery":         "gongshi/ingest/decode/html",
	"github.com/markusmobius/go-trafilatura": "gongshi/ingest/decode/html",
	"github.com/spf13/cobra":                 "gongshi/cmd/gongshi",
	"github.com/spf13/pflag":                 "gongshi/cmd/gongshi",
	"github.com/mattn/go-runewidth":          "gongshi/cmd/gongshi",
	"github.com/xuri/excelize/v2":            "gongshi/internal/spreadsheet gongshi/ingest/decode", // writes; reads
	"github.com/longbridgeapp/opencc":        "gongshi/normal/gen",
	"github.com/mozillazg/go-pinyin":         "gongshi/search/pinyin/gen",
	"github.com/6tail/lunar-go":              "gongshi/compliance/workday",
	"github.com/bodgit/sevenzip":             "gongshi/ingest/archive",
	"github.com/nwaples/rardecode/v2":        "gongshi/ingest/archive",
	"github.com/ulikunitz/xz":                "gongshi/ingest/archive gongshi/internal/forge", // reads; writes for tests
	"github.com/stangelandcl/ppmd":           "gongshi/ingest/archive",
	"github.com/andybalholm/brotli":          "gongshi/ingest/archive",
	"go.yaml.in/yaml/v3":                     "gongshi/compliance/profile",
	"github.com/danielgtaylor/huma/v2":       "gongshi/web/api",
	"github.com/prometheus/client_golang":    "gongshi/web/api",
}

func TestImports(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", "{{.ImportPath}}:{{join .Imports \" \"}}", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		pkg, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, imported := range strings.Fields(imports) {
			checkImport(t, pkg, imported)
		}
	}
}

func checkImport(t *testing.T, pkg, imported string) {
	t.Helper()
	for module, only := range owner {
		owns := func(owner string) bool { return under(pkg, owner) }
		if under(imported, module) && !slices.ContainsFunc(strings.Fields(only), owns) {
			t.Errorf("%s imports %s, which only %s may", pkg, imported, only)
		}
	}
	if !under(imported, "gongshi") || isProgram(pkg) {
		return
	}
	allowed, known := mayImport[pkg]
	if !known {
		t.Errorf("%s is not in the table of who imports whom", pkg)
	} else if !slices.Contains(allowed, imported) {
		t.Errorf("%s imports %s, which the table does not allow", pkg, imported)
	}
}

// isProgram tells whether a package is a program: those connect packages and
// may import any of them. Nobody can import a program.
func isProgram(pkg string) bool {
	return under(pkg, "gongshi/cmd") || strings.Contains(pkg, "/gen") || strings.Contains(pkg, "/internal/stubfont") || strings.HasSuffix(pkg, "/gold/diff")
}

func under(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, folder+"/")
}

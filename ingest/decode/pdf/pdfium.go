package pdf

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"gongshi/ingest/decode"
	"gongshi/ingest/decode/layout"
	"gongshi/ingest/decode/page"
)

//go:generate go run ./internal/stubfont rootfs/usr/share/fonts/stub.ttf

// rootfs is all that PDFium sees of a file system: a font that has a box for
// every Chinese character. Without it PDFium drops text that is drawn
// character by character in a font that the file does not hold.
//
//go:embed rootfs
var rootfs embed.FS

// memoryPages limits the memory of PDFium, in pages of 64 KiB: 256 MiB. Pages
// that hold a bomb need more than that and fail; notices need about 20 MiB.
const memoryPages = 4096

const (
	maxPages  = 5000
	maxGlyphs = 8 << 20
	// maxObjects is how many objects of a page without text are looked at.
	maxObjects = 1000
)

// pdfiumPool compiles PDFium, once a process: two seconds, or less than a
// tenth of that when the compiled code is found in the user's cache folder.
var pdfiumPool = sync.OnceValues(func() (pdfium.Pool, error) {
	root, err := fs.Sub(rootfs, "rootfs")
	if err != nil {
		return nil, err
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cache := compilationCache(); cache != nil {
		config = config.WithCompilationCache(cache)
	}
	return webassembly.Init(webassembly.Config{
		Context:       linearMemory(context.Background()), // the pool lives as long as the process
		MaxTotal:      1,
		FSConfig:      wazero.NewFSConfig().WithFSMount(root, "/"),
		RuntimeConfig: config,
		Stdout:        io.Discard,
		Stderr:        io.Discard,
	})
})

// compilationCache keeps compiled code in the user's cache folder; nil if
// there is none that can be written.
func compilationCache() wazero.CompilationCache {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "gongshi", "wazero"))
	if err != nil {
		return nil
	}
	return cache
}

// readPDFium reads the pages with PDFium. Each file gets a fresh instance, so
// that none can spoil the next; so do the pages after one that went wrong.
func readPDFium(ctx context.Context, data []byte) ([]page.Found, error) {
	var pages []page.Found
	room := maxGlyphs
	for total := 1; len(pages) < total; {
		s, err := openPDFium(ctx, data)
		if err != nil {
			return nil, err
		}
		total = s.count
		for len(pages) < total && !s.spoilt {
			p := s.page(len(pages))
			if room -= len(p.Glyphs); room < 0 {
				return nil, errors.Join(tooManyGlyphs(), s.instance.Close())
			}
			pages = append(pages, p)
			if err := ctx.Err(); err != nil {
				return nil, errors.Join(err, s.instance.Close())
			}
		}
		if err := s.instance.Close(); err != nil && !s.spoilt {
			return nil, fmt.Errorf("close: %w", err)
		}
	}
	return pages, nil
}

// session is a file opened in an instance of PDFium.
type session struct {
	instance pdfium.Pdfium
	doc      references.FPDF_DOCUMENT
	count    int
	// spoilt is set when a call failed inside PDFium: its memory may be in any
	// state.
	spoilt bool
}

func openPDFium(ctx context.Context, data []byte) (*session, error) {
	pool, err := pdfiumPool()
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	s := &session{instance: instance}
	if err := s.open(data); err != nil {
		_ = instance.Close() // the first error says more
		return nil, err
	}
	return s, nil
}

func (s *session) open(data []byte) error {
	opened, err := s.instance.OpenDocument(&requests.OpenDocument{
		FileReader: bytes.NewReader(data), FileReaderSize: int64(len(data)),
	})
	if errors.Is(err, pdfiumerrors.ErrPassword) || errors.Is(err, pdfiumerrors.ErrSecurity) {
		return &decode.Error{Code: decode.CodeEncrypted, Detail: "a password is needed (pdfium: " + err.Error() + ")", Err: err}
	}
	if err != nil {
		return fmt.Errorf("open: %w", short(err))
	}
	s.doc = opened.Document
	count, err := s.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
	if err != nil {
		return fmt.Errorf("count pages: %w", short(err))
	}
	s.count = count.PageCount
	if s.count > maxPages {
		return tooManyPages(s.count)
	}
	return nil
}

// short leaves out the trace of WebAssembly that follows the first line of an
// error.
func short(err error) error {
	line, _, more := strings.Cut(err.Error(), "\n")
	if !more {
		return err
	}
	return errors.New(strings.TrimSuffix(line, ":"))
}

func tooManyPages(n int) error {
	return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("%d pages; at most %d are read", n, maxPages)}
}

func tooManyGlyphs() error {
	return &decode.Error{Code: decode.CodeLimit, Detail: fmt.Sprintf("more than %d characters", maxGlyphs)}
}

// page reads one page; what goes wrong on it is the page's trouble.
func (s *session) page(index int) page.Found {
	ref := requests.Page{ByIndex: &requests.PageByIndex{Document: s.doc, Index: index}}
	text, err := s.instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		s.spoilt = !errors.Is(err, pdfiumerrors.ErrPage)
		return page.Found{Drawn: true, Trouble: fmt.Errorf("load: %w", short(err))}
	}
	var p page.Found
	p.Glyphs, p.Trouble = readPDFiumText(s.instance, text.TextPage)
	if p.Trouble == nil {
		_, p.Trouble = s.instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	}
	if p.Trouble == nil {
		p.Trouble = s.look(ref, &p)
	}
	if p.Trouble != nil {
		p.Trouble, s.spoilt = short(p.Trouble), true
	}
	p.Drawn = p.Drawn || len(p.Glyphs) > 0 || s.spoilt
	return p
}

// look sees what is drawn on a page and which side is up.
func (s *session) look(ref requests.Page, p *page.Found) error {
	turn, err := s.instance.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: ref})
	if err != nil {
		return fmt.Errorf("rotation: %w", err)
	}
	layout.Rotate(p.Glyphs, int(turn.PageRotation))
	objects, err := s.instance.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: ref})
	if err != nil {
		return fmt.Errorf("objects: %w", err)
	}
	p.Drawn = objects.Count > 0
	size, err := s.instance.GetPageSize(&requests.GetPageSize{Page: ref})
	if err != nil {
		return fmt.Errorf("size: %w", err)
	}
	v := view{paper: size.Width * size.Height}
	for _, i := range worthALook(objects.Count, len(p.Glyphs) < page.SomeMarks) {
		if err := s.see(ref, i, &v); err != nil {
			return fmt.Errorf("object %d: %w", i, err)
		}
	}
	p.Lettered = v.texts > 0
	p.Scanned = v.images > 0.5*v.paper
	p.Hidden = p.Scanned && v.texts > 0 && v.hidden == v.texts
	return nil
}

// worthALook gives the objects of a page that are looked at. On a page with text
// an image that covers all comes first, or last.
func worthALook(count int, all bool) (indexes []int) {
	const first, last = 20, 3
	for i := range min(count, maxObjects) {
		if all || i < first || i >= count-last {
			indexes = append(indexes, i)
		}
	}
	return indexes
}

// view is what was seen of a page.
type view struct {
	paper, images float64 // areas
	texts, hidden int     // objects with text, and those that nobody sees
}

// see looks at an object of a page.
func (s *session) see(ref requests.Page, index int, v *view) error {
	object, err := s.instance.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: ref, Index: index})
	if err != nil {
		return err
	}
	kind, err := s.instance.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
	if err != nil {
		return err
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_FORM:
		v.texts++
	case enums.FPDF_PAGEOBJ_TEXT:
		v.texts++
		mode, err := s.instance.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: object.PageObject})
		if err == nil && mode.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE {
			v.hidden++
		}
	case enums.FPDF_PAGEOBJ_IMAGE:
		box, err := s.instance.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err != nil {
			return nil // it covers nothing
		}
		v.images += float64(box.Right-box.Left) * float64(box.Top-box.Bottom)
	}
	return nil
}

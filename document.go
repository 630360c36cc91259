package gongshi

// Source says which file a document or notice came from and how it was read.
type Source struct {
	// Path is where the file was found; "!/" leads into an archive, as in
	// "a.zip!/岳阳/1.pdf".
	Path string `json:"path"`
	// Digest is "sha256:" and the hexadecimal digest of the file's bytes.
	Digest string `json:"digest,omitempty"`
	// MediaType is what the content is, whatever the name says.
	MediaType string `json:"media_type,omitempty"`
	// Charset is the encoding that text was decoded from ("utf-8", "gb18030",
	// "big5", "utf-16le", …); empty where the format fixes it.
	Charset string `json:"charset,omitempty"`
	// Method is how text was got: see the Method constants. It is MethodOCR if
	// any page was recognised.
	Method Method `json:"method,omitempty"`
	// Engine is the program part whose text won where several can read a
	// format: "pdfium" or "ledongthuc" for PDF, "tesseract" where most of the
	// text was recognised on images.
	Engine string `json:"engine,omitempty"`
	// Pages is the number of pages, 0 where the format has none.
	Pages int `json:"pages,omitempty"`
}

// Method is how the text of a document was got.
type Method string

// How text is got.
const (
	MethodNative  Method = "native"   // the format holds text
	MethodPDFText Method = "pdf-text" // rebuilt from glyphs placed on pages
	MethodOCR     Method = "ocr"      // recognised on images: expect wrong characters
)

// Document is a decoded source: its text, and what the format knew about it.
type Document struct {
	Source Source `json:"source"`
	// Text is valid UTF-8 without NUL; lines end in "\n". A paragraph is one
	// line where the format knows its paragraphs. Pages are told by Pages, not
	// by characters in the text.
	Text string `json:"text"`
	// Title is the title that the format states outside its text, such as
	// <title> of a web page; often that of the site.
	Title string `json:"title,omitempty"`
	// Published is when the source says it was put up, from metadata.
	Published Date `json:"published,omitzero"`
	// Pages are the spans of the pages in Text, in order.
	Pages []Span `json:"pages,omitempty"`
	// PageMethods are how the text of each page was got, in the order of Pages,
	// "" for a page without text; none if all were read as Source.Method says.
	PageMethods []Method `json:"page_methods,omitempty"`
	// Blocks are the parts of Text that the format gives a meaning, in order
	// and without overlap; text may lie between them.
	Blocks []Block `json:"blocks,omitempty"`
	// Diagnostics tell what was odd about the source.
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
}

// Block is a piece of a document's text that the format gives a meaning.
type Block struct {
	Span Span      `json:"span"`
	Kind BlockKind `json:"kind"`
	// Level is the level of a heading, from 1.
	Level int `json:"level,omitempty"`
	// Row and Column place a cell in its table, from 0; Table numbers the
	// tables of the document from 1.
	Table  int `json:"table,omitempty"`
	Row    int `json:"row,omitempty"`
	Column int `json:"column,omitempty"`
}

// BlockKind is what a block is in its format.
type BlockKind string

// The kinds of blocks.
const (
	BlockParagraph BlockKind = "paragraph"
	BlockHeading   BlockKind = "heading"
	BlockCell      BlockKind = "cell"
)

// DiagnosticUnreadPages is the code of the diagnostic that names pages of which
// neither the text could be used nor anything recognised on their image.
const DiagnosticUnreadPages = "ocr-missing"

// Diagnostic is trouble of ours with the input: something was odd, repaired,
// left out or not decidable. What is wrong with the notice itself is a
// [Finding].
type Diagnostic struct {
	Stage   string `json:"stage"` // "archive", "decode", "parse", …
	Code    string `json:"code"`  // stable, for programs
	Message string `json:"message"`
	Span    Span   `json:"span,omitzero"`
}

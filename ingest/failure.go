package ingest

import (
	"gongshi"
	"gongshi/ingest/store"
)

// The stages at which a source can fail.
const (
	StageArchive = "archive" // finding the file, opening it or its container
	StageDecode  = "decode"
	StageParse   = "parse"
)

// Codes of failures beside those of the stages before.
const (
	CodeSuspect    = "suspect"    // read without an error, but hardly any text
	CodeUnreadable = "unreadable" // the operating system refuses or fails
	CodeMissing    = "missing"    // there is nothing at the path
	CodeInternal   = "internal"   // a mistake of ours

	// CodePartial is no failure: the source is imported, see [Partial].
	CodePartial = "partial"

	// codeCutShort is that of diagnostics of formats: the file ends too early.
	codeCutShort = "cut-short"
	// codeAttachments is that of mails whose attached files are not read.
	codeAttachments = "attachments-left-out"

	codeSkipped      = "skipped"        // litter and links
	codeNotADocument = "not-a-document" // see excluded
)

// Failure says why a source gave nothing.
type Failure struct {
	Path  string
	Stage string
	// Code is stable, for programs; see [Advice] for what it tells people.
	Code string
	// Detail is what was found, in English.
	Detail string
}

// Message says in the language what happened and what can be done.
func (f *Failure) Message(lang string) string {
	text := Advice(f.Code).In(lang)
	if f.Detail == "" {
		return text
	}
	if lang == "en" {
		return text + " (" + f.Detail + ")"
	}
	return text + "（" + f.Detail + "）"
}

// Suspect tells whether a code is that of a file which could be read, but whose
// text cannot be all that is in it.
func Suspect(code string) bool {
	switch code {
	case CodeSuspect, "needs-ocr", "wrong-type":
		return true
	}
	return false
}

// Incomplete tells whether a source was imported without some of its pages; its
// message says which.
func Incomplete(src *store.Source) bool {
	return (src.State == store.StateImported || src.State == store.StateDuplicate) && src.Message != "" && src.Stage == ""
}

// Partial tells whether a source was imported without something that another try
// does not bring: it is cut short, or has files attached that are not read. Its
// message says what.
func Partial(src *store.Source) bool {
	return (src.State == store.StateImported || src.State == store.StateDuplicate) && src.Message != "" && src.Stage != ""
}

// Retries tells whether a source is one of those that a retry reads again.
func (r Retry) Retries(src *store.Source) bool {
	switch r {
	case RetryAll:
		return true
	case RetryFailed:
		return src.State == store.StateFailed || src.State == store.StatePending || Incomplete(src)
	case RetrySuspect:
		return src.State == store.StateFailed && Suspect(src.Code) || Incomplete(src)
	}
	return false
}

// retryable tells whether the same bytes may do better another time.
func retryable(code string) bool {
	switch code {
	case "timeout", "crashed", CodeUnreadable, CodeMissing, CodeInternal:
		return true
	}
	return false
}

// Advice says what a code means and what to do about it.
func Advice(code string) gongshi.Text {
	if text, ok := advice[code]; ok {
		return text
	}
	return gongshi.Text{Zh: "未能读取", En: "could not be read"}
}

var advice = map[string]gongshi.Text{
	"empty":                       {Zh: "文件是空的，没有内容：请重新下载或向来源索取", En: "the file is empty: download it again or ask its source"},
	"unsupported":                 {Zh: "暂不支持此格式：请另存为 PDF、DOCX、HTML 或 TXT 后再导入", En: "this format is not supported: save it as PDF, DOCX, HTML or TXT and import that"},
	"encrypted":                   {Zh: "文件有密码保护：请去掉密码后再导入；压缩包的密码也可以写在文件里，用 import --password-file 给出", En: "protected by a password: remove it and import again; for archives import --password-file gives passwords"},
	"damaged":                     {Zh: "文件损坏或不完整：请重新下载后再导入", En: "damaged or incomplete: download it again and import that"},
	"limit":                       {Zh: "超过大小限制：请拆分文件，或确认它确实是公示", En: "over a size limit: split it, or check that it is a notice at all"},
	"timeout":                     {Zh: "读取超时已放弃：可用 gongshi ledger --retry 重试，或换一种格式", En: "took too long and was given up: retry with gongshi ledger --retry, or use another format"},
	"crashed":                     {Zh: "读取此文件的程序异常退出：文件可能损坏，可换一种格式", En: "its reader crashed: the file may be damaged, use another format"},
	gongshi.DiagnosticUnreadPages: {Zh: "有的页面是图片，没有识别出文字：请安装 tesseract 和中文数据 chi_sim，再用 gongshi ledger --retry 重试", En: "some pages are images on which nothing was recognised: install tesseract with its data chi_sim, then gongshi ledger --retry"},
	"needs-ocr":                   {Zh: "页面是图片或乱码，没有可用的文字：请安装文字识别程序 tesseract 和中文数据 chi_sim 后重试，或另找电子版", En: "its pages are images or unreadable text: install tesseract with its data chi_sim and retry, or get an electronic copy"},
	"wrong-type":                  {Zh: "内容与文件名不符：请重新下载", En: "not what its name says: download it again"},
	store.CodeSameBytes:           {Zh: "与另一处的文件完全相同", En: "the very same file as at another place"},
	store.CodeSameText:            {Zh: "与另一文件的文字相同", En: "the same text as another file"},
	store.CodeSameNotice:          {Zh: "同一公示的另一种格式", En: "another form of a notice that the corpus has"},
	codeSkipped:                   {Zh: "按规则跳过", En: "left out by a rule"},
	codeNotADocument:              {Zh: "不是文档，按规则跳过", En: "not a document, left out by a rule"},
	CodePartial:                   {Zh: "已导入，但文件不完整或有未读取的部分：请核对，需要时重新下载，附件请另存为文件后导入", En: "imported, but the file is cut short or parts of it were not read: check it, download it again if need be, save attached files and import those"},
	CodeSuspect:                   {Zh: "几乎没有中文内容，不像公示：请核对文件", En: "next to no Chinese text, hardly a notice: check the file"},
	CodeUnreadable:                {Zh: "系统无法读取此文件：请检查权限和磁盘", En: "the system cannot read it: check its permissions and the disk"},
	CodeMissing:                   {Zh: "找不到此文件或文件夹：可能已移走、改名，或路径写错", En: "there is no such file or folder: it was moved or renamed, or its path is not written right"},
	CodeInternal:                  {Zh: "程序内部错误：请报告此问题", En: "a mistake in this program: please report it"},
}

// State is the state of a source with this failure: failed, or skipped where
// leaving it out was meant.
func (f *Failure) State() store.State {
	if f.Code == codeSkipped || f.Code == codeNotADocument {
		return store.StateSkipped
	}
	return store.StateFailed
}

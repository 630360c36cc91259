package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"gongshi"
	"gongshi/index"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/export"
	"gongshi/search/related"
	"gongshi/web/desk"
)

// NoticeID names a notice in a path.
type NoticeID struct {
	ID string `path:"id" maxLength:"64" doc:"The whole id of the notice, as searches give it." example:"3f9a0c51d2e84b67"`
}

// NoticeInput asks for a notice.
type NoticeInput struct {
	Caller
	NoticeID
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag of the notice as it is at hand: if it is still the same, the answer is 304 without a body."`
}

// NoticeOutput is a notice, or nothing if the caller has it.
type NoticeOutput struct {
	Status int
	ETag   string `header:"ETag" doc:"Changes with the notice, its findings, its places and the language."`
	Body   *Notice
}

// Notice is a notice with what the corpus knows of it.
type Notice struct {
	export.Notice
}

func (h *handler) addNotices() {
	op := get("get-notice", "/notices/{id}", "notices", "Get a notice",
		"The notice with its text, sections, mentions, findings, all places and forms in which it was found. Offsets are bytes of its text, half-open.")
	op.within, op.problems = h.limits.query, []int{http.StatusNotFound, http.StatusGatewayTimeout}
	op.Responses = notModified()
	add(h, op, h.notice)
	h.addRelated()
	h.addOriginal()
}

func (h *handler) notice(ctx context.Context, in *NoticeInput) (*NoticeOutput, error) {
	found, err := h.findNotice(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	forms, err := h.Store.Renditions(ctx, found.Notice.ID)
	if err != nil {
		return nil, err
	}
	body := &Notice{export.NewNotice(whole(&found.Notice), found.Findings, forms, langOf(ctx))}
	tag, err := tagOf(body)
	if err != nil {
		return nil, err
	}
	if matches(in.IfNoneMatch, tag) {
		return &NoticeOutput{Status: http.StatusNotModified, ETag: tag}, nil
	}
	return &NoticeOutput{http.StatusOK, tag, body}, nil
}

// findNotice gives the notice with exactly this id.
func (h *handler) findNotice(ctx context.Context, id string) (*store.Checked, error) {
	ids, err := h.Store.IDs(ctx, id, 1)
	if err != nil {
		return nil, err
	}
	if len(ids) == 0 || ids[0] != id {
		return nil, store.ErrNotFound
	}
	return h.Store.Notice(ctx, id)
}

// whole gives the lists of a notice that are never absent.
func whole(n *gongshi.Notice) *gongshi.Notice {
	n.Problems, n.Sections, n.Dates = list(n.Problems), list(n.Sections), list(n.Dates)
	n.DocumentNumbers, n.Phones = list(n.DocumentNumbers), list(n.Phones)
	return n
}

func list[E any](elements []E) []E {
	if elements == nil {
		return []E{}
	}
	return elements
}

// tagOf names an answer by what it says, so that it changes with nothing else:
// places at which a notice is found come without a change of the store's sequence.
func tagOf(body any) (string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return `"` + hex.EncodeToString(sum[:16]) + `"`, nil
}

// matches tells whether a list of tags has one, or all.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == tag {
			return true
		}
	}
	return false
}

// RelatedInput asks for notices on the same problem.
type RelatedInput struct {
	Caller
	NoticeID
	Limit      int     `query:"limit" minimum:"0" maximum:"200" default:"20" doc:"How many are given at most."`
	Similarity float64 `query:"similarity" minimum:"0" maximum:"1" default:"0.4" doc:"The least similarity of the texts of the problem: the share of sequences of three characters that are in both."`
}

// RelatedOutput is the notices on the same problem.
type RelatedOutput struct{ Body Related }

// Related is the notices on the same problem, the closest first.
type Related struct {
	ID       string             `json:"id"`
	Title    string             `json:"title,omitempty"`
	Compared bool               `json:"text_compared" doc:"Whether the notice says enough of its problem for its text to be compared."`
	Total    int                `json:"total" doc:"How many there are."`
	Related  []related.Relation `json:"related"`
}

func (h *handler) addRelated() {
	op := get("get-related", "/notices/{id}/related", "notices", "Find notices on the same problem",
		"Notices of other rounds, regions or years on the problem of one: under the same number, or in much the same words; other forms of the same notice come first. Every notice of the corpus is looked at.")
	op.within, op.problems = h.limits.whole, []int{http.StatusNotFound, http.StatusGatewayTimeout}
	add(h, op, h.related)
}

func (h *handler) related(ctx context.Context, in *RelatedInput) (*RelatedOutput, error) {
	found, err := h.findNotice(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	target := index.NewRecord(&found.Notice, found.Findings)
	_, records, err := h.Search.Each(ctx, search.Request{})
	if err != nil {
		return nil, err
	}
	relations, err := related.Find(ctx, &target, records, in.Similarity)
	if err != nil {
		return nil, err
	}
	if relations, err = h.withForms(ctx, in.ID, relations); err != nil {
		return nil, err
	}
	return &RelatedOutput{Related{in.ID, found.Notice.Title, related.Comparable(&target), len(relations), list(relations[:min(len(relations), in.Limit)])}}, nil
}

// withForms puts the other forms of a notice in front of those that are related to
// it.
func (h *handler) withForms(ctx context.Context, id string, relations []related.Relation) ([]related.Relation, error) {
	others, err := h.Store.OtherForms(ctx, id)
	if err != nil {
		return nil, err
	}
	return related.WithForms(relations, others...), nil
}

// OriginalInput asks for the file of a notice.
type OriginalInput struct {
	Caller
	NoticeID
}

func (h *handler) addOriginal() {
	op := get("get-original", "/notices/{id}/original", "notices", "Download the original",
		"The file that the notice was read from, byte for byte: as the corpus keeps it, else from where it was found if it is still the same. It comes as an attachment of no particular type.")
	op.within, op.problems = h.limits.whole, []int{http.StatusNotFound, http.StatusGatewayTimeout}
	op.Responses = content("The file.", octets, binary)
	add(h, op, h.original)
}

func (h *handler) original(ctx context.Context, in *OriginalInput) (*StreamOutput, error) {
	found, err := h.findNotice(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	source := found.Notice.Source
	file, err := h.Original(ctx, &source)
	if errors.Is(err, desk.ErrNoOriginal) {
		return nil, notFound("no-original", "库中没有保存原文件（导入时可加 --keep-originals all），原处也已没有或已改变",
			"the original was not kept (import with --keep-originals all), and is not, or no longer the same, where it was found")
	}
	if err != nil {
		return nil, err
	}
	return &StreamOutput{attachment(baseName(source.Path)), func(ctx huma.Context) { h.copy(ctx, file) }}, nil
}

// copy writes a file into an answer, and closes it. What fails once it has begun breaks
// the connection off.
func (h *handler) copy(ctx huma.Context, file io.ReadCloser) {
	defer file.Close()
	r, w := humago.Unwrap(ctx)
	w.Header().Set("Content-Type", octets)
	if r.Method == http.MethodHead {
		return
	}
	out := newTransfer(w)
	if _, err := io.Copy(out, file); err != nil {
		if ctx.Context().Err() == nil && out.err == nil { // neither gone nor broken
			h.Log.ErrorContext(ctx.Context(), "original", "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// baseName gives the last name of a path, also one into an archive.
func baseName(place string) string {
	return path.Base(strings.ReplaceAll(place, `\`, "/"))
}

// attachment is the header that has a file saved under a name. Characters that
// could make the name look like another are left out.
func attachment(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// csvBody is what writes a table into the body of an answer.
func csvBody(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}

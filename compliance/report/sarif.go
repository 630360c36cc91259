package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"gongshi"
)

// sarifSchema is where the form of the file is defined, SARIF 2.1.0 of OASIS.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// fingerprintKey names the fingerprints and how they are made.
const fingerprintKey = "gongshi/v1"

// The objects of SARIF, as far as they are used here. A finding stands in the
// text that was read out of a file, not in the bytes of the file: its place is a
// property, since a region would be taken for one of the file.
type (
	sarifText struct {
		Text string `json:"text"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		Version  string      `json:"version,omitempty"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		ShortDescription     sarifText          `json:"shortDescription"`
		FullDescription      sarifText          `json:"fullDescription"`
		Help                 sarifText          `json:"help"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		BaselineState       string             `json:"baselineState,omitempty"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
		Properties          sarifProperties    `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifLogical struct {
		Name string `json:"name,omitempty"`
		// FullyQualifiedName is the id of the notice.
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	sarifProperties struct {
		Basis string `json:"basis"`
		Quote string `json:"quote,omitempty"`
		// Span is the place in the text of the notice, in bytes.
		Span gongshi.Span `json:"span"`
		// Others are the ids of other notices that have part in it.
		Others []string `json:"others,omitempty"`
	}
	sarifInvocation struct {
		ExecutionSuccessful        bool                `json:"executionSuccessful"`
		ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level      string          `json:"level"`
		Message    sarifText       `json:"message"`
		Locations  []sarifLocation `json:"locations"`
		Descriptor struct {
			ID string `json:"id"`
		} `json:"descriptor"`
	}
)

// NewSARIF writes SARIF 2.1.0. Results are written as they come.
func NewSARIF(w io.Writer, o Options) (Writer, error) {
	s := &sarif{w: w, Options: o, index: map[string]int{}}
	driver := sarifDriver{Name: "gongshi", Version: o.Version, Language: o.tr("zh-CN", "en-US"), Rules: []sarifRule{}}
	for i, r := range o.Rules {
		s.index[r.ID] = i
		driver.Rules = append(driver.Rules, sarifRule{
			ID: r.ID, ShortDescription: sarifText{r.Title.In(o.Lang)}, FullDescription: sarifText{r.Checks.In(o.Lang)},
			Help: sarifText{o.tr("依据：", "Basis: ") + r.Basis.In(o.Lang)}, DefaultConfiguration: sarifConfiguration{level(r.Severity)},
		})
	}
	s.text(`{"$schema":"` + sarifSchema + `","version":"2.1.0","runs":[{"tool":{"driver":`)
	s.value(driver)
	s.text(`},"results":[`)
	return s, s.err
}

type sarif struct {
	Options
	w     io.Writer
	index map[string]int
	any   bool
	err   error
}

// level is the SARIF level of a severity: they are the same three.
func level(s gongshi.Severity) string {
	switch s {
	case gongshi.SeverityError:
		return "error"
	case gongshi.SeverityWarning:
		return "warning"
	}
	return "note"
}

func (s *sarif) Put(item Item) error {
	result := sarifResult{
		RuleID: item.Rule, RuleIndex: s.index[item.Rule], Level: level(item.Severity), Message: sarifText{item.Message.In(s.Lang)},
		Locations:           []sarifLocation{locate(item.Source)},
		PartialFingerprints: map[string]string{fingerprintKey: item.Fingerprint},
		Properties:          sarifProperties{item.Basis.In(s.Lang), item.Quote, item.Span, item.Others},
	}
	result.Locations[0].LogicalLocations = []sarifLogical{{item.Title, item.Notice}}
	if s.Baseline {
		result.BaselineState = "new"
		if item.Known {
			result.BaselineState = "unchanged"
		}
	}
	if d := item.Dismissed; d != nil {
		result.Suppressions = []sarifSuppression{{Kind: "external", Status: "accepted", Justification: d.Reason}}
	}
	if s.any {
		s.text(",")
	}
	s.any = true
	s.text("\n")
	s.value(result)
	return s.err
}

func (s *sarif) Close(t Totals) error {
	invocation := sarifInvocation{ExecutionSuccessful: true}
	for _, u := range t.Unread {
		n := sarifNotification{Level: "error", Message: sarifText{u.Message}, Locations: []sarifLocation{locate(u.Path)}}
		n.Descriptor.ID = u.Code
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, n)
	}
	s.text(`],"invocations":[`)
	s.value(invocation)
	s.text("]}]}\n")
	return s.err
}

// locate names a file as SARIF wants it: a URI, relative as the path is.
func locate(path string) sarifLocation {
	u := url.URL{Path: filepath.ToSlash(path)}
	if filepath.IsAbs(path) {
		u.Scheme = "file"
		if !strings.HasPrefix(u.Path, "/") { // C:/…
			u.Path = "/" + u.Path
		}
	}
	return sarifLocation{PhysicalLocation: sarifPhysical{sarifArtifact{u.String()}}}
}

func (s *sarif) text(text string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.w, text)
	}
}

func (s *sarif) value(v any) {
	if s.err != nil {
		return
	}
	data, err := json.Marshal(v)
	if s.err = err; err == nil {
		_, s.err = s.w.Write(data)
	}
}

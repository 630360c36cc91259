package api

import (
	"net/http"
	"time"

	"gongshi"
	"gongshi/compliance"
	"gongshi/ingest/store"
	"gongshi/search"
	"gongshi/search/compare"
	"gongshi/search/export"
	"gongshi/search/related"
	"gongshi/web/desk"
)

// The examples are of one notice that nobody ever issued.
var (
	exampleID          = "3f9a0c51d2e84b67"
	exampleTitle       = "关于岳阳楼区雨污分流问题整改销号情况的公示"
	exampleIssuer      = "岳阳楼区突出环境问题整改工作领导小组办公室"
	exampleFingerprint = "0123456789abcdef0123456789abcdef"
	exampleDay         = gongshi.Date{Year: 2023, Month: 10, Day: 13}
	exampleTime        = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	exampleText        = "一、反馈问题\n雨污分流不到位。"
)

func exampleHit() Hit {
	return Hit{exampleID, exampleTitle, exampleIssuer, exampleDay, "a.zip!/岳阳/1.pdf", 7.25,
		[]Snippet{{"issue", []Piece{{"雨污分流", true}, {"不到位。", false}}}}}
}

func exampleFinding() export.Finding {
	return export.Finding{Rule: "PUB01", Severity: gongshi.SeverityError, Notice: exampleID, Source: "a.zip!/岳阳/1.pdf",
		Message: "公示期写明10个工作日，实为8个工作日", Basis: "公示期不少于10个工作日", Span: gongshi.Span{Start: 12, End: 42}, Fingerprint: exampleFingerprint}
}

func exampleNotice() Notice {
	n := whole(&gongshi.Notice{ID: exampleID, Source: gongshi.Source{Path: "a.zip!/岳阳/1.pdf", Digest: "sha256:00", MediaType: "application/pdf", Method: gongshi.MethodPDFText, Pages: 2},
		Kind: gongshi.KindCloseOut, Title: exampleTitle, Issuer: exampleIssuer, Issued: exampleDay,
		Region:   &gongshi.Region{Province: "湖南省", City: "岳阳市", County: "岳阳楼区", Code: "430602"},
		Sections: []gongshi.Section{{Kind: gongshi.SectionIssue, Label: "一、反馈问题", LabelSpan: gongshi.Span{Start: 0, End: 18}, Span: gongshi.Span{Start: 19, End: len(exampleText)}, Text: exampleText[19:]}},
		Text:     exampleText})
	forms := []store.Rendition{{ID: exampleID, Live: true, MediaType: "application/pdf", Method: gongshi.MethodPDFText, Paths: []string{"a.zip!/岳阳/1.pdf"}}}
	return Notice{export.Notice{Notice: n, Findings: []export.Finding{exampleFinding()}, Paths: forms[0].Paths, Renditions: forms}}
}

func exampleUpload() desk.Upload {
	return desk.Upload{ID: "20261124-093000-1", Name: "岳阳.zip", Bytes: 81920, Accepted: exampleTime, Ended: exampleTime.Add(time.Minute), State: desk.UploadDone,
		Seen: 3, Imported: 2, Failed: 1, Notices: 2,
		Failures: []desk.Failure{{Path: "岳阳.zip!/3.pdf", Stage: "decode", Code: "encrypted", Message: gongshi.Text{Zh: "文件有密码", En: "the file has a password"}}}}
}

func exampleDismissal() Dismissal {
	return Dismissal{exampleFingerprint, "原文另有附件说明", gongshi.Date{Year: 2027, Month: 6, Day: 30}, exampleTime, false}
}

func exampleSaved() SavedQuery {
	return SavedQuery{"岳阳雨污", "雨污分流", search.Filters{Regions: []string{"岳阳"}}, exampleTime, exampleTime, 12, 1, 4711}
}

func exampleComparison() Comparison {
	cell := compare.Cell{Values: map[string]string{"round": "2"}, Notices: 3, Problems: 2, First: exampleDay, Last: exampleDay,
		Sections: map[gongshi.SectionKind]compare.Share{gongshi.SectionIssue: {Sections: 3, Mentioning: 2, Share: 2.0 / 3}},
		Examples: []compare.Example{{Notice: exampleID, Title: exampleTitle, Section: "issue", Text: "雨污分流不到位"}}}
	total := cell
	total.Values, total.Examples = map[string]string{}, nil
	return Comparison{export.About{Query: "雨污分流", Version: "1.0", Index: "5", Reader: 1, Store: "s", Seq: 4711, Time: exampleTime, Count: 3},
		compare.Table{By: []string{"round"}, Cells: []compare.Cell{cell}, Total: total, Topic: true}, nil}
}

// example gives what an operation may answer, by its id and the type of the body.
func example(id, kind string) any {
	switch id {
	case "search":
		return SearchResult{Query: "雨污分流", Total: 1, TookMS: 3.1, Hits: []Hit{exampleHit()}, Facets: Facets{"round": {{"2", "第2轮", 1}}}}
	case "get-notice":
		return exampleNotice()
	case "get-related":
		return Related{exampleID, exampleTitle, true, 1, []related.Relation{{ID: "77c1e0a4b6d25f38", Title: exampleTitle, Issued: exampleDay, Why: []related.Reason{related.SimilarText}, Similarity: 0.83}}}
	case "get-original":
		return "%PDF-1.7 …"
	case "list-findings":
		d := exampleDismissal()
		return Findings{Notices: 1, Findings: []FoundFinding{{exampleFinding(), exampleTitle, exampleDay, &d}}}
	case "list-rules":
		return RuleList{[]Rule{exampleRule(compliance.Rules()[0])}}
	case "compare":
		if kind == csvType {
			return "轮次,公示,问题,最早,最晚,例句\n第2轮,3,2,2023-10-13,2023-10-13,\n"
		}
		return exampleComparison()
	case "export":
		return map[string]string{
			exportTypes[export.JSONLines]: "{\"export\":{\"query\":\"雨污分流\",\"count\":1}}\n{\"id\":\"3f9a0c51d2e84b67\",\"text\":\"…\"}\n{\"export_end\":{\"count\":1}}\n",
			exportTypes[export.CSV]:       "序号,标题,…\n1,关于岳阳楼区…,…\n",
			exportTypes[export.XLSX]:      "PK…",
		}[kind]
	case "list-imports":
		return Imports{Total: 1, Imports: []desk.Upload{exampleUpload()}}
	case "import", "get-import", "retry-import":
		return exampleUpload()
	case "watch-import":
		return ":\n\nevent: progress\ndata: {\"id\":\"20261124-093000-1\",\"state\":\"running\",\"seen\":1}\n\nevent: done\ndata: {\"id\":\"20261124-093000-1\",\"state\":\"done\",\"seen\":3}\n\n"
	case "list-dismissals":
		return Dismissals{Total: 1, Dismissals: []Dismissal{exampleDismissal()}}
	case "dismiss":
		return exampleDismissal()
	case "list-saved":
		return SavedList{[]SavedQuery{exampleSaved()}}
	case "save-query":
		return exampleSaved()
	case "get-saved":
		return SavedAnswer{exampleSaved(), []SavedHit{{exampleHit(), true}}}
	case "list-ledger":
		return Ledger{Counts: map[store.State]int{store.StateImported: 2, store.StateFailed: 1},
			Sources: []Source{{Path: "岳阳.zip!/3.pdf", Container: "岳阳.zip", State: store.StateFailed, Size: 1024, Stage: "decode", Code: "encrypted", Message: "文件有密码", Tries: 1}}}
	case "get-health":
		part := Part{true, 0.4, 2}
		return Health{Status: "ready", Version: "1.0", Store: part, Index: part, Seq: 4711, Notices: 2, Sources: map[store.State]int{store.StateImported: 2}}
	case "get-metrics":
		return "# HELP gongshi_notices Notices in the corpus.\n# TYPE gongshi_notices gauge\ngongshi_notices 2\n"
	}
	return nil
}

func exampleRule(r compliance.Rule) Rule {
	return Rule{r.ID, r.Title.Zh, r.Checks.Zh, r.Basis.Zh, r.Severity}
}

// exampleProblem is one for each status that operations end with.
func exampleProblem(status int) any {
	p := newProblem(status, "internal", gongshi.Text{Zh: "服务器出错，详见其日志"})
	switch status {
	case http.StatusBadRequest:
		three := 3
		p = newProblem(status, "bad-query", gongshi.Text{Zh: "查询语法有误：括号没有配对"})
		p.Offset = &three
	case http.StatusNotFound:
		p = newProblem(status, "unknown-notice", gongshi.Text{Zh: "没有这个编号的公示"})
	case http.StatusServiceUnavailable:
		p = newProblem(status, "locked", gongshi.Text{Zh: "进程 4711（gongshi import）正在写入资料库，请稍后再试"})
		p.Holder = &Holder{4711, "gongshi import", exampleTime}
	case http.StatusUnprocessableEntity:
		p = newProblem(status, "invalid", invalidText)
		p.Errors = []InvalidDetail{{"query.limit", "应不大于 200"}}
	case http.StatusGatewayTimeout:
		p = newProblem(status, "timeout", gongshi.Text{Zh: "没有在限定的时间内完成"})
	case http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		known := frameworkProblems[status]
		p = newProblem(status, known.code, known.text)
	}
	p.Detail = p.detail.Zh
	return p
}

package gongshi

var severityNames = map[Severity]Text{
	SeverityError:   {Zh: "错误", En: "error"},
	SeverityWarning: {Zh: "警告", En: "warning"},
	SeverityNote:    {Zh: "提示", En: "note"},
}

// Name is what people call the severity.
func (s Severity) Name() Text { return severityNames[s] }

var sectionNames = map[SectionKind]Text{
	SectionIssue:          {Zh: "反馈问题", En: "issue"},
	SectionGoal:           {Zh: "整改目标", En: "goal"},
	SectionMeasures:       {Zh: "整改措施", En: "measures"},
	SectionImplementation: {Zh: "整改落实情况", En: "implementation"},
	SectionDeadline:       {Zh: "整改时限", En: "deadline"},
	SectionResponsible:    {Zh: "责任单位", En: "responsible"},
	SectionAcceptance:     {Zh: "验收情况", En: "acceptance"},
	SectionOther:          {Zh: "其他", En: "other"},
}

// Name is what people call the kind of section.
func (k SectionKind) Name() Text {
	if name, ok := sectionNames[k]; ok {
		return name
	}
	return sectionNames[SectionOther]
}

var authorityNames = map[Authority]Text{
	AuthorityCentral:    {Zh: "中央", En: "central"},
	AuthorityProvincial: {Zh: "省级", En: "provincial"},
	AuthorityOther:      {Zh: "其他", En: "other"},
}

// Name is what people call the authority; empty where none is known.
func (a Authority) Name() Text { return authorityNames[a] }

var kindNames = map[NoticeKind]Text{
	KindCloseOut:      {Zh: "销号公示", En: "close-out notice"},
	KindOtherOfficial: {Zh: "其他公文", En: "other official text"},
	KindNotANotice:    {Zh: "非公示", En: "not a notice"},
}

// Name is what people call the kind of text; empty where none is known.
func (k NoticeKind) Name() Text { return kindNames[k] }

package gongshi

// Name is what people call the severity.
func (s Severity) Name() Text {
	switch s {
	case SeverityError:
		return Text{Zh: "错误", En: "error"}
	case SeverityWarning:
		return Text{Zh: "警告", En: "warning"}
	}
	return Text{Zh: "提示", En: "note"}
}

// Name is what people call the kind of section.
func (k SectionKind) Name() Text {
	switch k {
	case SectionIssue:
		return Text{Zh: "反馈问题", En: "issue"}
	case SectionGoal:
		return Text{Zh: "整改目标", En: "goal"}
	case SectionMeasures:
		return Text{Zh: "整改措施", En: "measures"}
	case SectionImplementation:
		return Text{Zh: "整改落实情况", En: "implementation"}
	case SectionDeadline:
		return Text{Zh: "整改时限", En: "deadline"}
	case SectionResponsible:
		return Text{Zh: "责任单位", En: "responsible"}
	case SectionAcceptance:
		return Text{Zh: "验收情况", En: "acceptance"}
	}
	return Text{Zh: "其他", En: "other"}
}

// Name is what people call the authority; empty where none is known.
func (a Authority) Name() Text {
	switch a {
	case AuthorityCentral:
		return Text{Zh: "中央", En: "central"}
	case AuthorityProvincial:
		return Text{Zh: "省级", En: "provincial"}
	case AuthorityOther:
		return Text{Zh: "其他", En: "other"}
	}
	return Text{}
}

// Name is what people call the kind of text; empty where none is known.
func (k NoticeKind) Name() Text {
	switch k {
	case KindCloseOut:
		return Text{Zh: "销号公示", En: "close-out notice"}
	case KindOtherOfficial:
		return Text{Zh: "其他公文", En: "other official text"}
	case KindNotANotice:
		return Text{Zh: "非公示", En: "not a notice"}
	}
	return Text{}
}

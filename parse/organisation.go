package parse

import (
	"strings"
	"unicode/utf8"
)

// organisationEnds are the last words of the names of those who issue notices.
var organisationEnds = []string{ // 岳阳市岳阳楼区生态环境保护委员会办公室
	"人民政府", "政府", "办公室", "办公厅", "委员会", "管委会", "管理委员会", "局", "厅", "部", "院", "中心", "大队", "支队", "总队",
	"指挥部", "领导小组", "协调小组", "推进小组", "工作小组", "工作组", "专班", "办事处", "公司", "集团", "党委", "区委", "县委", "市委", "省委", "工委", "党工委", "党组",
	"督察组", "处", "站", "林场", "农场", "委", "社", "大学", "学院", "总站", "分局", "园区", "新区", "开发区", "协会", "纪委", "监委", "海关", "水务署", "署",
}

// sentenceWords occur in sentences, not in the names of organisations.
var sentenceWords = []string{
	"关于", "公示", "公告", "通知", "整改", "情况", "已", "将", "对", "由", "并", "负责", "牵头", "配合", "按照", "根据", "问题", "向", "请", "了",
}

// namesWithSentenceWords are the names in which such a word is at home:
// 安康市中省环保督察巡查整改工作领导小组办公室.
var namesWithSentenceWords = []string{"整改工作", "整改领导", "问题整治", "整改办", "问题整改", "整改专项", "督察整改", "向阳", "将乐", "问题专项", "问题办", "整改办", "整改和", "整改协调"}

// bodyEnds end the names of bodies set up for a task, which the name tells:
// 突出生态环境问题整改工作领导小组办公室.
var bodyEnds = []string{"领导小组", "领导小组办公室", "指挥部", "指挥部办公室", "专班", "专班办公室", "委员会", "委员会办公室", "协调小组", "协调小组办公室", "推进小组", "推进小组办公室", "工作小组", "工作小组办公室"}

// withoutTask takes the words of the task out of a name.
var withoutTask = strings.NewReplacer("问题", "", "整改", "")

// isOrganisation tells whether a line is the name of an organisation, or of
// several side by side.
func isOrganisation(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 400 {
		return false
	}
	found := false
	for _, name := range names(s) {
		if !isOneOrganisation(name) {
			return false
		}
		found = true
	}
	return found
}

// names cuts a line where wide gaps or cell borders stand between names. A
// name spaced out letter by letter (岳 阳 市) is closed up first.
func names(s string) []string {
	s = strings.Trim(s, " ?")
	s = strings.ReplaceAll(s, "|", "  ")
	if !strings.Contains(s, "  ") {
		return sideBySide(s)
	}
	var out []string
	for _, part := range strings.Split(s, "  ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// sideBySide parts names that a single blank separates; a blank inside of a name
// leaves no two names.
func sideBySide(s string) []string {
	if s != "" && !hasBlank(s) {
		return []string{s}
	}
	parts := strings.Fields(s)
	for _, part := range parts {
		if utf8.RuneCountInString(part) < 5 || !isOneOrganisation(part) {
			return []string{strings.TrimSpace(s)}
		}
	}
	return parts
}

func isOneOrganisation(name string) bool {
	name = squeeze(name)
	if open := strings.IndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") {
		name = name[:open] // 岳阳市生态环境局(盖章)
	}
	n := utf8.RuneCountInString(name)
	if n < 3 || n > 40 || strings.ContainsAny(name, ",:;.!?\"|") || hasSign(name) {
		return name != "" && strings.ContainsRune(name, '、') && n <= 80 && allOrganisations(name)
	}
	if strings.HasPrefix(name, "中共") && strings.HasSuffix(name, "委") {
		return true
	}
	if !hasAnySuffix(name, organisationEnds) && !(strings.HasSuffix(name, "办") && n >= 5 && startsWithPlace(name)) {
		return false
	}
	if hasAnySuffix(name, bodyEnds) {
		name = withoutTask.Replace(name)
	}
	for _, w := range namesWithSentenceWords {
		name = strings.ReplaceAll(name, w, "")
	}
	return !containsAny(name, sentenceWords)
}

// hasSign tells whether s has a sign of sentences that is not ASCII.
func hasSign(s string) bool {
	for i := 0; i < len(s); i += runeLen(s[i]) {
		if s[i] != 0xE2 && s[i] != 0xE3 {
			continue
		}
		if hasAnyPrefix(s[i:], []string{"。", "、", "“", "”", "《", "》", "〔", "〕", "【", "】", "…"}) {
			return true
		}
	}
	return false
}

// allOrganisations tells whether all names of an enumeration are whole names:
// "宝山区人民政府、宝山区生态环境局", not "区委督查室、区政府督查室".
func allOrganisations(s string) bool {
	for _, name := range strings.Split(s, "、") {
		if utf8.RuneCountInString(name) < 5 || strings.ContainsAny(name, ",:;.") || !hasAnySuffix(name, organisationEnds) || containsAny(name, sentenceWords) {
			return false
		}
	}
	return true
}

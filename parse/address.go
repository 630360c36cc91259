package parse

import (
	"strings"
	"unicode/utf8"

	"gongshi"
)

// addressLabels stand in front of postal addresses, the longer ones first.
var addressLabels = []struct {
	text string
	role gongshi.AddressRole
}{
	// 受理地址:虎林市解放东街127号
	{"受理地址", gongshi.AddressReception}, {"受理地点", gongshi.AddressReception}, {"来信来访地址", gongshi.AddressReception}, {"来访地址", gongshi.AddressReception},
	{"接收地址", gongshi.AddressReception}, {"投诉地址", gongshi.AddressReception}, {"举报地址", gongshi.AddressReception},
	// 通讯地址:德惠市德惠路1158号
	{"联系地址", gongshi.AddressContact}, {"通讯地址", gongshi.AddressContact}, {"通信地址", gongshi.AddressContact}, {"邮寄地址", gongshi.AddressContact},
	{"单位地址", gongshi.AddressContact}, {"办公地址", gongshi.AddressContact}, {"邮政地址", gongshi.AddressContact}, {"详细地址", gongshi.AddressContact},
	{"地址", gongshi.AddressContact}, {"地 址", gongshi.AddressContact},
}

// addressWords are what an address has at least one of.
var addressWords = []string{"路", "街", "号", "道", "巷", "村", "镇", "乡", "楼", "室", "院", "大厦", "广场", "中心", "弄", "园", "小区", "旁", "侧", "内", "口", "信箱", "局", "政府"}

// addressStops begin the next field of a line.
var addressStops = []string{"邮编", "邮政编码", "联系电话", "电话", "传真", "联系人", "电子邮箱", "电子邮件", "邮箱", "收件人", "手机", "网址", "联系部门", "联系单位", "接收单位", "受理部门", "办公时间", "http"}

// findAddresses finds the postal addresses behind their labels.
func (p *parser) findAddresses() {
	s := p.form
	footer := p.footerStart()
	for at := 0; ; {
		i := indexHan(s[at:], "地")
		if i < 0 {
			return
		}
		at += i + len("地")
		end := skipSpace(s, at)
		if !hasAnyPrefix(s[end:], []string{"址", "点"}) {
			continue
		}
		end += len("址")
		at = end
		label, role := addressLabelAt(s[:end])
		if label == "" {
			continue
		}
		l, ok := p.addressAfter(end)
		if !ok {
			continue
		}
		if i := p.lineAt(l.start); l.start >= footer || i < len(p.lines) && p.lines[i].web {
			role = gongshi.AddressOther
		}
		p.n.Addresses = append(p.n.Addresses, gongshi.Address{Mention: p.mention(l.start, l.end), Role: role, PostCode: postCodeAfter(s, l.end)})
		p.because("address", string(role), label, l.start, l.end)
		at = l.end
	}
}

// addressLabelAt gives the label that s ends with; 网址 and 网站地址 are none.
func addressLabelAt(s string) (string, gongshi.AddressRole) {
	for _, l := range addressLabels {
		if before, ok := strings.CutSuffix(s, l.text); ok {
			if hasAnySuffix(before, []string{"网站", "网络", "邮箱", "链接", "下载", "IP", "建设", "项目", "原", "厂", "注册", "选", "新"}) {
				return "", ""
			}
			return l.text, l.role
		}
	}
	return "", ""
}

// addressAfter reads the address behind a label that ends at i: behind a colon,
// or in the next line when the label ends its own.
func (p *parser) addressAfter(i int) (line, bool) {
	s := p.form
	at := skipSpace(s, i)
	switch {
	case at < len(s) && s[at] == ':' || strings.HasPrefix(s[at:], "为"):
		at = skipAny(s, at, ":为 |")
	case at < len(s) && (s[at] == '\n' || s[at] == '|'):
		at = skipAny(s, at, "\n| ")
	default:
		return line{}, false
	}
	if at < len(s) && s[at] == '\n' {
		at = skipAny(s, at, "\n ")
	}
	end := len(s)
	for j, r := range firstRunes(s[at:], 120) {
		if r == '\n' || r == '。' || r == ';' || r == '|' || r == ',' && j > 0 && !continuesAddress(s[at+j+1:]) || strings.HasPrefix(s[at+j:], "  ") {
			end = at + j
			break
		}
		end = at + j + utf8.RuneLen(r)
	}
	for _, stop := range addressStops {
		if j := strings.Index(s[at:end], stop); j >= 0 {
			end = at + j
		}
	}
	l := p.trim(at, end)
	l.end = l.start + len(strings.TrimRight(s[l.start:l.end], " ,、;:("))
	n := utf8.RuneCountInString(s[l.start:l.end])
	return l, n >= 4 && n <= 80 && containsAny(s[l.start:l.end], addressWords) && !strings.Contains(s[l.start:l.end], ":")
}

// continuesAddress tells whether an address goes on behind a comma.
func continuesAddress(s string) bool {
	return digitEnd(s, 0) > 0 && strings.HasPrefix(s[digitEnd(s, 0):], "号")
}

// postCodeAfter reads the post code that the next 40 bytes name: 邮编:414000.
func postCodeAfter(s string, i int) string {
	near := s[i:min(len(s), i+60)]
	at := -1
	for _, label := range []string{"邮编", "邮政编码"} {
		if j := strings.Index(near, label); j >= 0 {
			at = skipAny(s, i+j+len(label), ": 为|")
		}
	}
	if at < 0 || digitEnd(s, at)-at != 6 {
		return ""
	}
	return s[at : at+6]
}

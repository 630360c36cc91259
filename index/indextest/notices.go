package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gongshi"
	"gongshi/index"
)

// Pieces that invented notices are made of. Some are parts of others, some
// differ only in how they are written: what a search must tell apart, or not.
var (
	phrases = []string{
		"雨污分流不到位", "雨污管网分流改造", "水产养殖污染、农药化肥减量不到位", "水产养殖尾水直排", "黑臭水体治理滞后",
		"长江大保护要求未落实", "总磷浓度超标", "PM2.5 年均浓度不降反升", "生态环境保护“一岗双责”", "在建工程扬尘",
		"工程进度缓慢", "待处理污泥堆存", "污水处理厂溢流", "上海南站周边", "海南发展公司", "Ⅲ类水质断面", "２０２１年 12 月底前完成",
		"⻓江⼲流岸线", "中央生态环境保护督察“回头看”", "第 3 季度完成率 100 %", "洞庭湖区㈠期清淤", "畜禽养殖粪污资源化",
	}
	fillers = []string{
		"压实各方责任", "加快推进项目建设", "建立长效管理机制", "切实加强监督检查", "确保整改取得实效", "完善配套设施",
		"开展专项排查", "举一反三", "全面梳理台账", "落实资金保障", "强化部门联动", "定期开展抽查", "严格执行报告制度",
	}
	places = []gongshi.Region{
		{Province: "湖南省", City: "岳阳市", County: "岳阳楼区", Code: "430602"},
		{Province: "湖南省", City: "岳阳市", County: "平江县", Code: "430626"},
		{Province: "湖南省", City: "长沙市", Code: "430100"},
		{Province: "吉林省", City: "吉林市", County: "船营区", Code: "220204"},
		{Province: "海南省", Code: "460000"},
		{Province: "上海市", City: "上海市", County: "徐汇区", Code: "310104"},
	}
	rules = []string{"PUB01", "PUB03", "SEC01", "SEC05", "IDN02"}
)

// writer puts a notice together and keeps where its sections are.
type writer struct {
	rand *rand.Rand
	text strings.Builder
	gongshi.Notice
}

// Notice invents the notice of a number: the same for the same number. Its text
// has about size bytes and mentions all that its fields say.
func Notice(number, size int) (*gongshi.Notice, []gongshi.Finding) {
	w := writer{rand: rand.New(rand.NewPCG(uint64(number), 20231013))}
	w.ID = fmt.Sprintf("n%06d", number)
	w.Source = gongshi.Source{Path: fmt.Sprintf("第%d批.zip!/%06d.pdf", number%3, number)}
	w.Kind = []gongshi.NoticeKind{gongshi.KindCloseOut, gongshi.KindCloseOut, gongshi.KindOtherOfficial, gongshi.KindCloseOut, gongshi.KindNotANotice}[number%5]
	for _, problem := range [][]string{nil, {fmt.Sprint(number % 7)}, {fmt.Sprintf("%d-%d", number%5, number%3), fmt.Sprint(number % 23)}, {fmt.Sprintf("D3HB202406%08d", number)}}[number%4] {
		w.Problems = append(w.Problems, gongshi.Problem{Number: problem})
	}
	w.heading()
	for i, kind := range gongshi.SectionKinds[:4+w.rand.IntN(3)] {
		if w.rand.IntN(8) > 0 {
			w.section(i, kind, size/5)
		}
	}
	w.tail()
	w.Text = w.text.String()
	for i, s := range w.Sections {
		w.Sections[i].Text = s.Span.Of(w.Text)
	}
	var findings []gongshi.Finding
	for _, rule := range rules {
		if w.rand.IntN(5) == 0 {
			findings = append(findings, gongshi.Finding{Rule: rule, Notice: w.ID})
		}
	}
	return &w.Notice, findings
}

// Records gives the records of n invented notices.
func Records(n, size int) []index.Record {
	records := make([]index.Record, n)
	for i := range records {
		records[i] = index.NewRecord(Notice(i, size))
	}
	return records
}

func (w *writer) pick(list []string) string { return list[w.rand.IntN(len(list))] }

func (w *writer) heading() {
	if w.rand.IntN(10) > 0 {
		place := places[w.rand.IntN(len(places))]
		w.Region = &place
		w.Issuer = place.City + place.County + "生态环境保护督察整改工作领导小组办公室"
	}
	if w.rand.IntN(10) > 0 {
		w.Inspection = &gongshi.Inspection{
			Authority: []gongshi.Authority{gongshi.AuthorityCentral, gongshi.AuthorityProvincial, gongshi.AuthorityOther}[w.rand.IntN(3)],
			Round:     w.rand.IntN(4), Lookback: w.rand.IntN(4) == 0, Year: 2016 + w.rand.IntN(8),
		}
	}
	w.Title = fmt.Sprintf("%s 关于%s整改销号的公示", w.Issuer, w.pick(phrases))
	fmt.Fprintf(&w.text, "%s\n", strings.Replace(w.Title, " ", "\n", 1))
}

func (w *writer) section(i int, kind gongshi.SectionKind, size int) {
	label := string([]rune("一二三四五六七八")[i]) + "、" + string(kind)
	w.text.WriteString(label + "：")
	start := w.text.Len()
	for w.text.Len()-start < size {
		for range 2 + w.rand.IntN(4) {
			if w.rand.IntN(6) == 0 {
				w.text.WriteString(w.pick(phrases) + "，")
			} else {
				w.text.WriteString(w.pick(fillers) + "，")
			}
		}
		w.text.WriteString(fmt.Sprintf("共%d处。\n", w.rand.IntN(1000)))
	}
	w.Sections = append(w.Sections, gongshi.Section{Kind: kind, Label: label, Span: gongshi.Span{Start: start, End: w.text.Len()}})
}

// tail writes number, phone, period and signature, each of which can be missing.
func (w *writer) tail() {
	if w.rand.IntN(3) > 0 {
		d := gongshi.DocNumber{Agency: w.pick([]string{"岳办发", "中岳办发", "湘环函"}), Year: 2020 + w.rand.IntN(4), Serial: fmt.Sprint(1 + w.rand.IntN(20))}
		d.Number = fmt.Sprintf("%s〔%d〕%s号", d.Agency, d.Year, d.Serial)
		w.DocumentNumbers = append(w.DocumentNumbers, d)
		fmt.Fprintf(&w.text, "依据%s。\n", d.Number)
	}
	if w.rand.IntN(3) > 0 {
		number := fmt.Sprintf("%07d", 8245473+w.rand.IntN(20))
		if w.rand.IntN(2) > 0 {
			number = w.pick([]string{"0730-", "0731-"}) + number
		}
		w.Phones = append(w.Phones, gongshi.Phone{Number: number})
		fmt.Fprintf(&w.text, "联系电话：%s\n", number)
	}
	day := gongshi.Date{Year: 2021, Month: 1, Day: 1}.AddDays(w.rand.IntN(1200))
	if w.rand.IntN(3) > 0 {
		w.Publicity = &gongshi.Publicity{Start: day, End: day.AddDays(w.rand.IntN(40))}
		fmt.Fprintf(&w.text, "公示时间：%s至%s\n", w.Publicity.Start, w.Publicity.End)
	}
	switch w.rand.IntN(5) {
	case 0:
	case 1:
		w.Issued = gongshi.Date{Year: day.Year, Month: day.Month}
	default:
		w.Issued = day
	}
	fmt.Fprintf(&w.text, "%s\n%s", w.Issuer, w.Issued)
}

package charset

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf "golang.org/x/text/encoding/unicode"
)

// Text of several kinds, so that the windows cut from it are not all alike.
const simplifiedText = `关于中央生态环境保护督察反馈意见整改任务完成情况的公示。按照省委、省政府统一部署，我市对第十七项问题` +
	`逐条制定方案，明确责任单位和完成时限，现将整改落实情况予以公示，如有异议请在公示期内以书面形式向市督察整改办公室反映。` +
	`城区雨污分流改造尚未完成，部分生活污水直排入河，沿岸养殖场粪污处理设施不健全，农药化肥减量不到位。` +
	`截至目前，累计铺设污水管网四十二公里，新建提升泵站三座，关停取缔砖厂八家，补植复绿一百二十亩，水质稳定达到三类标准。` +
	`她把窗户推开，屋外的雨还没有停，院子里那棵老槐树被风吹得哗哗作响，孩子们挤在廊下数着水洼里的泡泡。` +
	`本公司主要从事锂电池正极材料的研发、生产和销售，报告期内营业收入同比增长百分之十二，毛利率略有下降。` +
	`糖醋排骨先焯水去血沫，锅里放少许油，下冰糖炒至枣红色，倒入排骨翻匀，加料酒、生抽、香醋和热水，小火焖四十分钟。` +
	`明朝中叶以后，江南市镇兴起，丝织与棉布贸易遍及运河两岸，徽州商人携带账簿往来于苏杭之间。`

const traditionalText = `關於加強環境保護督察反饋意見整改工作之公告。依據空氣污染防制法第二十條規定，主管機關應派員攜帶證明文件，檢查固定污染源` +
	`排放空氣污染物之狀況，並命提供有關資料，不得規避、妨礙或拒絕。本府環境保護局訂於下週一召開說明會，歡迎鄉親踴躍參加。` +
	`她把窗戶推開，屋外的雨還沒有停，院子裡那棵老槐樹被風吹得嘩嘩作響，孩子們擠在廊下數著水窪裡的泡泡。` +
	`本公司主要從事鋰電池正極材料的研發、生產和銷售，報告期內營業收入較去年同期增長百分之十二，毛利率略有下降。` +
	`糖醋排骨先燙水去血沫，鍋裡放少許油，下冰糖炒至棗紅色，倒入排骨翻勻，加米酒、醬油和熱水，小火燜四十分鐘。` +
	`明朝中葉以後，江南市鎮興起，絲織與棉布貿易遍及運河兩岸，徽州商人攜帶帳簿往來於蘇杭之間。`

var (
	utf16LE = utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)
	utf16BE = utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
)

// windows cuts text into all pieces that begin at a Han character and hold n.
func windows(text string, n int) []string {
	runes := []rune(text)
	var out []string
	for i := range runes {
		if !unicode.Is(unicode.Han, runes[i]) {
			continue
		}
		for j, han := i, 0; j < len(runes); j++ {
			if unicode.Is(unicode.Han, runes[j]) {
				han++
			}
			if han == n {
				out = append(out, string(runes[i:j+1]))
				break
			}
		}
	}
	return out
}

func encode(t testing.TB, enc encoding.Encoding, text string) []byte {
	t.Helper()
	if enc == nil {
		return []byte(text)
	}
	out, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return out
}

// TestShortTexts measures how many short pieces of text without any
// declaration are read right.
func TestShortTexts(t *testing.T) {
	tests := []struct {
		name, text string
		enc        encoding.Encoding
	}{
		{"utf-8", simplifiedText, nil},
		{"gbk", simplifiedText, simplifiedchinese.GBK},
		{"big5", traditionalText, traditionalchinese.Big5},
		{"utf-16le", simplifiedText, utf16LE},
		{"utf-16be", simplifiedText, utf16BE},
		{"utf-16le traditional", traditionalText, utf16LE},
	}
	for _, test := range tests {
		for _, n := range []int{4, 8, 40} {
			right, all := 0, windows(test.text, n)
			for _, want := range all {
				if got, _, _ := Decode(encode(t, test.enc, want), ""); got == want {
					right++
				}
			}
			share := float64(right) / float64(len(all))
			t.Logf("%-20s %2d Han: %5.1f %% of %d", test.name, n, 100*share, len(all))
			if share < 0.97 || n == 40 && right < len(all) {
				t.Errorf("%s, %d Han: only %d of %d right", test.name, n, right, len(all))
			}
		}
	}
}

func TestDecode(t *testing.T) {
	gbk := func(s string) string { return string(encode(t, simplifiedchinese.GBK, s)) }
	tests := []struct {
		about, in, declared string
		text, name          string
		repairs             int
	}{
		{"nothing", "", "", "", "utf-8", 0},
		{"ascii", "a\r\nb\rc\n", "", "a\nb\nc\n", "utf-8", 0},
		{"ascii that says gbk", "test", "gbk", "test", "utf-8", 0},
		{"mark", "\xEF\xBB\xBF公示", "", "公示", "utf-8", 0},
		{"two marks", "\xEF\xBB\xBF\xEF\xBB\xBF公示", "", "公示", "utf-8", 0},
		{"utf-16 mark", "\xFF\xFE\x6C\x51\x3A\x79", "gbk", "公示", "utf-16le", 0},
		{"utf-16be mark", "\xFE\xFF\x51\x6C\x79\x3A", "", "公示", "utf-16be", 0},
		{"utf-32 mark", "\xFF\xFE\x00\x00\x6C\x51\x00\x00", "", "公", "utf-32le", 0},
		{"gb18030 mark", "\x84\x31\x95\x33" + gbk("公示"), "", "公示", "gb18030", 0},
		{"gb2312 means gb18030", gbk("朱镕基视察") + "\x82\x30\x84\x36", "gb2312", "朱镕基视察㓇", "gb18030", 0},
		{"wrong declaration", gbk("整改情况公示"), "utf-8", "整改情况公示", "gb18030", 0},
		{"western declaration", gbk("整改情况公示"), "iso-8859-1", "整改情况公示", "gb18030", 0},
		{"big5 declaration of gbk", gbk("整改情况公示"), "big5", "整改情况公示", "gb18030", 0},
		{"true western declaration", "Montr\xE9al est tr\xE8s jolie", "windows-1252", "Montréal est très jolie", "windows-1252", 0},
		{"unknown declaration", gbk("整改情况公示"), "x-none", "整改情况公示", "gb18030", 0},
		{"gbk that is valid utf-8", gbk("目录"), "", "目录", "gb18030", 0},
		{"gbk that is valid utf-8, the other famous one", gbk("联通"), "", "联通", "gb18030", 0},
		{"real two-byte utf-8", "Привет, мир", "", "Привет, мир", "utf-8", 0},
		{"french", "élève à Besançon", "", "élève à Besançon", "utf-8", 0},
		{"degrees", "20°C · 30°C · ±5", "", "20°C · 30°C · ±5", "utf-8", 0},
		{"utf-8 cut short", "整改情况公示"[:17], "", "整改情况公\uFFFD\uFFFD", "utf-8", 2},
		{"utf-8 with a bad byte", "整改\xFF情况公示", "", "整改\uFFFD情况公示", "utf-8", 1},
		{"gbk with a bad byte", gbk("整改情况") + "\xFF" + gbk("公示材料"), "", "整改情况\uFFFD公示材料", "gb18030", 1},
		{"gbk with ascii", gbk("岳办发[2022]4号,0730-8245473"), "", "岳办发[2022]4号,0730-8245473", "gb18030", 0},
		{"nul", "整\x00改", "", "整改", "utf-8", 1},
		{"only nul", "\x00\x00\x00", "", "", "utf-8", 3},
		{"utf-16 of ascii", "1\x002\x00a\x00\n\x00", "", "12a\n", "utf-16le", 0},
	}
	for _, test := range tests {
		text, name, repairs := Decode([]byte(test.in), test.declared)
		if text != test.text || name != test.name || repairs != test.repairs {
			t.Errorf("%s: %q, %s, %d; want %q, %s, %d", test.about, text, name, repairs, test.text, test.name, test.repairs)
		}
	}
}

func TestDecodeLong(t *testing.T) {
	// Chinese only after a long head of ASCII, and a sample that ends within a character.
	for _, head := range []string{strings.Repeat("<script>var a=1;</script>\n", 9000), "x"} {
		want := head + strings.Repeat(simplifiedText, 60)
		got, name, repairs := Decode(encode(t, simplifiedchinese.GBK, want), "")
		if got != want || name != "gb18030" || repairs != 0 {
			t.Errorf("head of %d bytes: read as %s with %d repairs", len(head), name, repairs)
		}
	}
}

func TestNames(t *testing.T) {
	gbk := func(s string) []byte { return encode(t, simplifiedchinese.GBK, s) }
	big5 := func(s string) []byte { return encode(t, traditionalchinese.Big5, s) }
	tests := []struct {
		about   string
		raw     [][]byte
		flags   []bool
		want    []string
		charset string
	}{
		{"none", nil, nil, nil, "utf-8"},
		{"ascii", [][]byte{[]byte("a/b.txt")}, []bool{false}, []string{"a/b.txt"}, "utf-8"},
		{"gbk, one of which alone is valid utf-8", [][]byte{gbk("目录"), gbk("岳阳市公示.pdf")}, []bool{false, false}, []string{"目录", "岳阳市公示.pdf"}, "gb18030"},
		{"a backslash within a character", [][]byte{gbk("誠信/謀略.txt")}, []bool{false}, []string{"誠信/謀略.txt"}, "gb18030"},
		{"flags differ", [][]byte{[]byte("公示"), gbk("整改情况")}, []bool{true, false}, []string{"公示", "整改情况"}, "gb18030"},
		{"utf-8 without flag", [][]byte{[]byte("公示/整改.pdf")}, nil, []string{"公示/整改.pdf"}, "utf-8"},
		{"a lying flag", [][]byte{gbk("整改情况")}, []bool{true}, []string{"整改情况"}, "gb18030"},
		{"big5", [][]byte{big5("環境保護局公告.pdf"), big5("附件一.doc")}, nil, []string{"環境保護局公告.pdf", "附件一.doc"}, "big5"},
		{"cp437", [][]byte{[]byte("Pr\x81fung.pdf"), []byte("\x9Abersicht \x84ltere Akten.txt")}, nil, []string{"Prüfung.pdf", "Übersicht ältere Akten.txt"}, "cp437"},
	}
	for _, test := range tests {
		got, name := Names(test.raw, test.flags)
		if strings.Join(got, "|") != strings.Join(test.want, "|") || name != test.charset {
			t.Errorf("%s: %q, %s; want %q, %s", test.about, got, name, test.want, test.charset)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(simplifiedText[:120]), "")
	f.Add([]byte("\xFF\xFE\x6C\x51"), "gbk")
	f.Add([]byte("\xC4\xBF\xC2\xBC\r\n\x00\x84\x31\x95\x33"), "big5")
	f.Add([]byte("\x00\x51\xD8\x00"), "utf-16")
	f.Add([]byte("\xFF\xFE\xFF\xFE\x00\x00\xFF\xFE"), "")
	f.Fuzz(func(t *testing.T, data []byte, declared string) {
		text, name, _ := Decode(data, declared)
		switch {
		case !utf8.ValidString(text):
			t.Error("not valid UTF-8")
		case strings.ContainsAny(text, "\x00\r"):
			t.Error("NUL or carriage return left")
		case strings.HasPrefix(text, "\uFEFF"):
			t.Error("byte order mark left")
		case name == "":
			t.Error("no name")
		}
	})
}

func FuzzNames(f *testing.F) {
	f.Add([]byte("\xC4\xBF\xC2\xBC"), []byte("a.txt"), true, false)
	f.Add([]byte("Pr\x81fung"), []byte("\xFF\x5C"), false, false)
	f.Fuzz(func(t *testing.T, a, b []byte, flagA, flagB bool) {
		names, charset := Names([][]byte{a, b}, []bool{flagA, flagB})
		if len(names) != 2 || charset == "" || !utf8.ValidString(names[0]+names[1]) {
			t.Errorf("%q, %q", names, charset)
		}
	})
}

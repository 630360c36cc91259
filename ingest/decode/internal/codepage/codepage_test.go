package codepage

import "testing"

func TestDecode(t *testing.T) {
	for _, test := range []struct {
		page int
		data string
		text string
		bad  int
	}{
		{GBK, "\xB9\xAB\xCA\xBE", "公示", 0}, {936, "\xB9", "�", 1}, {950, "\xC0\xF4", "環", 0}, {Western, "caf\xE9", "café", 0}, {1251, "\xCF", "П", 0},
		{65001, "公\xFF", "公�", 1}, {1200, "\x6C\x51", "公", 0}, {10000, "\x8E", "é", 0}, {99999, "\xE9", "é", 0}, {GBK, "a\x00b", "ab", 0}, {GBK, "", "", 0},
	} {
		if text, bad := Decode(test.page, []byte(test.data)); text != test.text || bad != test.bad {
			t.Errorf("%d %q: %q, %d; want %q, %d", test.page, test.data, text, bad, test.text, test.bad)
		}
	}
}

func TestProbable(t *testing.T) {
	for _, test := range []struct {
		page       int
		data, text string
	}{
		{Western, "\xB9\xAB 1", "公 1"}, {0, "\xB9\xAB", "公"}, {Western, "caf\xE9 na\xEFve", "café naïve"}, {Western, "\xB9\xABa\xE9", "¹«aé"},
		{1251, "\xCF\xF0\xE8\xE2", "Прив"}, {Western, "plain", "plain"}, {Western, "\xFF\xFF", "ÿÿ"},
	} {
		if text, _ := Probable(test.page, []byte(test.data)); text != test.text {
			t.Errorf("%d %q: %q, want %q", test.page, test.data, text, test.text)
		}
	}
}

package normal

import "testing"

func TestSimplified(t *testing.T) {
	for from, want := range map[rune]rune{'饋': '馈', '問': '问', '題': '题', '標': '标', '濰': '潍', '灣': '湾', '整': '整', '国': '国', 'a': 'a', '，': '，', '乾': '干'} {
		if got := Simplified(from); got != want {
			t.Errorf("Simplified(%c) = %c, want %c", from, got, want)
		}
	}
	for from, to := range simplified() {
		if again := Simplified(to); again != to && Simplified(again) != again {
			t.Errorf("%c → %c → %c does not come to rest", from, to, again)
		}
	}
}

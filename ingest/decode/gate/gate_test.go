package gate

import (
	"strings"
	"testing"

	"gongshi/internal/corpus"
)

func TestGate(t *testing.T) {
	good := corpus.Invent(5, 0, corpus.LongNotice).Text()
	if v := Judge(good); v.Doubted() {
		t.Errorf("a notice is judged bad: %v", v)
	}
	for name, text := range map[string]string{
		"replacement": strings.Repeat("整改\uFFFD", 50),
		"private use": strings.Repeat("整改\uE001", 50),
		"mojibake":    strings.Repeat("ÕûÖÎÇé¿ö", 50),
		// The codes of a font without a table, as they come.
		"some of each": strings.Repeat("整改销号情况公示如下", 7) + strings.Repeat("\uFFFD\uFFFDÉÈÊÄÖÜəɛʃ", 3),
		"rare":         strings.Repeat("䶮䶴犇骉麤龘鱻", 20),
	} {
		if v := Judge(text); !v.Refused() {
			t.Errorf("%s passes", name)
		}
	}
}

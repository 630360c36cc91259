package parse

import (
	"encoding/json"
	"os"
	"testing"

	"gongshi"
)

func TestDump(t *testing.T) {
	f := os.Getenv("DUMP")
	if f == "" {
		return
	}
	b, _ := os.ReadFile(f)
	for _, n := range Parse(&gongshi.Document{Text: string(b)}) {
		js, _ := json.MarshalIndent(n, "", " ")
		t.Log(string(js))
	}
}

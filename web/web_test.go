package web_test

import (
	"net/http"
	"testing"
)

func TestNoPage(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		method, target string
		status         int
		zh, en         string
	}{
		{http.MethodGet, "/nothing", http.StatusNotFound, "没有这个页面", "There is no such page"},
		{http.MethodGet, "/notice/0000", http.StatusNotFound, "没有这份公示", "There is no such notice"},
		{http.MethodPost, "/about", http.StatusMethodNotAllowed, "不能这样访问", "cannot be asked for"},
		{http.MethodDelete, "/", http.StatusMethodNotAllowed, "不能这样访问", "cannot be asked for"},
	} {
		has(t, b.page(b.ask(c.method, c.target, nil), c.status), "main h1", c.zh)
		has(t, b.page(b.ask(c.method, c.target+"?lang=en", nil), c.status), "main h1", c.en)
		b.ask(http.MethodGet, "/?lang=zh", nil)
	}
}

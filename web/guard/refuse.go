package guard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"gongshi"
)

// refusal is why a request comes no further.
type refusal struct {
	status int
	text   gongshi.Text
}

// refusals are all there are.
var refusals = struct{ host, origin, token, wrong, slow, role, busy, internal refusal }{
	host: refusal{http.StatusMisdirectedRequest, gongshi.Text{Zh: "本服务不使用这个主机名。请用启动时显示的地址访问；如需别的主机名，请在启动时加 --host 主机名",
		En: "this server does not answer under this host name: use the address that it printed, or start it with --host NAME"}},
	origin: refusal{http.StatusForbidden, gongshi.Text{Zh: "请求来自别的网站，已拒绝", En: "the request was made by a page of another site"}},
	token: refusal{http.StatusUnauthorized, gongshi.Text{Zh: "需要令牌：请在请求头写 Authorization: Bearer 令牌，或用浏览器登录",
		En: "a token is needed: send Authorization: Bearer TOKEN, or log in with a browser"}},
	wrong:    refusal{http.StatusUnauthorized, gongshi.Text{Zh: "令牌不对，或已被删除", En: "this is no token, or it was removed"}},
	slow:     refusal{http.StatusTooManyRequests, gongshi.Text{Zh: "试错次数太多，请过一分钟再试", En: "too many wrong tokens: try again in a minute"}},
	role:     refusal{http.StatusForbidden, gongshi.Text{Zh: "你的令牌没有这项权限", En: "your token does not allow this"}},
	busy:     refusal{http.StatusServiceUnavailable, gongshi.Text{Zh: "服务器正忙，请稍后再试", En: "the server is busy: try again in a moment"}},
	internal: refusal{http.StatusInternalServerError, gongshi.Text{Zh: "程序内部错误，详情见服务器的输出", En: "a mistake in this program: see what the server prints"}},
}

// refuse answers with a refusal: problem details (RFC 9457) to programs, a line of
// text to people.
func (g *guard) refuse(w http.ResponseWriter, r *http.Request, why refusal) {
	detail := why.text.In(g.language(r))
	h := w.Header()
	for _, name := range []string{"ETag", "Last-Modified", "Content-Disposition", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if r.ContentLength != 0 {
		h.Set("Connection", "close") // what it sends is not waited for
	}
	if !isAPI(r) {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(why.status)
		fmt.Fprintln(w, detail)
		return
	}
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(why.status)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(why.status), "status": why.status, "detail": detail}) // the client may be gone
}

// language is that of who asks: as the address says, else, for programs, as the
// header says, else the server's.
func (g *guard) language(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang == "zh" || lang == "en" {
		return lang
	}
	switch accepted := r.Header.Get("Accept-Language"); {
	case isAPI(r) && strings.HasPrefix(accepted, "en"):
		return "en"
	case isAPI(r) && strings.HasPrefix(accepted, "zh"):
		return "zh"
	case g.Lang == "en":
		return "en"
	}
	return "zh"
}

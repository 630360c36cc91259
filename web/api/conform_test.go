package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongshi/internal/cputime"
	"gongshi/web/desk"
)

// The seed of the generated requests, and how many there are of each operation.
const (
	conformSeed  = 20261124
	conformTimes = 140
)

// Whatever is asked, as the document allows it or not, is answered as the document
// says: with a status of the operation and a body of its schema, and never with a
// failure of ours. What the document forbids is refused.
func TestAnswersAreAsTheDocumentSays(t *testing.T) {
	f := newFixture(t)
	c := newConformer(t, f)
	times := conformTimes
	if cputime.Raced { // make test runs this without the detector too, whole
		times = 30
	}
	t.Logf("seed %d, %d requests of each operation", conformSeed, times)
	ops := operations(bare().api.OpenAPI())
	statuses := make(map[int]int)
	c.fill()
	names := slices.Sorted(maps.Keys(ops))
	slices.SortStableFunc(names, func(a, b string) int { // what takes away comes last
		return strings.Compare(b[:1], a[:1])
	})
	for _, name := range names {
		method, path, _ := strings.Cut(name, " ")
		seen := make(map[int]int)
		for range times {
			r := c.request(method, path, ops[name])
			a := c.send(r)
			seen[a.status]++
			statuses[a.status]++
			c.check(name, ops[name], r, a)
		}
		t.Logf("%s: %v", name, seen)
		if seen[200]+seen[201]+seen[202]+seen[204] == 0 {
			t.Errorf("%s: nothing that was generated was answered: %v", name, seen)
		}
	}
	if statuses[422] == 0 || statuses[404] == 0 || statuses[400] == 0 {
		t.Errorf("the generated requests are all well: %v", statuses)
	}
	if f.log.Len() > 0 {
		t.Errorf("the server failed: %s", f.log)
	}
}

// Every example of the document is of its schema.
func TestExamplesAreOfTheirSchemas(t *testing.T) {
	c := newConformer(t, nil)
	for name, op := range operations(bare().api.OpenAPI()) {
		method, path, _ := strings.Cut(name, " ")
		for status, r := range op.Responses {
			for kind, m := range r.Content {
				data, err := json.Marshal(m.Example)
				if err != nil {
					t.Fatal(err)
				}
				if m.Example != nil {
					c.validate(fmt.Sprintf("the example of %s %s", name, status), c.schema(path, method, status, kind), data)
				}
			}
		}
	}
}

// conformer generates requests and judges answers.
type conformer struct {
	t       *testing.T
	f       *fixture
	rand    *rand.Rand
	schemas *jsonschema.Compiler
	next    string // the last cursor that was given, maybe by another operation
}

func newConformer(t *testing.T, f *fixture) *conformer {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(bare().document))
	if err != nil {
		t.Fatal(err)
	}
	c := &conformer{t: t, f: f, rand: rand.New(rand.NewPCG(conformSeed, 1)), schemas: jsonschema.NewCompiler()}
	c.schemas.AssertFormat()
	if err := c.schemas.AddResource("openapi.json", document); err != nil {
		t.Fatal(err)
	}
	return c
}

// schema gives what a body has to be like.
func (c *conformer) schema(path, method, status, kind string) *jsonschema.Schema {
	c.t.Helper()
	escape := strings.NewReplacer("~", "~0", "/", "~1").Replace
	pointer := strings.Join([]string{"/paths", escape(path), strings.ToLower(method), "responses", status, "content", escape(kind), "schema"}, "/")
	s, err := c.schemas.Compile("openapi.json#" + (&url.URL{Fragment: pointer}).EscapedFragment())
	if err != nil {
		c.t.Fatal(err)
	}
	return s
}

func (c *conformer) validate(what string, s *jsonschema.Schema, data []byte) {
	c.t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = s.Validate(value)
	}
	if err != nil {
		c.t.Errorf("%s: %v\n%.600s", what, err, data)
	}
}

// generated is a request, and whether the document forbids it.
type generated struct {
	method, target string
	body           []byte
	kind           string // of the body
	header         http.Header
	forbidden      string // what does it
}

func (g *generated) String() string {
	return fmt.Sprintf("%s %.300s %q %.100q", g.method, g.target, g.kind, g.body)
}

func (c *conformer) send(g *generated) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), g.method, c.f.server.URL, bytes.NewReader(g.body))
	if err != nil {
		c.t.Fatal(err)
	}
	path, query, _ := strings.Cut(g.target, "?")
	req.URL.Opaque, req.URL.RawQuery = "//"+req.URL.Host+prefix+path, query
	req.Header = g.header
	if g.kind != "" {
		req.Header.Set("Content-Type", g.kind)
	}
	resp, err := c.f.server.Client().Do(req)
	if err != nil {
		c.t.Fatalf("%s: %v", g, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatalf("%s: %v", g, err)
	}
	return answer{resp.StatusCode, resp.Header, data}
}

// check judges an answer.
func (c *conformer) check(name string, op *huma.Operation, g *generated, a answer) {
	c.t.Helper()
	method, path, _ := strings.Cut(name, " ")
	status := strconv.Itoa(a.status)
	documented := op.Responses[status]
	if a.status >= 500 || documented == nil {
		c.t.Errorf("%s: status %d: %.300s", g, a.status, a.body)
		return
	}
	if g.forbidden != "" && a.status < 400 {
		c.t.Errorf("%s: %s is forbidden, and answered with %d", g, g.forbidden, a.status)
	}
	if len(documented.Content) == 0 {
		if len(a.body) > 0 {
			c.t.Errorf("%s: %d has a body", g, a.status)
		}
		return
	}
	kind := a.header.Get("Content-Type")
	if documented.Content[kind] == nil {
		kind, _, _ = strings.Cut(kind, ";")
	}
	if documented.Content[kind] == nil {
		c.t.Errorf("%s: %d has the type %q", g, a.status, a.header.Get("Content-Type"))
		return
	}
	if kind == jsonType || kind == problemType {
		c.validate(g.String(), c.schema(path, method, status, kind), a.body)
	}
	var page struct{ Next string }
	if kind == jsonType && json.Unmarshal(a.body, &page) == nil && page.Next != "" {
		c.next = page.Next
	}
}

// request generates a request of an operation. Half of them have nothing that is
// forbidden.
func (c *conformer) request(method, path string, op *huma.Operation) *generated {
	g := &generated{method: method, target: path, header: http.Header{}}
	wild := c.rand.IntN(5) < 2
	var query []string
	for _, p := range op.Parameters {
		if p.In != "path" && c.rand.IntN(3) > 0 {
			continue
		}
		times := 1
		if p.Schema.Type == huma.TypeArray {
			times += c.rand.IntN(2)
		}
		for range times {
			value, bad := c.value(p, wild)
			if bad {
				g.forbidden = p.Name + "=" + value
			}
			switch p.In {
			case "path":
				g.target = strings.ReplaceAll(g.target, "{"+p.Name+"}", url.PathEscape(value))
			case "query":
				query = append(query, p.Name+"="+url.QueryEscape(value))
			case "header":
				if !strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) { // the client sends no others
					g.header.Set(p.Name, value)
				}
			}
		}
	}
	if wild && c.rand.IntN(5) == 0 {
		odd := c.pick("%zz=1", "q=%f", "nothing=1", "limit=5&limit=6", "%ff=1", "q=%ff%fe", "region=", "lang=fr")
		query, g.forbidden = append(query, odd), odd
	}
	if len(query) > 0 {
		g.target += "?" + strings.Join(query, "&")
	}
	if op.RequestBody != nil {
		c.body(g, op, wild)
	}
	return g
}

func (c *conformer) pick(list ...string) string { return list[c.rand.IntN(len(list))] }

// odd are texts that programs trip over.
var odd = []string{"", "'", "\"", "((", "a\x00b", "\x1b[31m", "\u202e", "\U0001F600", "\xff\xfe", "污\xe6", "<script>alert(1)</script>", "../../etc/passwd", "%2e%2e", ";", "a&b=c", "-", "NOT", "OR OR",
	strings.Repeat("污", 1500), strings.Repeat("(", 100), strings.Repeat("a ", 200), strings.Repeat("长", 5000), "date:2023-13..", "region:", "\r\nX: y", "null", "0", "-1", "９"}

// sense are texts that mean something to one parameter or another.
var sense = []string{"雨污分流", "整改 -长江", "污水 OR 总磷", `"污水直排南湖"`, "issue", "问题", "1", "2", "lookback", "岳阳", "430600", "2023", "2021..2023", "领导小组", "PUB01", "PUB", "round", "省", "has:goal", "zh", "en", "wushui"}

// value generates a value of a parameter, and tells whether the document forbids it.
func (c *conformer) value(p *huma.Param, wild bool) (value string, forbidden bool) {
	s := p.Schema
	if s.Type == huma.TypeArray {
		s = s.Items
	}
	switch {
	case p.In == "path" && !(wild && c.rand.IntN(2) == 0):
		return c.known(p.Name), false
	case s.Type == huma.TypeBoolean && wild:
		return c.pick("2", "yes", "真", "truee"), true
	case s.Type == huma.TypeBoolean:
		return c.pick("true", "false", "1", "0"), false
	case s.Type == huma.TypeInteger || s.Type == huma.TypeNumber:
		return c.number(s, wild)
	case len(s.Enum) > 0 && wild:
		return c.pick("nothing", "RELEVANCE", "污", "date "), true
	case len(s.Enum) > 0:
		return s.Enum[c.rand.IntN(len(s.Enum))].(string), false
	case wild && c.rand.IntN(2) == 0:
		value = c.pick(odd...)
		tooLong := s.MaxLength != nil && len([]rune(value)) > *s.MaxLength
		return value, p.In == "query" && tooLong
	}
	if p.Name == "cursor" {
		return c.next, false
	}
	if own, ok := senseOf[p.Name]; ok && c.rand.IntN(8) > 0 {
		return c.pick(own...), false
	}
	return c.pick(sense...), false
}

// senseOf are values that parameters take which do not take every text.
var senseOf = map[string][]string{
	"section": {"issue", "问题", "goal", "measures"}, "round": {"1", "2", "lookback", "第二轮"}, "year": {"2023", "2020..2024", "2021"},
	"region": {"岳阳", "43", "湖南"}, "rule": {"PUB", "PUB01", "SEC", "sub"}, "by": {"round", "省", "year", "has:goal"},
}

// fill puts something into the lists, to be asked for.
func (c *conformer) fill() {
	send[any](c.f, http.MethodPost, "/saved", map[string]string{"name": "岳阳雨污", "query": "雨污分流"}, http.StatusCreated)
	send[any](c.f, http.MethodPost, "/dismissals", map[string]string{"fingerprint": strings.Repeat("0", 32), "reason": "甲"}, http.StatusCreated)
	a := c.f.ask(http.MethodPost, "/imports?name=a.txt", strings.NewReader("a"))
	if a.status != http.StatusAccepted {
		c.t.Fatalf("%d %s", a.status, a.body)
	}
	c.f.uploads.change("u1", desk.UploadDone)
}

// known gives something that there is, mostly.
func (c *conformer) known(parameter string) string {
	switch {
	case c.rand.IntN(5) == 0:
		return "0000000000000000"
	case parameter == "name":
		return "岳阳雨污"
	case parameter == "fingerprint":
		return strings.Repeat("0", 32)
	}
	return c.pick(c.f.written, "u1")
}

func (c *conformer) number(s *huma.Schema, wild bool) (value string, forbidden bool) {
	least, most := *s.Minimum, *s.Maximum
	if wild {
		beyond := []string{fmt.Sprint(least - 1), fmt.Sprint(most + 1), "x", "-9223372036854775808", "99999999999999999999", "1e400", "٣"}
		if s.Type == huma.TypeInteger {
			beyond = append(beyond, "1.5", strconv.Itoa(math.MaxInt))
		}
		return c.pick(beyond...), true
	}
	if s.Type == huma.TypeNumber {
		return c.pick(fmt.Sprint(least), fmt.Sprint(most), fmt.Sprint(least+c.rand.Float64()*(most-least))), false
	}
	return c.pick(fmt.Sprint(int(least)), fmt.Sprint(int(most)), fmt.Sprint(int(least)+c.rand.IntN(int(most-least)))), false
}

// body generates the body of a request.
func (c *conformer) body(g *generated, op *huma.Operation, wild bool) {
	if op.RequestBody.Content[jsonType] == nil { // an upload
		g.kind = c.pick("", octets, "multipart/form-data", "multipart/form-data; boundary=b", "text/plain; =")
		g.body = []byte(c.pick("", "污", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n", "--b\r\n\r\n", strings.Repeat("x", mostBytes+1)))
		return
	}
	ref := op.RequestBody.Content[jsonType].Schema.Ref
	s := bare().api.OpenAPI().Components.Schemas.SchemaFromRef(ref)
	object := make(map[string]any)
	for name, p := range s.Properties {
		if slices.Contains(s.Required, name) || c.rand.IntN(2) == 0 {
			object[name] = c.member(name, p)
		}
	}
	g.kind = jsonType
	g.body, _ = json.Marshal(object)
	if !wild {
		return
	}
	switch c.rand.IntN(6) {
	case 0:
		g.body, g.forbidden = g.body[:len(g.body)/2], "half a body"
	case 1:
		g.body, g.forbidden = []byte(c.pick("", "null", "[]", "1", "\xff", strings.Repeat("[", 5000), strings.Repeat(" ", maxBody+1))), "no object"
	case 2:
		g.kind, g.forbidden = c.pick("text/plain", "application/xml", "multipart/form-data; boundary=b"), "the type of the body"
	case 3:
		object["nothing"] = 1
		g.body, _ = json.Marshal(object)
		g.forbidden = "an unknown member"
	case 4:
		object[c.pick(s.Required...)] = c.wrong()
		g.body, _ = json.Marshal(object)
		g.forbidden = "a member of a wrong type"
	}
}

func (c *conformer) wrong() any {
	return []any{nil, []int{1}, map[string]int{"a": 1}, true, 1.5}[c.rand.IntN(5)]
}

// member generates a member of a body that the document allows, if not that the
// operation takes.
func (c *conformer) member(name string, s *huma.Schema) any {
	switch {
	case name == "fingerprint":
		return strings.Repeat(c.pick("0", "a", "9"), 32)
	case name == "until":
		return c.pick("2027-06-30", "2023-02-30", "0000-00-00")
	case name == "filters":
		return map[string]any{"region": []string{c.pick(sense...)}, "pinyin": true}
	case s.Type == huma.TypeInteger:
		return c.rand.IntN(100)
	}
	return c.pick("岳阳雨污", "雨污分流", "污 OR", "-x", " a", "a\nb", "甲")
}

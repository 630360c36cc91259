package query

import (
	"strings"

	"gongshi"
	"gongshi/normal"
)

// Parse reads a query. An empty one matches everything. The error is an
// *[Error] with the place; [Words] reads such a query all the same.
func Parse(s string) (Node, error) {
	p := &parser{text: s}
	if len(s) > MaxBytes {
		return nil, p.fail(MaxBytes, errTooLong)
	}
	if err := p.scan(); err != nil {
		return nil, err
	}
	n, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.next < len(p.tokens) {
		return nil, p.fail(p.tokens[p.next].at, errClose)
	}
	if n == nil {
		n = All{}
	}
	return n, nil
}

// Words reads a query as nothing but words, all of which must match: what is
// done with a query that does not parse. Only what is negated stays so, because
// a notice that somebody wants to be left out is not to be found.
func Words(s string) Node {
	var nodes []Node
	negated := false
	for word := range strings.FieldsFuncSeq(s, endsWord) {
		switch word {
		case "AND", "&&", "OR":
			continue
		case "NOT":
			negated = true
			continue
		}
		bare := strings.TrimLeft(word, dashes)
		negated = negated || bare != word
		if text := normal.Search(strings.Trim(bare, dashes+colons+`\`)); text != "" && len(nodes) < MaxClauses {
			n := Node(Word{Text: text, Quoted: !isPlain(text)})
			if negated {
				n = Not{n}
			}
			nodes = append(nodes, n)
		}
		negated = false
	}
	return and(nodes)
}

func and(nodes []Node) Node {
	switch len(nodes) {
	case 0:
		return All{}
	case 1:
		return nodes[0]
	}
	return And{nodes}
}

type parser struct {
	text    string
	tokens  []token
	next    int
	clauses int
}

func (p *parser) fail(at int, wrong *complaint) error {
	return &Error{Offset: at, Message: gongshi.Text(*wrong)}
}

func (p *parser) peek() (token, bool) {
	if p.next < len(p.tokens) {
		return p.tokens[p.next], true
	}
	return token{}, false
}

// or reads groups of words with OR between them.
func (p *parser) or(depth int) (Node, error) {
	if depth > MaxDepth {
		return nil, p.fail(p.here(), errTooDeep)
	}
	var nodes []Node
	for {
		n, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		t, more := p.peek()
		isOr := more && t.kind == tokenOr
		if n == nil {
			if isOr || len(nodes) > 0 {
				return nil, p.fail(p.here(), errOperand)
			}
			return nil, nil
		}
		if sub, ok := n.(Or); ok {
			nodes = append(nodes, sub.Nodes...)
		} else {
			nodes = append(nodes, n)
		}
		if !isOr {
			break
		}
		p.next++
	}
	if len(nodes) == 1 {
		return nodes[0], nil
	}
	return Or{nodes}, nil
}

// and reads words that must all match, up to OR or the end of the group. A
// section: among them restricts the words.
func (p *parser) and(depth int) (Node, error) {
	var nodes []Node
	var scopes []Scope
	for {
		t, more := p.peek()
		if !more || t.kind == tokenClose || t.kind == tokenOr {
			break
		}
		if t.kind == tokenField && fieldNames[t.text].kind == kindSections {
			scope, err := p.sections()
			if err != nil {
				return nil, err
			}
			scopes = append(scopes, scope)
			continue
		}
		n, err := p.operand(depth)
		if err != nil {
			return nil, err
		}
		if sub, ok := n.(And); ok {
			nodes = append(nodes, sub.Nodes...)
		} else {
			nodes = append(nodes, n)
		}
	}
	if len(scopes) > 0 {
		return p.restricted(nodes, scopes)
	}
	if len(nodes) == 0 {
		return nil, nil
	}
	return and(nodes), nil
}

// sections reads section:name.
func (p *parser) sections() (Scope, error) {
	field := p.tokens[p.next]
	p.next++
	value, ok := p.peek()
	if !ok || value.kind != tokenWord {
		return "", p.fail(field.at, errValue)
	}
	p.next++
	scope, ok := parseScope(value.text)
	if !ok {
		return "", p.fail(value.at, errSection)
	}
	return scope, nil
}

// restricted gives the nodes of a group whose words must stand in one of the
// scopes.
func (p *parser) restricted(nodes []Node, scopes []Scope) (Node, error) {
	if p.clauses = max(p.clauses, 1) * len(scopes); p.clauses > MaxClauses {
		return nil, p.fail(p.here(), errTooMany)
	}
	var any []Node
	for _, scope := range scopes {
		n, wrong := within(nodes, scope)
		if wrong != nil {
			return nil, p.fail(p.here(), wrong)
		}
		any = append(any, n)
	}
	if len(any) == 1 {
		return any[0], nil
	}
	return Or{any}, nil
}

// within restricts the words of nodes to a scope. If there are none to
// restrict, the section must be there.
func within(nodes []Node, scope Scope) (Node, *complaint) {
	in := make([]Node, len(nodes), len(nodes)+1)
	changed := false
	for i, n := range nodes {
		in[i] = restrict(n, scope)
		Walk(n, func(n Node, _ bool) {
			w, ok := n.(Word)
			changed = changed || ok && w.In == ""
		})
	}
	if !changed {
		if scope == InTitle {
			return nil, errOperand
		}
		in = append(in, Term{FieldHas, string(scope)})
	}
	return and(in), nil
}

// restrict puts a scope on the words of a node that have none.
func restrict(n Node, scope Scope) Node {
	each := func(nodes []Node) []Node {
		out := make([]Node, len(nodes))
		for i, sub := range nodes {
			out[i] = restrict(sub, scope)
		}
		return out
	}
	switch n := n.(type) {
	case And:
		return And{each(n.Nodes)}
	case Or:
		return Or{each(n.Nodes)}
	case Not:
		return Not{restrict(n.Node, scope)}
	case Word:
		if n.In == "" {
			n.In = scope
		}
		return n
	}
	return n
}

// operand reads a word, a group, a field, or the negation of one.
func (p *parser) operand(depth int) (Node, error) {
	if depth > MaxDepth {
		return nil, p.fail(p.here(), errTooDeep)
	}
	t := p.tokens[p.next]
	p.next++
	switch t.kind {
	case tokenNot:
		if _, ok := p.operandAhead(); !ok {
			return nil, p.fail(t.at, errOperand)
		}
		n, err := p.operand(depth + 1)
		if err != nil {
			return nil, err
		}
		return Not{n}, nil
	case tokenOpen:
		return p.group(t, depth)
	case tokenField:
		return p.field(t, depth)
	}
	return p.word(t, "")
}

// operandAhead tells whether an operand comes next.
func (p *parser) operandAhead() (token, bool) {
	t, ok := p.peek()
	return t, ok && t.kind != tokenClose && t.kind != tokenOr &&
		(t.kind != tokenField || fieldNames[t.text].kind != kindSections)
}

func (p *parser) group(open token, depth int) (Node, error) {
	n, err := p.or(depth + 1)
	if err != nil {
		return nil, err
	}
	if t, ok := p.peek(); !ok || t.kind != tokenClose {
		return nil, p.fail(open.at, errOpen)
	}
	p.next++
	if n == nil {
		return nil, p.fail(open.at, errOperand)
	}
	return n, nil
}

func (p *parser) word(t token, scope Scope) (Node, error) {
	if p.clauses++; p.clauses > MaxClauses {
		return nil, p.fail(t.at, errTooMany)
	}
	text := normal.Search(t.text)
	if text == "" {
		if t.quoted {
			return nil, p.fail(t.at, errEmptyQuote)
		}
		return nil, p.fail(t.at, errOperand)
	}
	return Word{In: scope, Text: text, Quoted: t.quoted || !isPlain(text) || text == "OR"}, nil
}

// field reads what comes after name:.
func (p *parser) field(t token, depth int) (Node, error) {
	spec, known := fieldNames[t.text]
	if !known {
		return nil, p.fail(t.at, errUnknown(t.text))
	}
	value, ok := p.operandAhead()
	if !ok || value.kind == tokenField || value.kind == tokenNot {
		return nil, p.fail(t.at, errValue)
	}
	p.next++
	if spec.kind == kindWords {
		if value.kind == tokenOpen {
			n, err := p.group(value, depth)
			if err != nil {
				return nil, err
			}
			return restrict(n, spec.scope), nil
		}
		return p.word(value, spec.scope)
	}
	if value.kind == tokenOpen {
		return nil, p.fail(value.at, errGroup)
	}
	if p.clauses++; p.clauses > MaxClauses {
		return nil, p.fail(t.at, errTooMany)
	}
	if normal.Search(value.text) == "" {
		return nil, p.fail(value.at, errValue)
	}
	n, wrong := spec.value(value.text)
	if wrong != nil {
		return nil, p.fail(value.at, wrong)
	}
	return n, nil
}

// here is the place of the next token.
func (p *parser) here() int {
	if t, ok := p.peek(); ok {
		return t.at
	}
	return len(p.text)
}

// In restricts the words of a node to a section, as section:name does. The
// error is an *[Error].
func In(n Node, section string) (Node, error) {
	scope, ok := parseScope(section)
	if !ok {
		return nil, &Error{Message: gongshi.Text(*errSection)}
	}
	nodes := []Node{n}
	switch n := n.(type) {
	case All:
		nodes = nil
	case And:
		nodes = n.Nodes
	}
	in, wrong := within(nodes, scope)
	if wrong != nil {
		return nil, &Error{Message: gongshi.Text(*wrong)}
	}
	return in, nil
}

// parseScope gives the scope that section: takes by that name.
func parseScope(name string) (Scope, bool) {
	if folded := normal.Search(name); folded == string(InTitle) || folded == "标题" {
		return InTitle, true
	}
	kind, ok := ParseSection(name)
	return Scope(kind), ok
}

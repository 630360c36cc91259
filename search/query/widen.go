package query

// Stand tells why a word is in a query that nobody wrote there: it stands for one
// that was.
type Stand string

// The reasons for which words stand for others.
const (
	StandSynonym Stand = "synonym" // another name of the same thing
	StandPinyin  Stand = "pinyin"  // what was written in Latin letters
)

// MaxWidened is how many words [Widen] adds to a query at most.
const MaxWidened = 256

// Widen puts in place of every word without quotes an [Or] of it and of the texts
// that others gives for it, so that what leaves the word out leaves them out too.
// Words that would go beyond [MaxWidened] stay as they are; narrow says that
// there were some.
func Widen(n Node, by Stand, others func(text string) []string) (wide Node, narrow bool) {
	w := &widener{by: by, others: others, room: MaxWidened}
	return w.node(n), w.narrow
}

type widener struct {
	by     Stand
	others func(string) []string
	room   int
	narrow bool
}

func (w *widener) node(n Node) Node {
	switch n := n.(type) {
	case And:
		return And{w.nodes(n.Nodes)}
	case Or:
		return Or{w.nodes(n.Nodes)}
	case Not:
		return Not{w.node(n.Node)}
	case Word:
		return w.word(n)
	}
	return n
}

func (w *widener) nodes(nodes []Node) []Node {
	wide := make([]Node, len(nodes))
	for i, n := range nodes {
		wide[i] = w.node(n)
	}
	return wide
}

func (w *widener) word(n Word) Node {
	if n.Quoted || n.Stands != "" {
		return n
	}
	others := w.others(n.Text)
	switch {
	case len(others) == 0:
		return n
	case len(others) > w.room:
		w.narrow = true
		return n
	}
	w.room -= len(others)
	any := []Node{n}
	for _, text := range others {
		any = append(any, Word{In: n.In, Text: text, Quoted: !isPlain(text), Stands: w.by})
	}
	return Or{any}
}

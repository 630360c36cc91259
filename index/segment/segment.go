// Package segment answers where the words of a Chinese text are: the words of
// gojieba's dictionary, of domain.txt and of the table of administrative
// divisions, which go generate makes one dictionary of.
//
// There are two ways to cut a text, and they give the same tokens:
//
//   - [Trie], which [Cut] uses, is ours: the dictionary as a double array and
//     gojieba's choice among its words, written again in Go. It is ready in
//     milliseconds and takes some megabytes, which a command needs that answers
//     and ends; it cuts several times as fast, and calls no C.
//   - [Segmenter] is gojieba itself. It decides what is right: the tests hold
//     every token of the trie against it, down to the ties. Loading it takes
//     half a second and 150 MB, so it happens once in a process and only when
//     somebody asks for it. This package is the one place that knows gojieba,
//     and keeps from it what it cannot bear: bytes that are not UTF-8, NUL, and
//     very long runs without a separator.
//
// A cut takes one word where others lie inside or across it. Who has to know of
// every word in a text asks [Trie.Words].
package segment

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"

	"gongshi"
)

// Token is a word of a text.
type Token struct {
	// Text is what the text has between Start and End.
	Text       string
	Start, End int // bytes
	// Position is the number of characters of the text before the token.
	Position int
}

// Segmenter cuts texts. It can be used by several goroutines at once.
type Segmenter struct{ jieba *gojieba.Jieba }

// The one instance: a second one would take as much memory again, and gojieba
// frees an instance that nothing points to, even in the middle of a call.
var load = sync.OnceValues(func() (*Segmenter, error) {
	s := new(Segmenter)
	err := withDict(func(paths []string) error {
		s.jieba = gojieba.NewJieba(paths...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
})

// Load gives the segmenter, reading the dictionary if nobody has done so. It
// fails where the dictionary can be written neither to the user's cache folder
// nor to a temporary one.
func Load() (*Segmenter, error) { return load() }

// Cut gives the words of the text, and the shorter words inside them before
// them. What has neither letter nor digit is left out; letters and digits in a
// row are one token unless they are Han. Characters that nobody sees (NUL,
// zero-width space) do not part a word, bytes that are not UTF-8 do. Words that
// the dictionary does not know are not guessed at, because the guess depends on
// what stands around them.
func (s *Segmenter) Cut(text string) []Token {
	tokens := make([]Token, 0, len(text)/4)
	at, position := 0, 0 // position belongs to byte at
	each(text, func(piece string, offset int, origin gongshi.OffsetMap, rewritten bool) {
		for _, word := range joinLatin(s.jieba.Tokenize(piece, gojieba.SearchMode, false), piece) {
			if !hasWordRune(word.Str) {
				continue
			}
			span := gongshi.Span{Start: word.Start, End: word.End}
			if rewritten {
				span = origin.Source(span)
			}
			span.Start += offset
			span.End += offset
			if span.Start >= at {
				position += utf8.RuneCountInString(text[at:span.Start])
			} else {
				position -= utf8.RuneCountInString(text[span.Start:at])
			}
			at = span.Start
			tokens = append(tokens, Token{span.Of(text), span.Start, span.End, position})
		}
	})
	return tokens
}

// joinLatin makes one word of neighbours that are Latin letters or digits only:
// without its model, gojieba cuts them into characters.
func joinLatin(words []gojieba.Word, text string) []gojieba.Word {
	joined := words[:0]
	before := false // whether the last of joined is Latin
	for _, word := range words {
		latin := isLatin(word.Str)
		if k := len(joined) - 1; latin && before && joined[k].End == word.Start {
			joined[k].End = word.End
			joined[k].Str = text[joined[k].Start:word.End]
			continue
		}
		joined = append(joined, word)
		before = latin
	}
	return joined
}

// firstEastern is the first of the blocks with East Asian characters.
const firstEastern = 0x2E80

func isLatin(s string) bool {
	for _, r := range s {
		if r >= firstEastern || !isWordRune(r) {
			return false
		}
	}
	return true
}

func hasWordRune(s string) bool {
	for _, r := range s {
		if isWordRune(r) {
			return true
		}
	}
	return false
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

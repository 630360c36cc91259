package judged

import (
	"context"
	"iter"

	"gongshi/index"
	"gongshi/index/segment"
	"gongshi/search"
	"gongshi/search/query"
)

// Ours is our own search, by comparing the query with every record.
func Ours(records []index.Record) Engine {
	scan := search.Scan(func(context.Context) iter.Seq2[*index.Record, error] {
		return func(yield func(*index.Record, error) bool) {
			for i := range records {
				if !yield(&records[i], nil) {
					return
				}
			}
		}
	})
	options, err := Options()
	if err != nil {
		return func(context.Context, Query) ([]string, error) { return nil, err }
	}
	return Of(search.New(scan, options), len(records))
}

// Options are those of the program, as far as they concern the order of hits.
func Options() (search.Options, error) {
	words, err := segment.LoadTrie()
	if err != nil {
		return search.Options{}, err
	}
	return search.Options{Cut: cut, IsWord: words.IsWord}, nil
}

// Of is a search of ours over notices of which there are at most n.
func Of(searcher search.Searcher, n int) Engine {
	return func(ctx context.Context, q Query) ([]string, error) {
		result, err := searcher.Search(ctx, search.Request{Query: q.Text, Limit: n})
		if err != nil {
			return nil, err
		}
		names := make([]string, len(result.Hits))
		for i, hit := range result.Hits {
			names[i] = hit.ID
		}
		return names, nil
	}
}

// cut cuts a text into words, as the program does.
func cut(text string) ([]string, error) {
	tokens, err := segment.Cut(text)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
	}
	return words, err
}

// Plain keeps the queries that any engine can be asked: of words, exact texts,
// OR and NOT, without fields and sections.
func Plain(queries []Query) ([]Query, error) {
	var plain []Query
	for _, q := range queries {
		n, err := query.Parse(q.Text)
		if err != nil {
			return nil, err
		}
		fields := false
		query.Walk(n, func(n query.Node, _ bool) {
			switch n := n.(type) {
			case query.Term, query.Range:
				fields = true
			case query.Word:
				fields = fields || n.In != ""
			}
		})
		if !fields {
			plain = append(plain, q)
		}
	}
	return plain, nil
}

// Package judged measures how well a search ranks: by queries that a person
// judged, over the notices of this repository, before any search had answered
// them. testdata/queries/README.md says how.
package judged

package main

import "gongshi/search/export"

// titleName names the title among the places of a notice.
func (a *app) titleName() string { return a.tr("标题", "title") }

// facetName names what search counts by.
func (a *app) facetName(facet string) string { return export.FacetName(facet).In(a.lang) }

// facetValue names a value that search counts.
func (a *app) facetValue(facet, value string) string {
	return export.FacetValue(facet, value).In(a.lang)
}

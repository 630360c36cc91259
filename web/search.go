package web

func (v *visit) search() error {
	return v.show("search", page{Title: v.tr("检索", "Search"), Path: "/"})
}
func (v *visit) saved() error {
	return v.show("saved", page{Title: v.tr("保存的查询", "Saved queries"), Path: "/saved"})
}
func (v *visit) keepQuery() error   { return errNoPage }
func (v *visit) lookAtQuery() error { return errNoPage }
func (v *visit) deleteQuery() error { return errNoPage }
func (v *visit) notice() error      { return errNoNotice }
func (v *visit) original() error    { return errNoNotice }
func (v *visit) related() error     { return errNoNotice }
func (v *visit) side() error        { return errNoNotice }
func (v *visit) about() error {
	return v.show("about", page{Title: v.tr("说明", "About"), Path: "/about"})
}

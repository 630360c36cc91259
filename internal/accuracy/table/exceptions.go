package table

// exceptions are the files of which less comes out than should, and why.
var exceptions = map[string]string{}

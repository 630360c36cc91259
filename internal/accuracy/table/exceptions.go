package table

// exceptions are the files of which less comes out than should, and why.
var exceptions = map[string]string{
	"notice.png": "130 dots an inch, a seal over the text, red letters at the head",
}

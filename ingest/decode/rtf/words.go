package rtf

// destination is what the text of a group is for.
type destination int

const (
	body      destination = iota
	nowhere               // what people do not see
	fontTable             // names of fonts
	sheet                 // names of styles
	info                  // properties of the document
	title                 // one of them
	label                 // the number of a list item
	fieldCode             // what makes the result of a field
	rowProps              // the make of a row of a nested table
)

// destinations are the control words that begin a group of another kind than
// the one around. Those behind \* that are not here are left out.
var destinations = map[string]destination{
	"fonttbl": fontTable, "stylesheet": sheet, "info": info,
	"listtext": label, "pntext": label, "nesttableprops": rowProps,

	"colortbl": nowhere, "filetbl": nowhere, "listtable": nowhere, "listoverridetable": nowhere, "list": nowhere, "listoverride": nowhere, "rsidtbl": nowhere, "revtbl": nowhere,
	"header": nowhere, "headerl": nowhere, "headerr": nowhere, "headerf": nowhere, "footer": nowhere, "footerl": nowhere, "footerr": nowhere,
	"footerf": nowhere, "ftnsep": nowhere, "ftnsepc": nowhere, "ftncn": nowhere, "aftnsep": nowhere, "aftnsepc": nowhere, "aftncn": nowhere,
	"pict": nowhere, "nonshppict": nowhere, "shprslt": nowhere, "nonesttables": nowhere, "fldinst": fieldCode, "datafield": nowhere,
	"objdata": nowhere, "objclass": nowhere, "objname": nowhere, "objalias": nowhere, "objsect": nowhere,
	"sp": nowhere, "xe": nowhere, "tc": nowhere, "tcn": nowhere, "rxe": nowhere, "txe": nowhere, "bkmkstart": nowhere, "bkmkend": nowhere,
	"pn": nowhere, "pnseclvl": nowhere, "annotation": nowhere, "atnid": nowhere, "atnauthor": nowhere, "template": nowhere,
	"falt": nowhere, "panose": nowhere, "fontemb": nowhere, "fontfile": nowhere, "mmathPict": nowhere, "private": nowhere,
}

// groups are the control words behind \* whose text is seen: shapes and formulas.
var groups = map[string]bool{
	"shpinst": true, "do": true, "ud": true, "moMath": true, "moMathPara": true, "shptxt": true, "shpgrp": true,
}

// characters are the control words and symbols that stand for a character.
var characters = map[string]string{
	"tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "softline": "", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
	"~": " ", "_": "-",
}

// charsets are the code pages of the character sets of fonts.
var charsets = map[int]int{
	0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
	204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}

// symbolCharset is that of fonts whose characters are signs.
const symbolCharset = 2

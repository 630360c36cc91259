package corpus

// The parts of a word-processing document that are the same in all of them
// (ECMA-376, part 1, 11.3).
const (
	docxMain     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	docxOffice   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	docxPackage  = "http://schemas.openxmlformats.org/package/2006/"
	docxWordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	docxTypes = `<Types xmlns="` + docxPackage + `content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + docxWordType + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + docxWordType + `styles+xml"/>` +
		`<Override PartName="/word/numbering.xml" ContentType="` + docxWordType + `numbering+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="` + docxWordType + `footer+xml"/></Types>`

	docxRels = `<Relationships xmlns="` + docxPackage + `relationships">` +
		`<Relationship Id="rId1" Type="` + docxOffice + `/officeDocument" Target="word/document.xml"/></Relationships>`

	docxDocumentRels = `<Relationships xmlns="` + docxPackage + `relationships">` +
		`<Relationship Id="rId1" Type="` + docxOffice + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + docxOffice + `/numbering" Target="numbering.xml"/>` +
		`<Relationship Id="rId3" Type="` + docxOffice + `/footer" Target="footer1.xml"/></Relationships>`

	docxOpen = `<w:document xmlns:w="` + docxMain + `" xmlns:r="` + docxOffice + `"><w:body>`

	docxClose = `<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>` +
		`<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>` +
		`</w:sectPr></w:body></w:document>`

	docxFooter = `<w:ftr xmlns:w="` + docxMain + `"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>` +
		`<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>` +
		`<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`

	docxStyles = `<w:styles xmlns:w="` + docxMain + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="44"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="SectionHead"><w:name w:val="Section Head"/><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Signature"><w:name w:val="Signature"/><w:pPr><w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/></w:pPr></w:style>` +
		`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/></w:style></w:styles>`
)

// docxStyleNames leads from a Style to the id it has in docxStyles.
var docxStyleNames = [...]string{Body: "BodyText", Title: "Title", Heading: "SectionHead", Right: "Signature"}

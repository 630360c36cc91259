package gongshi

// Mention is something named in a text, as written: Text is what Span cuts.
type Mention struct {
	Span Span   `json:"span"`
	Text string `json:"text"`
}

// DateRole is what a date is for.
type DateRole string

// The roles of dates.
const (
	RolePublicityStart DateRole = "publicity-start"
	RolePublicityEnd   DateRole = "publicity-end"
	RoleSigned         DateRole = "signed"
	RolePublished      DateRole = "published" // on the web page around the notice
	RoleDeadline       DateRole = "deadline"
	RoleBody           DateRole = "body"
)

// DateMention is a date in the text.
type DateMention struct {
	Mention
	Date Date     `json:"date"`
	Role DateRole `json:"role"`
	// Inferred marks a date of which a part, mostly the year, is not written
	// but follows from the context.
	Inferred bool `json:"inferred,omitempty"`
}

// DocNumber is the number of an official document (发文字号).
type DocNumber struct {
	Mention
	// Number is the normal form: 〔〕 brackets, ASCII digits, no spaces.
	Number string `json:"number"`
	Agency string `json:"agency,omitempty"` // the stem: 岳办发
	Year   int    `json:"year,omitempty"`
	Serial string `json:"serial,omitempty"`
	// Title is the title cited next to the number, without its 《》.
	Title string `json:"title,omitempty"`
}

// PhoneKind is the kind of a phone number.
type PhoneKind string

// The kinds of phone numbers.
const (
	PhoneLandline PhoneKind = "landline"
	PhoneMobile   PhoneKind = "mobile"
	PhoneHotline  PhoneKind = "hotline" // 12345, 12369
	PhoneService  PhoneKind = "service" // 400-, 800-
)

// PhoneRole is what a phone number is for.
type PhoneRole string

// The roles of phone numbers.
const (
	PhoneContact PhoneRole = "contact"
	PhoneFax     PhoneRole = "fax"
	PhoneOther   PhoneRole = "other"
)

// Phone is a phone number in the text.
type Phone struct {
	Mention
	// Number is the normal form: "0730-8245473", area code and number with an
	// ASCII hyphen; the number alone where no area code is written.
	Number string    `json:"number"`
	Kind   PhoneKind `json:"kind"`
	Role   PhoneRole `json:"role"`
	// Area is the area code: the one written in Number, else the one that
	// follows from the other numbers of the notice or from its region, and then
	// AreaInferred is true. Number never has an inferred one.
	Area         string `json:"area,omitempty"`
	AreaInferred bool   `json:"area_inferred,omitempty"`
}

// Email is an e-mail address in the text.
type Email struct {
	Mention
	// Address is the address without the blanks that layout put into it.
	Address string `json:"address"`
}

// AddressRole is what a postal address is for.
type AddressRole string

// The roles of postal addresses.
const (
	AddressContact   AddressRole = "contact"   // 联系地址, 通讯地址
	AddressReception AddressRole = "reception" // 受理地址: where objections are taken
	AddressOther     AddressRole = "other"     // of the web page around the notice
)

// Address is a postal address in the text.
type Address struct {
	Mention
	Role AddressRole `json:"role"`
	// PostCode is the post code next to it.
	PostCode string `json:"post_code,omitempty"`
}

// CitedTitle is the title of a document in 《》. Titles cited within it are part
// of it.
type CitedTitle struct {
	Mention
	// Title is the title without its marks and the blanks of layout.
	Title string `json:"title"`
	// Number is the number of the document, in normal form, where the text
	// gives it next to the title.
	Number string `json:"number,omitempty"`
}

// UnitRole is what a responsible unit does.
type UnitRole string

// The roles of responsible units.
const (
	UnitLead    UnitRole = "lead"    // 牵头
	UnitSupport UnitRole = "support" // 配合
)

// ResponsibleUnit is a unit that has to put a problem right.
type ResponsibleUnit struct {
	Mention
	// Name is the unit as written, without the blanks of layout: 管委会 after
	// 宿马园区党工委 stays as short as it is.
	Name string   `json:"name"`
	Role UnitRole `json:"role,omitempty"`
	// Problem is the index of the problem in Notice.Problems.
	Problem int `json:"problem"`
}

// Deadline is a time by which, or in which, a problem has to be put right. A
// section can state several.
type Deadline struct {
	Mention
	// Date is as precise as it is written; zero where Ongoing, Immediate or
	// Completed says it all.
	Date      Date `json:"date,omitzero"`
	Ongoing   bool `json:"ongoing,omitempty"`   // 长期坚持
	Immediate bool `json:"immediate,omitempty"` // 立行立改
	Completed bool `json:"completed,omitempty"` // 已完成整改
	// Problem is the index of the problem in Notice.Problems.
	Problem int `json:"problem"`
}

// Quantity is a number with its unit in what was done.
type Quantity struct {
	Mention
	// Value is the number with 万 and 亿 worked in: 18.3万立方米 is 183000
	// 立方米.
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	// Approximate marks a number that is more or less so: 50余处, 约3公里.
	Approximate bool `json:"approximate,omitempty"`
	// Section is the index of the section in Notice.Sections.
	Section int `json:"section"`
}

// Petition is the id of a petition (信访件) that an inspection passed on.
type Petition struct {
	Mention
	ID string `json:"id"`
}

// Batch is the batch of petitions or problems that the notice is of: 第二十九批.
type Batch struct {
	Mention
	Number int `json:"number"`
}

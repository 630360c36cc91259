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

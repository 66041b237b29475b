package access

// Tri is a yes or no that may be unknown.
type Tri uint8

const (
	Unknown Tri = iota
	No
	Yes
)

// Is turns a plain bool into a Tri.
func Is(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Row is what rules read of one object. An empty text is NULL: it equals nothing and nobody.
type Row struct {
	OrgID, ID, PositionID string
	Status                string
	OwnMemberID           string // the member whom this candidate is
	AuthorID              string // who wrote, or made it
	SubmitterID           string // who asked for approval
	Object                string // what a line of activity speaks of
	Private, Public       Tri
	Linked                []string // members assigned, for kinds that have assignments
	Children              []Row    // a candidate's applications, all of them
	KnowsChildren         bool     // set by whoever loaded Children; without it no child rule says yes
}

// Column names what a rule may read of a row.
type Column uint8

const (
	colOrg Column = iota
	colPosition
	colStatus
	colOwn
	colAuthor
	colSubmitter
	colObject
	colPrivate
	colPublic
	colSight // summary of a candidate's applications, lists only
	numColumns
)

var columnNames = [numColumns]string{"org", "position", "status", "own member", "author", "submitter", "object", "private", "public", "sight"}

func (r *Row) text(c Column) string {
	switch c {
	case colOrg:
		return r.OrgID
	case colPosition:
		return r.PositionID
	case colStatus:
		return r.Status
	case colOwn:
		return r.OwnMemberID
	case colAuthor:
		return r.AuthorID
	case colSubmitter:
		return r.SubmitterID
	case colObject:
		return r.Object
	}
	return ""
}

func (r *Row) truth(c Column) Tri {
	switch c {
	case colPrivate:
		return r.Private
	case colPublic:
		return r.Public
	}
	return Unknown
}

// resource says where a kind's columns stand in SQL, and which links and children it has.
type resource struct {
	name    string
	columns [numColumns]string
	link    *link
	child   *child
	counter string // columns that the kind's counter table carries
	counts  [numColumns]bool
}

type link struct{ key, table, tableKey, member string }

// child: rows of another kind that hang below this one, and the summary column over them.
type child struct {
	table, parentKey string
	kind             *resource
}

// Kinds of things that rules speak about.
type (
	Position    struct{}
	Application struct{}
	Candidate   struct{}
	Line        struct{} // of activity, joined to its application
	Interview   struct{}
	Feedback    struct{}
	Question    struct{}
	Template    struct{}
	Form        struct{} // of feedback
	Request     struct{} // for approval
)

// Kind is one of the types above.
type Kind interface{ resource() *resource }

func (Position) resource() *resource    { return &positionResource }
func (Application) resource() *resource { return &applicationResource }
func (Candidate) resource() *resource   { return &candidateResource }
func (Line) resource() *resource        { return &lineResource }
func (Interview) resource() *resource   { return &interviewResource }
func (Feedback) resource() *resource    { return &feedbackResource }
func (Question) resource() *resource    { return &libraryResource }
func (Template) resource() *resource    { return &libraryResource }
func (Form) resource() *resource        { return &libraryResource }
func (Request) resource() *resource     { return &requestResource }

func columns(pairs ...any) (out [numColumns]string) {
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(Column)] = pairs[i+1].(string)
	}
	return out
}

var (
	positionResource = resource{name: "position",
		columns: columns(colOrg, "org_id", colPosition, "id", colStatus, "status", colPrivate, "private", colPublic, "public"),
		counter: "position_counts", counts: [numColumns]bool{colOrg: true, colPrivate: true, colStatus: true}}

	applicationResource = resource{name: "application",
		columns: columns(colOrg, "org_id", colPosition, "position_id", colStatus, "status", colPrivate, "private", colOwn, "own_member_id"),
		counter: "application_counts", counts: [numColumns]bool{colOrg: true, colPosition: true, colPrivate: true, colStatus: true}}

	candidateResource = resource{name: "candidate",
		columns: columns(colOrg, "org_id", colOwn, "own_member_id", colSight, "sight"),
		child:   &child{table: "applications", parentKey: "candidate_id", kind: &applicationResource},
		counter: "candidate_counts", counts: [numColumns]bool{colOrg: true, colSight: true}}

	// A line's own columns are its object's; those of its application come from the joined row, alias + "_app".
	lineResource = resource{name: "line",
		columns: columns(colOrg, "org_id", colPosition, "_app.position_id", colStatus, "_app.status", colPrivate, "_app.private",
			colOwn, "_app.own_member_id", colAuthor, "object_author_id", colObject, "object"),
		link: &link{key: "object_id", table: "interview_assignments", tableKey: "interview_id", member: "member_id"}}

	interviewResource = resource{name: "interview",
		columns: columns(colOrg, "org_id", colPosition, "position_id", colStatus, "status", colPrivate, "private", colOwn, "own_member_id"),
		link:    &link{key: "id", table: "interview_assignments", tableKey: "interview_id", member: "member_id"}}

	feedbackResource = resource{name: "feedback",
		columns: columns(colOrg, "org_id", colPosition, "position_id", colStatus, "status", colPrivate, "private", colOwn, "own_member_id", colAuthor, "author_id"),
		link:    &link{key: "interview_id", table: "interview_assignments", tableKey: "interview_id", member: "member_id"}}

	// Questions, templates and forms lie in one table; a store names the kind it lists.
	libraryResource = resource{name: "library item",
		columns: columns(colOrg, "org_id", colStatus, "visibility", colAuthor, "creator_id")}

	requestResource = resource{name: "request",
		columns: columns(colOrg, "org_id", colStatus, "state", colAuthor, "creator_id", colSubmitter, "submitter_id", colObject, "kind")}
)

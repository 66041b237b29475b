package search

// The queries behind the search, for their plans.
var (
	PeopleWith  = peopleWith
	ResumesWith = resumesWith
)

package access

import (
	"os"
	"slices"

	"candor/internal/access/oracle"
)

// state is an abstract row. Impossible ones cannot stand in the database (its guards see to it); decisions are
// compared on them all the same, lists are not.
type state struct {
	Row
	impossible bool
	key        string // what the link's table knows it by; "" is NULL
}

var (
	tris     = []Tri{Unknown, No, Yes}
	places   = []string{p1, p2, ""}
	people   = []string{"", me, she}
	statuses = []string{"", "applied", "in_review", "offer", "hired", "rejected", "withdrawn", "unheard of"}
	posted   = []string{"", "draft", "open", "closed", "unheard of"}
	objects  = []string{"", "none", "note", "file", "mail", "moved", "interview", "feedback", "offer", "unheard of"}
	foreign  = []string{abroad, ""} // organisations that are not mine
)

// rows of one kind, in a block for each place with the same rows in the same order, but for where they are. A kind
// whose rows have no place of their own has one block.
type rows [][]state

func (rs rows) all() []state { return slices.Concat(rs...) }

// full asks for every combination, where the ordinary run varies the rest of a row only with few of the statuses.
var full = os.Getenv("CANDOR_PROOF_FULL") != ""

// rare reports a combination that only the full run visits: statuses beyond the first open and the first closing one
// come with the plainest of rows.
func rare(s state) bool {
	plain := s.Private == No && s.OwnMemberID == ""
	return !full && !plain && !slices.Contains([]string{"", "applied", "offer"}, s.Status)
}

// placed makes the blocks: vary is called for each combination of what an own organisation's row can be, and some of
// them are repeated for other organisations.
func placed(vary func(add func(state))) rows {
	var out rows
	for _, place := range places {
		var block []state
		vary(func(s state) {
			s.OrgID, s.PositionID = here, place
			block = append(block, s)
		})
		own := len(block)
		for _, org := range foreign {
			n := 0
			vary(func(s state) {
				if n++; own < 100 || n%7 == 1 { // of many states a seventh, of all sorts
					s.OrgID, s.PositionID = org, place
					block = append(block, s)
				}
			})
		}
		out = append(out, block)
	}
	return out
}

func positionRows() rows {
	return placed(func(add func(state)) {
		for _, private := range tris {
			for _, public := range tris {
				for _, status := range posted {
					add(state{Row: Row{Private: private, Public: public, Status: status}})
				}
			}
		}
	})
}

func applicationRows() rows {
	return placed(func(add func(state)) {
		for _, private := range tris {
			for _, status := range statuses {
				for _, own := range people {
					add(state{Row: Row{Private: private, Status: status, OwnMemberID: own}})
				}
			}
		}
	})
}

// assignments: unknown to the link's table, known without anybody, with somebody else, with me, with both.
var assignments = []struct {
	key    bool
	people []string
}{{false, nil}, {true, nil}, {true, []string{she}}, {true, []string{me}}, {true, []string{she, me}}}

func interviewRows() rows {
	return placed(func(add func(state)) {
		for _, private := range tris {
			for _, status := range statuses {
				for _, own := range people {
					for _, by := range assignments {
						s := state{Row: Row{Private: private, Status: status, OwnMemberID: own, Linked: by.people}}
						if rare(s) {
							continue
						}
						if by.key {
							s.key = "interview"
						}
						add(s)
					}
				}
			}
		}
	})
}

func feedbackRows() rows {
	return placed(func(add func(state)) {
		for _, private := range tris {
			for _, status := range statuses {
				for _, own := range people {
					for _, author := range people {
						for _, by := range assignments[1:4] {
							s := state{Row: Row{Private: private, Status: status, OwnMemberID: own, AuthorID: author, Linked: by.people}, key: "interview"}
							if rare(s) {
								continue
							}
							if by.people == nil && author == "" {
								s.key = ""
							}
							add(s)
						}
					}
				}
			}
		}
	})
}

func lineRows() rows {
	return placed(func(add func(state)) {
		for _, private := range tris {
			for _, status := range statuses {
				for _, own := range people {
					s := state{Row: Row{Private: private, Status: status, OwnMemberID: own}}
					if rare(s) {
						continue
					}
					for _, object := range objects {
						s.Object, s.AuthorID, s.Linked, s.key = object, "", nil, ""
						add(s)
					}
					for _, author := range people[1:] { // an author says nothing of a line that is not feedback
						s.AuthorID = author
						for _, object := range []string{"feedback", "note", "offer", "interview"} {
							s.Object = object
							add(s)
						}
					}
					s.AuthorID, s.key = "", "object"
					for _, by := range assignments[1:] {
						s.Linked, s.Object = by.people, "interview"
						add(s)
					}
					s.Linked, s.Object = []string{me}, "feedback"
					add(s)
				}
			}
		}
	})
}

// candidateRows are people with none, one or two applications.
func candidateRows() rows {
	var apps []state
	for _, private := range tris {
		for _, place := range places {
			apps = append(apps, state{Row: Row{OrgID: here, PositionID: place, Private: private, Status: "applied"}})
		}
	}
	children := [][]state{nil, {{Row: Row{OrgID: here, PositionID: p1, Private: No, Status: "offer"}}}}
	for i := range apps {
		children = append(children, []state{apps[i]})
		for j := i; j < len(apps); j++ {
			children = append(children, []state{apps[i], apps[j]})
		}
	}
	for _, private := range []Tri{No, Yes} {
		stray := state{Row: Row{OrgID: abroad, PositionID: p2, Private: private, Status: "applied"}}
		children = append(children, []state{stray})
		for i := range apps {
			children = append(children, []state{apps[i], stray})
		}
	}
	children = append(children, []state{{Row: Row{PositionID: p1, Private: No, Status: "applied"}}})
	var block []state
	for _, own := range people {
		for _, of := range children {
			block = append(block, candidateRow(here, own, of))
		}
	}
	for _, org := range foreign {
		block = append(block, candidateRow(org, "", nil), candidateRow(org, me, nil), candidateRow(org, "", []state{apps[4]}))
		own := apps[4]
		own.OrgID = org
		block = append(block, candidateRow(org, "", []state{own}), candidateRow(org, she, []state{own}))
	}
	return rows{block}
}

// candidateRow gives the person's link to each of the applications, as the database does.
func candidateRow(org, own string, apps []state) state {
	s := state{Row: Row{OrgID: org, OwnMemberID: own, KnowsChildren: true}}
	for _, a := range apps {
		a.OwnMemberID = own
		s.Children = append(s.Children, a.Row)
		s.impossible = s.impossible || a.OrgID != org
	}
	return s
}

// ---- the same rows for the oracle

func maybe(t Tri) *bool {
	if t == Unknown {
		return nil
	}
	yes := t == Yes
	return &yes
}

func asPosition(r Row) oracle.Position {
	return oracle.Position{ID: r.PositionID, OrgID: r.OrgID, Private: maybe(r.Private), Status: r.Status}
}

func asApplication(r Row) oracle.Application {
	place := asPosition(r)
	return oracle.Application{ID: "a", OrgID: r.OrgID, CandidateID: "c", Position: &place, Status: r.Status, OwnMemberID: r.OwnMemberID}
}

func asInterview(r Row) oracle.Interview {
	of := asApplication(r)
	return oracle.Interview{ID: "i", OrgID: r.OrgID, Application: &of, Assigned: r.Linked}
}

func asFeedback(r Row) oracle.Feedback {
	of := asInterview(r)
	return oracle.Feedback{ID: "f", OrgID: r.OrgID, Interview: &of, AuthorID: r.AuthorID}
}

func asLine(r Row) oracle.Line {
	of := asApplication(r)
	l := oracle.Line{Application: &of, Object: r.Object, FeedbackAuthorID: r.AuthorID}
	switch r.Object { // the oracle knows no other kinds of plain lines
	case "none", "file", "mail", "interview":
		l.Object = ""
	}
	return l
}

func asCandidate(r Row) oracle.Candidate {
	c := oracle.Candidate{ID: "c", OrgID: r.OrgID, OwnMemberID: r.OwnMemberID}
	for _, child := range r.Children {
		of := asApplication(child)
		c.Applications = append(c.Applications, &of)
	}
	return c
}

package starter

const (
	problemSolving = "Problem solving"
	craft          = "Craft and quality"
	communication  = "Communication"
	collaboration  = "Collaboration"
	ownership      = "Ownership and growth"

	junior       = "Junior"
	intermediate = "Intermediate"
	senior       = "Senior"
	lead         = "Lead"
)

// competencies are few, so that interviewers can tell them apart, and hold for work at a desk of any kind.
func competencies() []Named {
	return []Named{
		{problemSolving, "Finds out what the problem really is, breaks it into parts, tests ideas against facts and weighs the options before choosing one. Says what is not known yet, and changes course when the evidence does."},
		{craft, "Knows the methods and tools of the profession and uses them with judgement. The work is correct, fit for its purpose, easy for others to check and to continue, and cared for after it is delivered."},
		{communication, "Listens, asks, and puts things so that this reader or listener understands them. Chooses the right form, says difficult things early and kindly, and leaves decisions written down where others find them."},
		{collaboration, "Works well with people of other trades, views and backgrounds. Shares knowledge and credit, gives and takes feedback, handles disagreement fairly and makes room for those who are heard less."},
		{ownership, "Takes responsibility for results rather than for tasks, follows through, and speaks up about risks. Owns mistakes, learns from them, and keeps widening what they can take on."},
	}
}

// levels say how far somebody's work reaches, not how many years they have worked.
func levels() []Named {
	return []Named{
		{junior, "Does well-described work with guidance and is learning the profession quickly."},
		{intermediate, "Does ordinary work without help, from the question to the finished result, and knows when to ask."},
		{senior, "Takes on unclear or risky work, makes good choices for the whole team and helps others to do better work."},
		{lead, "Shapes the work of several people or teams, sets direction and standards, and answers for the result."},
	}
}

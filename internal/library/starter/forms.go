package starter

// Kinds of field.
const (
	rating         = "rating"
	choice         = "select"
	text           = "text"
	recommendation = "recommendation"
)

// forms are filled in by each interviewer alone, before anybody compares notes.
func forms() []Form {
	return []Form{interviewForm(), taskForm(), screenForm()}
}

func interviewForm() Form {
	return Form{
		Name:        "Interview feedback",
		Description: "For conversations of every kind. Ratings follow what was said, and each one can be explained by the notes.",
		Fields: []Field{
			{Kind: rating, Label: problemSolving, Required: true, Help: "How did the person find out what the matter was, and choose between ways to deal with it?"},
			{Kind: rating, Label: communication, Required: true, Help: "How well did they listen, ask and explain? Accent and nervousness do not count."},
			{Kind: rating, Label: collaboration, Help: "How do they deal with disagreement, feedback and other people's knowledge? Leave empty if it did not come up."},
			{Kind: rating, Label: ownership, Help: "What did they take responsibility for, and what did they learn? Leave empty if it did not come up."},
			{Kind: text, Label: "Strengths", Required: true, Help: "Two or three things that speak for the person in this role, each with what you heard or saw."},
			{Kind: text, Label: "Concerns", Required: true, Help: "What speaks against it or stayed unclear, with what you heard or saw. Write \"none\" if there is none."},
			{Kind: text, Label: "For the next interviewer", Help: "What should be looked into further? Keep private matters out."},
			recommend("Should we hire this person for this role? Decide before you talk with the others."),
		},
	}
}

func taskForm() Form {
	return Form{
		Name:        "Practical task feedback",
		Description: "For coding, design and other work samples: what was made, how, and with how much help.",
		Fields: []Field{
			{Kind: rating, Label: "Understanding of the task", Required: true, Help: "Did they ask about what was unclear and notice the difficult part?"},
			{Kind: rating, Label: "Quality of the result", Required: true, Help: "Is what was finished correct, clear and fit for its purpose? Half a task done well is better than a whole one that fails."},
			{Kind: rating, Label: "Checking and testing", Required: true, Help: "Did they look for mistakes themselves and think of unusual cases?"},
			{Kind: rating, Label: "Explaining the choices", Required: true, Help: "Could you follow the reasons, and did they weigh other ways?"},
			{Kind: choice, Label: "How far they got", Required: true, Help: "Against the plan for the time given.", Options: []string{"Only the beginning", "About half", "The whole task", "The whole task and the further questions"}},
			{Kind: choice, Label: "Help given", Required: true, Help: "So that others can read your ratings in the right light.", Options: []string{"None", "A hint or two", "Several hints", "Guided throughout"}},
			{Kind: text, Label: "What happened", Required: true, Help: "The course of the work in a few sentences: approach, turning points, mistakes and how they were dealt with."},
			{Kind: text, Label: "Circumstances", Help: "Trouble with the connection or the tools, less time than planned: whatever made this session different."},
			recommend("Judging by this task alone, should we go on to hire this person for this role?"),
		},
	}
}

func screenForm() Form {
	return Form{
		Name:        "Screening summary",
		Description: "For the first call: does it make sense for both sides to go on?",
		Fields: []Field{
			{Kind: rating, Label: "Motivation for this role", Required: true, Help: "Do their reasons match what the work really is? Enthusiasm shows in many ways; go by the content."},
			{Kind: rating, Label: "Relevant experience", Required: true, Help: "Against the requirements of the position, wherever the experience was gained."},
			{Kind: choice, Label: "Expectations and pay range", Required: true, Help: "Whether the range you named fits. Do not record what the person earns or earned.", Options: []string{"Fits", "To be discussed", "Does not fit"}},
			{Kind: choice, Label: "Place and hours", Required: true, Help: "Whether the work as described is possible for them. The reasons are private.", Options: []string{"Fits", "To be discussed", "Does not fit"}},
			{Kind: text, Label: "Possible start", Help: "Date or notice period, as the candidate put it."},
			{Kind: text, Label: "What they asked and were told", Help: "Questions, promises made, and the day by which they will hear from us."},
			{Kind: text, Label: "Summary", Required: true, Help: "Three sentences for the hiring team: what speaks for going on, what stayed open, what the next interview should look at."},
			recommend("Should this person go on to the next interview?"),
		},
	}
}

// recommend has an even number of options, so that nobody can stay in the middle.
func recommend(help string) Field {
	return Field{Kind: recommendation, Label: "Recommendation", Help: help, Required: true,
		Options: []string{"Strong no", "No", "Yes", "Strong yes"}}
}

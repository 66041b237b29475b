package starter

// templates are plans for the interviews most positions need. Minutes are for the questions; the guidance says what to
// book on top for greeting and for the candidate's own questions.
func templates() []Template {
	return []Template{recruiterScreen(), technicalConversation(), codingSession(), systemDesign(), hiringManager(), teamwork()}
}

func recruiterScreen() Template {
	return Template{
		Name:        "Recruiter screen",
		Description: "A first call for any role: motivation, a first impression of the work, and the practical side of both parties.",
		Guidance: `**Book 40 minutes.** Thirty are for the questions, the rest for greeting and for what the candidate wants to know.

- Begin by saying who you are, how the call runs and that you take notes.
- Describe the role in two minutes, the same way to everybody, and name the pay range yourself.
- Ask the questions in this order and in these words. Follow up with the probes, not with new topics.
- Do not ask about present or former pay, age, health, family, origin, religion or any other private matter.
- End with the next step and the day by which the candidate will hear from you. Keep to that day.`,
		Sections: []Section{
			{"Motivation", []Timed{
				{"What drew you to this role", 7},
				{"Where you do your best work", 6},
			}},
			{"A first look at the work", []Timed{
				{"Work you are proud of", 7},
				{"Learned in the past half year", 4},
			}},
			{"Practical side", []Timed{
				{"Practical matters", 6},
			}},
		},
	}
}

func technicalConversation() Template {
	return Template{
		Name:        "Technical conversation",
		Description: "A talk among colleagues about real technical work, without writing code: how somebody searches, judges and explains.",
		Guidance: `**Book 60 minutes.** Forty-five are for the questions, five for greeting, ten for the candidate's questions.

- Say that you are interested in the thinking and that "I do not know, I would find out like this" is a good answer.
- Let the candidate choose examples from whatever technology they know. Do not test words.
- Give every candidate the same facts; those marked "if asked" only when asked.
- Note what was said before you rate it. Compare with the model answers, not with the candidate before.
- If somebody is stuck for three minutes, give the next fact and note that you did.`,
		Sections: []Section{
			{"Warm-up", []Timed{
				{"The hardest problem of the past year", 10},
			}},
			{"Searching and judging", []Timed{
				{"A fault that comes and goes", 15},
				{"Keep customers' data apart", 12},
			}},
			{"Explaining", []Timed{
				{"Explain it to an outsider", 8},
			}},
		},
	}
}

func codingSession() Template {
	return Template{
		Name:        "Coding session",
		Description: "Two small programs and a review, worked on together in the candidate's own language and tools.",
		Guidance: `**Book 75 minutes.** Sixty are for the tasks, five for setting up, ten for the candidate's questions.

- Tell the candidate in the invitation what to expect: any language, own editor or a shared one, looking things up is allowed. Ask whether they need anything arranged.
- Put the task in writing on the screen. Answer questions about it gladly.
- Be a helpful colleague: let people think in silence, offer a hint after about five minutes without progress, and note it.
- Working code with good tests for half of the task says more than a hurried whole.
- Rate understanding, correctness, tests and how the person deals with a fault. Do not rate typing speed or spelling.`,
		Sections: []Section{
			{"Warm-up", []Timed{
				{"Read a duration", 15},
			}},
			{"Main task", []Timed{
				{"Merge overlapping bookings", 30},
			}},
			{"Reading code", []Timed{
				{"Review this function", 15},
			}},
		},
	}
}

func systemDesign() Template {
	return Template{
		Name:        "System design",
		Description: "From a simple system to one that must not lose anything: questions, data, failure, and the courage to leave things out.",
		Guidance: `**Book 75 minutes.** Sixty are for the questions, five for greeting, ten for the candidate's questions.

- Use a shared drawing or paper; a spoken design is fine if drawing is a hindrance.
- The candidate leads. Give figures only when asked, and the same ones to everybody.
- Go deep at two places rather than touching ten. The probes show where.
- A simple design with good reasons is better than a large one from a textbook. Ask "what would you not build yet?"
- For junior candidates, use the first question and half of the second; judge how they think, not how many systems they have seen.`,
		Sections: []Section{
			{"Find the weak points", []Timed{
				{"What breaks first", 12},
			}},
			{"Design", []Timed{
				{"Book a meeting room", 28},
			}},
			{"When things fail", []Timed{
				{"Take a payment once", 20},
			}},
		},
	}
}

func hiringManager() Template {
	return Template{
		Name:        "Hiring manager interview",
		Description: "For any role: judgement, responsibility and how the person deals with things that go wrong.",
		Guidance: `**Book 60 minutes.** Forty-five are for the questions, five for greeting, ten for the candidate's questions.

- Ask for particular cases: what was the situation, what did *you* do, what came of it? Go on asking until you could tell the story yourself.
- Give time. A pause is not a weakness, and examples from studies or voluntary work count.
- Ask all candidates for this position the same questions; the probes may differ.
- Tell honestly what is difficult about the role. It is better to hear a no now than in three months.
- Write your ratings before you talk with the other interviewers.`,
		Sections: []Section{
			{"Judgement", []Timed{
				{"Choose with half of the facts", 10},
				{"A problem you left alone", 8},
			}},
			{"Responsibility", []Timed{
				{"A decision you regret", 9},
				{"A date you could not keep", 8},
			}},
			{"Looking ahead", []Timed{
				{"Your first ninety days", 10},
			}},
		},
	}
}

func teamwork() Template {
	return Template{
		Name:        "Values and teamwork",
		Description: "For any role: how somebody disagrees, listens, helps and makes room for others. Led by a future colleague.",
		Guidance: `**Book 60 minutes.** Forty-five are for the questions, five for greeting, ten for the candidate's questions.

- This is about behaviour that can be described, not about whether you would like to spend an evening together. "Fits in" is no reason; say what the person did or would do.
- Look for what the team lacks as well as for what it has.
- In the role play, say when it begins and ends, and play fairly.
- Rate the content. Accent, shyness, eye contact and small talk say nothing about the work.
- If private matters come up, do not follow them and do not write them down.`,
		Sections: []Section{
			{"Working with others", []Timed{
				{"A disagreement with a colleague", 9},
				{"Together across places and hours", 7},
			}},
			{"A role play", []Timed{
				{"Comment on somebody's draft", 12},
			}},
			{"Listening and learning", []Timed{
				{"A misunderstanding you caused", 8},
				{"Feedback that was hard to hear", 9},
			}},
		},
	}
}

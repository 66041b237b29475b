package starter

// softwareEngineer is the example of a job role: people adapt it, or copy its form for roles of their own.
func softwareEngineer() JobRole {
	return JobRole{
		Name: "Software engineer",
		Description: "Builds, tests, releases and looks after software together with product, design and support. " +
			"The same role covers interfaces, services, data and infrastructure; the position says where the weight lies.",
		Cells: map[string]map[string]string{
			problemSolving: {
				junior:       "Solves well-described problems step by step. Reproduces a fault, tries out ideas one at a time and asks for help before too much time is lost.",
				intermediate: "Breaks a feature or a fault into parts without help. Finds the cause instead of covering the symptom, and can name one alternative that was considered.",
				senior:       "Turns an unclear request into a problem that can be solved. Weighs risk, cost and time, tests the riskiest assumption first and can explain the choice.",
				lead:         "Finds the problem behind several problems and decides which ones are worth solving. Gives teams a way to decide when facts are few and the stakes are high.",
			},
			craft: {
				junior:       "Writes readable code with tests for the usual cases, follows the team's conventions and improves it after review.",
				intermediate: "Delivers well-tested changes that handle errors and edge cases, fit the existing design and can be released safely. Reviews the code of others usefully.",
				senior:       "Designs parts of a system that stay simple as they grow. Thinks of security, performance, accessibility and operation from the start, and raises the quality of what others build.",
				lead:         "Sets the technical direction across systems and keeps it affordable to change. Establishes standards that teams follow because they help, and retires those that do not.",
			},
			communication: {
				junior:       "Says clearly what is done, what is next and what is blocked. Asks precise questions and writes commit messages that others understand.",
				intermediate: "Explains a change, its reasons and its risks to colleagues inside and outside engineering. Keeps people informed without being asked.",
				senior:       "Writes proposals that let a group decide. Explains technical trade-offs in terms of what they mean for customers and cost, and brings bad news early.",
				lead:         "Makes direction and its reasons understood by teams and leadership alike. Draws out objections before a decision, and sees to it that the decision is known and findable afterwards.",
			},
			collaboration: {
				junior:       "Takes feedback with interest, offers help within the team and is reliable about what was agreed.",
				intermediate: "Works smoothly with product, design and support. Gives feedback that is specific and kind, and settles ordinary disagreements directly.",
				senior:       "Helps others to grow through pairing, review and advice. Brings different views together, makes room for quiet voices and works out conflicts between disciplines.",
				lead:         "Builds trust between teams whose aims pull apart. Creates ways of working in which people of any background can contribute, and develops other leaders.",
			},
			ownership: {
				junior:       "Finishes what was taken on, checks it after release and admits mistakes. Learns from each piece of work and says what to learn next.",
				intermediate: "Owns a feature from the idea to its behaviour in production. Notices what is missing, plans realistically and says so early when a plan slips.",
				senior:       "Answers for a system or an outcome, including the unglamorous parts. Leads the way through incidents, removes causes for good and seeks out what they do not know yet.",
				lead:         "Answers for results that depend on many people. Takes on problems nobody owns, makes hard decisions openly and changes course in public when proved wrong.",
			},
		},
	}
}

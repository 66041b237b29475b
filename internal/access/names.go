package access

// The permission strings, as names the compiler knows. The catalogue itself (meaning, roles) is
// permissions.csv; TestNamesAndCatalogueAgree holds the two together.
const (
	OrgManage    Permission = "org:manage"
	OrgView      Permission = "org:view"
	OrgDelete    Permission = "org:delete"
	OrgAudit     Permission = "org:audit"
	OrgIntegrate Permission = "org:integrate"

	MembersInvite Permission = "members:invite"
	MembersRemove Permission = "members:remove"
	MembersView   Permission = "members:view"
	MembersUpdate Permission = "members:update"

	RolesCreate Permission = "roles:create"
	RolesUpdate Permission = "roles:update"
	RolesDelete Permission = "roles:delete"
	RolesView   Permission = "roles:view"

	QuestionsPublish Permission = "questions:publish"
	QuestionsUpdate  Permission = "questions:update"
	QuestionsDelete  Permission = "questions:delete"
	QuestionsView    Permission = "questions:view"
	QuestionsApprove Permission = "questions:approve"

	TemplatesPublish Permission = "templates:publish"
	TemplatesUpdate  Permission = "templates:update"
	TemplatesDelete  Permission = "templates:delete"
	TemplatesView    Permission = "templates:view"
	TemplatesApprove Permission = "templates:approve"

	PositionsCreate           Permission = "job_positions:create"
	PositionsUpdate           Permission = "job_positions:update"
	PositionsDelete           Permission = "job_positions:delete"
	PositionsView             Permission = "job_positions:view"
	PositionsPublish          Permission = "job_positions:publish"
	PositionsViewPrivate      Permission = "job_positions:view_private"
	PositionsAssignTeam       Permission = "job_positions:assign_team"
	PositionsViewCompensation Permission = "job_positions:view_compensation"

	JobRolesCreate Permission = "job_roles:create"
	JobRolesUpdate Permission = "job_roles:update"
	JobRolesDelete Permission = "job_roles:delete"
	JobRolesView   Permission = "job_roles:view"

	CandidatesCreate        Permission = "candidates:create"
	CandidatesUpdate        Permission = "candidates:update"
	CandidatesDelete        Permission = "candidates:delete"
	CandidatesView          Permission = "candidates:view"
	CandidatesContact       Permission = "candidates:contact"
	CandidatesUpdateContact Permission = "candidates:update_contact"
	CandidatesClose         Permission = "candidates:close"
	CandidatesExport        Permission = "candidates:export"
	CandidatesErase         Permission = "candidates:erase"

	InterviewsAssign       Permission = "interviews:assign"
	InterviewsViewAll      Permission = "interviews:view_all"
	InterviewsConduct      Permission = "interviews:conduct"
	InterviewsViewFeedback Permission = "interviews:view_feedback"

	CompetenciesCreate Permission = "competencies:create"
	CompetenciesUpdate Permission = "competencies:update"
	CompetenciesDelete Permission = "competencies:delete"
	CompetenciesView   Permission = "competencies:view"

	LevelsCreate Permission = "levels:create"
	LevelsUpdate Permission = "levels:update"
	LevelsDelete Permission = "levels:delete"
	LevelsView   Permission = "levels:view"

	BillingManage Permission = "billing:manage"
	BillingView   Permission = "billing:view"

	CreditsView Permission = "credits:view"

	OffersCreate  Permission = "offers:create"
	OffersUpdate  Permission = "offers:update"
	OffersSend    Permission = "offers:send"
	OffersApprove Permission = "offers:approve"
)

package api

// resources registers everything the API has, one line a resource, in the order of the documentation.
func (s *Server) resources() {
	s.me()
	s.sessions()
	s.organization()
	s.members()
	s.invitations()
	s.roles()
	s.permissions()
	s.library()
	s.approvals()
	s.jobRoles()
	s.measures()
	s.positions()
	s.candidates()
	s.applications()
	s.search()
	s.dashboard()
	s.activity()
	s.audit()
	s.keys()
}

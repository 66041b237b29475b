package web

// routes lists the areas; each names its own doors at the top of its file.
func (s *Server) routes() {
	s.signingIn()
	s.settings()
	s.start()
	s.demo()
	s.board()
	s.applications()
	s.people()
	s.tables()
	s.fileDoors()
	s.careers()
	s.positions()
	s.questions()
	s.templates()
	s.feedbackForms()
	s.approving()
}

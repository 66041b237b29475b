package web

// routes lists the areas; each names its own doors at the top of its file.
func (s *Server) routes() {
	s.signingIn()
	s.start()
	s.demo()
	s.board()
	s.applications()
	s.fileDoors()
	s.careers()
	s.positions()
}

package web

// routes lists the areas; each names its own doors at the top of its file.
func (s *Server) routes() {
	s.start()
	s.board()
	s.careers()
}

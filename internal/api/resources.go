package api

// resources registers everything the API has, one line a resource, in the order of the documentation.
func (s *Server) resources() {
	s.permissions()
	s.positions()
}

//go:build !unix

package testdb

// sharedServer needs unix sockets and file locks; elsewhere, give a server.
func sharedServer() (string, error) { return "", errNone }

func processLives(int) bool { return true }

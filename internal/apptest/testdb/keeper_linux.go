package testdb

import "syscall"

// roomInMemory tells whether /dev/shm can hold the databases of a test run; in
// a container it is often tiny.
func roomInMemory() bool {
	var fs syscall.Statfs_t
	err := syscall.Statfs("/dev/shm", &fs)
	return err == nil && fs.Bavail*uint64(fs.Bsize) >= 2<<30
}

// dieTogether makes the server stop at once when its keeper is killed.
func dieTogether(a *syscall.SysProcAttr) *syscall.SysProcAttr {
	a.Pdeathsig = syscall.SIGQUIT
	return a
}

package main

import (
	"os"
	"runtime"
	"runtime/pprof"
)

// profile begins the profiles that were asked for; what it gives back writes them.
func (o options) profile() (stop func(), err error) {
	var cpu, allocs *os.File
	if o.cpu != "" {
		if cpu, err = os.Create(o.cpu); err != nil {
			return nil, err
		}
		if err := pprof.StartCPUProfile(cpu); err != nil {
			return nil, err
		}
	}
	if o.allocs != "" {
		if allocs, err = os.Create(o.allocs); err != nil {
			return nil, err
		}
		runtime.MemProfileRate = 4096
	}
	return func() {
		if cpu != nil {
			pprof.StopCPUProfile()
			_ = cpu.Close()
		}
		if allocs != nil {
			_ = pprof.Lookup("allocs").WriteTo(allocs, 0)
			_ = allocs.Close()
		}
	}, nil
}

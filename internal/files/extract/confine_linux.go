package extract

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
)

// confine takes away from this process what reading one document does not need.
func confine() error {
	debug.SetMemoryLimit(childMemory / 2)
	debug.SetMaxStack(64 << 20) // a file nested millions deep ends here, not with the machine's memory
	now, err := reserved()
	if err != nil {
		return err
	}
	seconds := uint64(MaxTime.Seconds())
	for what, most := range map[int]uint64{
		syscall.RLIMIT_AS:     now + childMemory,
		syscall.RLIMIT_CPU:    seconds,
		syscall.RLIMIT_FSIZE:  0,
		syscall.RLIMIT_CORE:   0,
		syscall.RLIMIT_NOFILE: 16,
	} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("limit %d to %d: %w", what, most, err)
		}
	}
	return nil
}

// reserved is the address space in use: the Go runtime reserves much more than it touches, so the limit counts from it.
func reserved() (uint64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, fmt.Errorf("read memory use: %w", err)
	}
	pages, err := strconv.ParseUint(string(bytes.Fields(b)[0]), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read memory use: %w", err)
	}
	return pages * uint64(os.Getpagesize()), nil
}

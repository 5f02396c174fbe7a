//go:build unix

package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// memory is the most that the process or one of its children had resident, in
// bytes.
func memory(p *os.ProcessState) int64 {
	r, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return residentBytes(r)
}

// ownMemory is the most that this program had resident, in bytes; 0 when the
// system does not say. Its resource usage would count the parent's memory too.
func ownMemory() int64 {
	status, _ := os.ReadFile("/proc/self/status") // Linux only
	var most int64
	if _, err := fmt.Sscanf(field(string(status), "VmHWM"), "%d kB", &most); err != nil {
		return 0
	}
	return most * kib
}

// residentBytes knows that only macOS counts in bytes.
func residentBytes(r *syscall.Rusage) int64 {
	n := int64(r.Maxrss) //nolint:unconvert // it is an int32 on some systems
	if runtime.GOOS == "darwin" {
		return n
	}
	return n << 10
}

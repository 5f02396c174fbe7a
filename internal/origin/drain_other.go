//go:build !linux

package origin

import (
	"context"
	"net"
	"time"
)

// drain gives the other side time to receive what was written: only Linux is
// asked how much of it is still on its way.
func drain(ctx context.Context, _ *net.TCPConn) {
	timer := time.NewTimer(20 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

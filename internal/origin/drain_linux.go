package origin

import (
	"context"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// drain waits until the other side has acknowledged everything that was
// written to the connection, for at most a second.
func drain(ctx context.Context, c *net.TCPConn) {
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for ctx.Err() == nil {
		queued := 0
		err := raw.Control(func(fd uintptr) { queued, _ = unix.IoctlGetInt(int(fd), unix.SIOCOUTQ) })
		if err != nil || queued == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

package fetch

import (
	"hash/crc32"
	"time"

	"github.com/astraweave/fetch-assets/internal/httpx"
)

// part is a stretch of a file that one connection brings. The parts of a
// download follow each other without a gap, so that a part may lie where nobody
// is at work. All fields are guarded by the download's mutex.
type part struct {
	from int64  // its first byte
	at   int64  // the next byte to take from the connection
	done int64  // all up to here is on disk
	end  int64  // behind its last byte; unknownEnd until an answer tells
	sum  uint32 // CRC-32C of what is on disk

	busy   bool  // a connection is at it
	stolen bool  // it was cut off another's; its first answer shows whether the server plays along
	reach  int64 // how far the answer under way goes; unknownEnd when nobody knows

	asked time.Time // when the request under way was made
	first time.Time // when its answer began; zero until then
	begin int64     // at, when it was made
}

const unknownEnd = -1

// castagnoli has an instruction of its own on most machines: it costs nothing
// beside SHA-256.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (p *part) whole() bool { return p.end >= 0 && p.done == p.end }

// left is how much is still to come; unknownEnd when nobody knows.
func (p *part) left() int64 {
	if p.end < 0 {
		return unknownEnd
	}
	return p.end - p.at
}

// ask makes the request for what is missing of a part.
func (d *download) ask(p *part, a address, now time.Time) httpx.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.at, p.begin, p.asked, p.first = p.done, p.done, now, time.Time{}
	req := httpx.Request{
		URL: a.url, Hosts: a.hosts, AllowPlain: d.want.Digest != "",
		Offset: p.at, IfRange: d.validator,
	}
	if p.end >= 0 && p.end != d.total {
		req.Length = p.end - p.at
	}
	return req
}

// take claims the next n bytes of a part, or as many of them as are still its
// own, and says where they belong. With last, nobody brings what follows.
func (d *download) take(p *part, n int) (pos int64, own int, last bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	pos, own = p.at, n
	last = p == d.parts[len(d.parts)-1]
	if p.end >= 0 {
		own = int(min(int64(n), p.end-p.at))
	}
	p.at += int64(own)
	return pos, own, last
}

// landed notes that bytes are on disk.
func (d *download) landed(p *part, b []byte) (all int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.sum = crc32.Update(p.sum, castagnoli, b)
	p.done += int64(len(b))
	d.bytes += int64(len(b))
	return d.bytes
}

// over tells whether the connection has brought what is wanted of it. It has to
// be asked before more is read: from then on the part is free.
func (d *download) over(p *part) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	// At the end of an answer there is one more read, which tells that it is the
	// end and gives the connection back into use.
	if p.at != p.end || p == d.parts[len(d.parts)-1] || p.reach == p.end {
		return false
	}
	p.busy = false
	return true
}

// leave makes a part free that a connection was at. The scheduler does so when
// it has heard how that ended, so that nobody takes over from a failure that is
// still to be judged.
func (d *download) leave(p *part) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.busy = false
	p.at = p.done
}

// next claims a part that nobody is at, nil when there is none.
func (d *download) next() *part {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, p := range d.parts {
		if !p.busy && !p.whole() {
			p.busy = true
			return p
		}
	}
	return nil
}

// alone claims the whole download for the connection at p: no other may join it
// any more. It fails when others are at work on it.
func (d *download) alone(p *part) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.aloneLocked(p)
}

func (d *download) aloneLocked(p *part) bool {
	d.single = true
	for _, q := range d.parts {
		if q != p && q.busy {
			return false
		}
	}
	return true
}

// stray leaves the download to one connection from here on, and tells whether
// the one at p has to give up for that. Otherwise it is the one.
func (d *download) stray(p *part) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	stolen := p.stolen
	p.stolen = false
	return !d.aloneLocked(p) || stolen
}

package fetch

import (
	"context"
	"errors"
)

// begin is the first work at a job, or the first after a failure.
func (r *run) begin(ctx context.Context, j *job) outcome {
	if j.start.IsZero() {
		j.start = r.now()
		r.tell(j, Event{Kind: Started})
	} else {
		r.tell(j, Event{Kind: Retrying, Reason: j.reason})
	}
	if r.isSource(j.here()) {
		return outcome{job: j, err: r.bring(ctx, j), closed: true}
	}
	d, err := r.open(ctx, j)
	if err != nil {
		return outcome{job: j, err: err, closed: true}
	}
	if done, err := r.finishedElsewhere(ctx, j, d); done || err != nil {
		return outcome{job: j, err: err, closed: true}
	}
	j.before = j.received.Load()
	p := d.next()
	j.download.Store(d)
	if p == nil {
		return outcome{job: j}
	}
	return outcome{job: j, part: p, err: r.transfer(ctx, j, d, p)}
}

// finish gives what has arrived to whoever wants it, or puts it by for another
// attempt when something went wrong.
func (r *run) finish(ctx context.Context, j *job, d *download, failed error) error {
	j.kept = false
	if failed == nil {
		failed = d.catchUp(ctx)
	}
	if failed != nil {
		kept, err := d.keep()
		j.kept = kept && j.received.Load() > j.before
		return errors.Join(failed, err)
	}
	size := d.front.at
	digest, path, err := d.commit()
	if err != nil {
		return err
	}
	r.deliver(ctx, j, content{digest, size, path, Downloaded})
	return nil
}

// leaveToOne keeps further connections away from a download.
func (d *download) leaveToOne() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.single = true
}

// giveBack lets the connection before a part go on into it, if the part has
// brought nothing yet and that connection still can.
func (d *download) giveBack(p *part) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, q := range d.parts {
		if i == 0 || q != p || p.done != p.from {
			continue
		}
		owner := d.parts[i-1]
		if owner.busy && !owner.first.IsZero() && (owner.reach < 0 || owner.reach >= p.end) {
			owner.end = p.end
			d.parts = append(d.parts[:i:i], d.parts[i+1:]...)
		}
		return
	}
}

// tell completes an event of a job.
func (r *run) tell(j *job, e Event) {
	if r.Observe == nil {
		return
	}
	e.Index = j.indexes[0]
	e.Handle, e.Key = r.reqs[e.Index].Handle, r.reqs[e.Index].File.Key
	if e.Total == 0 {
		e.Total = j.file.Size
	}
	r.Observe(e)
}

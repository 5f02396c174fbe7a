package fetch_test

import (
	"net/http"
	"time"

	"github.com/astraweave/fetch-assets/fetch"
	"github.com/astraweave/fetch-assets/internal/origin"
)

// unsummed are the cases in which only the server knows the content.
var unsummed = []knowledge{nothing, sizeKnown}

// matrix is every fault with what has to come of it.
var matrix = []*fault{
	{
		name: "503", inject: on(origin.Status(503, "")),
		once: right, thrice: right, always: failed, reason: statusIs(503), requests: 4,
	},
	{
		name: "429 with seconds", inject: on(origin.Status(429, "7")), wait: 7 * time.Second,
		once: right, thrice: right, always: failed, reason: statusIs(429), requests: 4,
	},
	{
		name: "429 with a date", inject: on(origin.Status(429, matrixNow.Add(11*time.Second).Format(http.TimeFormat))),
		wait: 11 * time.Second,
		once: right, thrice: right, always: failed, reason: statusIs(429), requests: 4,
	},
	{
		name: "reset before the answer", inject: on(origin.Reset(origin.Before)),
		once: right, thrice: right, always: failed, reason: broken, requests: 4,
	},
	{
		name: "reset in the middle", inject: perFile(func(n int64) origin.Effect { return origin.Reset(n * 2 / 5) }),
		once: right, thrice: right, always: either, reason: broken, requests: 4,
	},
	{
		name: "reset after a byte", inject: on(origin.Reset(1)),
		once: right, thrice: right, always: failed, reason: broken, requests: 4,
	},
	{
		name: "truncated in the middle", inject: perFile(func(n int64) origin.Effect { return origin.Truncate(n * 2 / 5) }),
		once: right, thrice: right, always: either, reason: broken, requests: 4,
	},
	{
		name: "truncated after a byte", inject: on(origin.Truncate(1)),
		once: right, thrice: right, always: failed, reason: broken, requests: 4,
	},
	{
		name: "stall before the answer", inject: on(origin.Stall(origin.Before)),
		once: right, thrice: either, always: failed, reason: stalled, requests: 4, stall: shortStall,
	},
	{
		name: "stall in the middle", inject: perFile(func(n int64) origin.Effect { return origin.Stall(n * 2 / 5) }),
		once: right, thrice: either, always: either, reason: stalled, requests: 4, stall: shortStall,
	},
	{
		name: "slow header", inject: on(origin.SlowHeader(100 * time.Millisecond)),
		once: right, thrice: right, always: right, requests: 1,
	},
	{
		name: "header that takes too long", inject: on(origin.SlowHeader(time.Minute)),
		once: right, thrice: either, always: failed, reason: stalled, requests: 4, stall: shortStall,
	},
	{
		name: "slow drip", inject: perFile(func(n int64) origin.Effect { return origin.Drip(int(n/20+1), 5*time.Millisecond) }),
		once: right, thrice: right, always: right, requests: 1,
	},
	{
		name: "flipped byte", inject: perFile(func(n int64) origin.Effect { return origin.FlipByte(n / 2) }),
		once: right, thrice: either, always: failed, reason: mismatch, blind: unsummed, requests: 2, again: 2,
	},
	{
		name: "flipped first byte", inject: on(origin.FlipByte(0)),
		once: right, thrice: either, always: failed, reason: mismatch, blind: unsummed, requests: 2, again: 2,
	},
	{
		name: "more announced than sent", inject: on(origin.LieLength(10)),
		once: right, thrice: either, always: failed, requests: 4, again: 2,
		reason: anyOf(mismatch, broken, statusIs(416)),
	},
	{
		name: "less announced than sent", inject: on(origin.LieLength(-10)),
		once: right, thrice: either, always: failed, requests: 2, again: 2,
		reason: anyOf(mismatch, badAnswer("Content-Range"), broken), blind: []knowledge{nothing},
	},
	{
		name: "empty", inject: on(origin.Empty()),
		once: right, thrice: either, always: failed, requests: 4, reason: isA[*fetch.ContentError]("no bytes at all"),
	},
	{
		name: "ranges ignored", inject: onRanges(origin.NoRange()),
		once: right, thrice: right, always: right, requests: 3, again: 1,
	},
	{
		name: "ranges offered and ignored", inject: onRanges(origin.NoRange(), origin.Header("Accept-Ranges", "bytes")),
		once: right, thrice: right, always: right, requests: 3, again: 1,
	},
	{
		name: "another entity tag each time", inject: func(o *origin.Origin, times int) {
			on(origin.ChangeETag())(o, 0)
			perFile(func(n int64) origin.Effect { return origin.Truncate(n / 2) })(o, times)
		},
		once: right, thrice: right, always: either, reason: broken, requests: 4, again: 2,
	},
	{
		name: "another entity tag each time, ranges all the same", inject: func(o *origin.Origin, times int) {
			on(origin.ChangeETag(), origin.IgnoreIfRange())(o, 0)
			perFile(func(n int64) origin.Effect { return origin.Truncate(n / 2) })(o, times)
		},
		once: right, thrice: either, always: either, reason: anyOf(broken, badAnswer("Content-Range", "version", "changed")), requests: 4, again: 2,
	},
	{
		name: "range too far on", inject: onRanges(origin.WrongRange(7)),
		once: right, thrice: either, always: either, reason: badAnswer("Content-Range"), requests: 4, again: 2,
	},
	{
		name: "range too early", inject: onRanges(origin.WrongRange(-7)),
		once: right, thrice: either, always: either, reason: badAnswer("Content-Range"), requests: 4, again: 2,
	},
	{
		name: "Content-Range that makes no sense", inject: onRanges(origin.Header("Content-Range", "bytes 9-1/*")),
		once: right, thrice: either, always: either, reason: badAnswer("Content-Range"), requests: 4, again: 2,
	},
	{
		name: "gzip", inject: on(origin.Gzip()),
		once: failed, thrice: failed, always: failed, reason: badAnswer(`encoded as "gzip"`), requests: 1,
	},
	{
		name: "redirect loop", inject: on(origin.RedirectLoop()),
		once: failed, thrice: failed, always: failed, reason: refused("circle"), requests: 1,
	},
	{
		name: "redirect to http", inject: on(origin.Redirect("http://127.0.0.1:9/f")), tls: true,
		once: failed, thrice: failed, always: failed, reason: refused("https must not be left"), requests: 1,
	},
	{
		name: "endless", inject: on(origin.Endless()),
		once: right, thrice: either, always: failed, reason: isA[*fetch.ContentError]("more than the"), requests: 4, again: -1,
	},
	{
		name: "web page", inject: on(origin.HTML()),
		once: failed, thrice: failed, always: failed, reason: anyOf(isA[*fetch.ContentError]("web page"), mismatch), requests: 2,
	},
	{
		name: "certificate for another name", inject: untouched, tls: true, names: []string{"elsewhere.example"},
		always: failed, reason: wrongName, requests: 0,
	},
	{
		name: "no such host", inject: untouched, host: "no..such.host.invalid",
		always: failed, reason: noSuchHost, requests: 0,
	},
}

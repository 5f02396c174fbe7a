package httpx

import (
	"net/netip"
	"strings"
)

// reserved are ranges that net/netip has no question for and that no public
// server is in.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),      // this network, RFC 791
	netip.MustParsePrefix("100.64.0.0/10"),  // carrier-grade NAT, RFC 6598
	netip.MustParsePrefix("192.0.0.0/24"),   // protocol assignments, RFC 6890
	netip.MustParsePrefix("198.18.0.0/15"),  // benchmarks, RFC 2544
	netip.MustParsePrefix("240.0.0.0/4"),    // reserved, RFC 1112
	netip.MustParsePrefix("64:ff9b::/96"),   // NAT64, leads to any IPv4 address, RFC 6052
	netip.MustParsePrefix("64:ff9b:1::/48"), // NAT64 of a local network, RFC 8215
	netip.MustParsePrefix("2002::/16"),      // 6to4, leads to any IPv4 address, RFC 3056
	netip.MustParsePrefix("fec0::/10"),      // site-local, RFC 3879
}

func isPrivate(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return true
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// isLoopbackHost tells whether a host name can only mean this machine.
func isLoopbackHost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") { // RFC 6761
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

package topology

import "net/netip"

// LastOf returns the last address of a prefix.
func LastOf(prefix netip.Prefix) netip.Addr {
	bytes := prefix.Addr().AsSlice()
	for bit := prefix.Bits(); bit < prefix.Addr().BitLen(); bit++ {
		bytes[bit/8] |= 0x80 >> (bit % 8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}

// Usable returns the first and the last address of a prefix, without host bits,
// that machines can have: in an IPv4 subnet not the first of all, which names the
// network, and not the last, which is for broadcasts. A subnet of one or two
// addresses (/32, /31) has neither, nor has one of IPv6.
func Usable(prefix netip.Prefix) (first, last netip.Addr) {
	first, last = prefix.Addr(), LastOf(prefix)
	if first.Is4() && prefix.Bits() < 31 {
		return first.Next(), last.Prev()
	}
	return first, last
}

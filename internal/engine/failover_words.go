package engine

import "github.com/siterecovery/terraform-provider-siterecovery/internal/topology"

// Reason says why, in sentences for people, as the topology stands when it is asked.
func (l Landing) Reason() string {
	t, asks := l.topology, l.asks
	if t == nil {
		return "" // the question was wrong
	}
	source, _ := t.VMNetwork(asks.source)
	f := newFailover(t)
	way := f.way(asks.cloud)
	target, _ := t.Target(asks.source, way.fabric)
	var reason Phrase
	switch l.Outcome {
	case NotProtected:
		reason = Say("%s is not protected, so its machines are not replicated.", capital(asks.cloud))
	case NotInCloud:
		reason = Say("%s does not use %s: it does not have %s.", capital(asks.cloud), source.ID(), source.LogicalNetwork)
	case NotMapped:
		if asks.cloud.IsZero() {
			reason = Say("%s is not mapped, so the replica is connected to no network.", capital(source.ID()))
			break
		}
		reason = Say("%s is not mapped to %s, which %s replicates to. %s",
			capital(source.ID()), way.fabric, asks.cloud, unmapped(way.fabric))
	case TargetUnavailable:
		reason = Say("%s is mapped to %s, which is not available for %s: %s.",
			capital(source.ID()), target, asks.cloud, verdict(t, way.protection, target))
	default:
		mapping, _ := t.Mapping(topology.MappingID(asks.source, l.Target.Fabric()))
		either := ""
		if l.SubnetRule == FirstSubnet && lacks(&source, asks.subnet) {
			either = " The source network has no subnet of that name either."
		}
		reason = Say("%s is mapped to %s; %s.%s %s.", capital(mapping.Source), l.Target,
			whySubnet(l.SubnetRule, asks.subnet, l.Subnet, "its first subnet"), either, capital(l.addressReason()))
	}
	return reason.In(t)
}

// addressReason is the part of the reason that is about the address, without a
// full stop.
func (l Landing) addressReason() string {
	at := targetAt(l.topology, l.Target)
	subnet, _ := subnetNamed(at.subnets(), l.Subnet)
	return whyAddress(l.topology, &at, &subnet, l.asks.address, AddressChoice{l.Address, l.AddressRule})
}

// unmapped says what no mapping to a fabric means (M1, M2).
func unmapped(fabric topology.ID) string {
	if fabric.Kind() == topology.KindAzure {
		return "In Azure, the machine will reach only the machines of its own recovery plan."
	}
	return "The replica is connected to no network."
}

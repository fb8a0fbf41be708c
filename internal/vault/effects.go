package vault

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	siterecovery "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/recoveryservices/armrecoveryservicessiterecovery/v2"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// ExistsError says that a mapping exists that this run did not make, and that it
// was left as it is.
type ExistsError struct {
	// Mapping is the one that exists.
	Mapping Mapping
}

// Error says what exists. How it is imported is for the caller to say.
func (e *ExistsError) Error() string {
	target := e.Mapping.TargetARM.String()
	if !e.Mapping.Target.IsZero() {
		target = e.Mapping.Target.LabelAt(topology.ByName)
	}
	return fmt.Sprintf("The vault already has a network mapping of '%s' to %s (%s), and it was left as it is.",
		e.Mapping.Source.Name(), target, e.Mapping.ARM)
}

// effect is a change of one mapping.
type effect struct {
	// doing says what is done: "create the network mapping of …".
	doing string
	// id is the mapping's.
	id ARMID
	// send asks the service for the change, and waits until it is done.
	send func(context.Context, *api) (*siterecovery.NetworkMapping, error)
	// achieved reports whether the mapping, nil if there is none, is as it is to be.
	achieved func(*Mapping) bool
}

// Create makes the mapping of a link. One of the same source network to the same
// fabric that exists already is told by an [*ExistsError], and left as it is.
func (v *Vault) Create(ctx context.Context, link Link) (Mapping, error) {
	existing, exists, err := v.MappingOf(ctx, link)
	if err != nil {
		return Mapping{}, err
	}
	if exists {
		return Mapping{}, &ExistsError{Mapping: existing}
	}
	e := effect{
		doing:    link.doing("create"),
		id:       link.MappingID(),
		achieved: func(m *Mapping) bool { return m != nil && link.Realised(*m) },
	}
	e.send = func(ctx context.Context, calls *api) (*siterecovery.NetworkMapping, error) {
		input := siterecovery.CreateNetworkMappingInput{Properties: &siterecovery.CreateNetworkMappingInputProperties{
			RecoveryFabricName: link.recoveryFabric(), RecoveryNetworkID: pointer(link.targetARM.String()),
			FabricSpecificDetails: &siterecovery.VmmToAzureCreateNetworkMappingInput{InstanceType: pointer(vmmToAzure)},
		}}
		if link.Scenario() == topology.VMMToVMM {
			input.Properties.FabricSpecificDetails = &siterecovery.VmmToVmmCreateNetworkMappingInput{InstanceType: pointer(vmmToVMM)}
		}
		answer, err := operate(ctx, v.connection, e.doing, func(ctx context.Context) (operation[mappingCreated], error) {
			return calls.create(ctx, e.id, input)
		})
		return &answer.NetworkMapping, err
	}
	made, err := v.carryOut(ctx, e)
	if err == nil {
		return *made, nil
	}
	if other, ok := v.rival(ctx, e, link, err); ok {
		return Mapping{}, errors.Join(&ExistsError{Mapping: other}, err)
	}
	return Mapping{}, err
}

// rival looks, after the service refused a mapping, for one that somebody else
// has made since the mappings were listed.
func (v *Vault) rival(ctx context.Context, e effect, link Link, refusal error) (Mapping, bool) {
	var service *ServiceError
	if !errors.As(refusal, &service) || !service.definite() || service.unsent || ctx.Err() != nil {
		return Mapping{}, false
	}
	networks, err := v.networkIndex(ctx)
	if err != nil {
		return Mapping{}, false
	}
	items, err := pages(ctx, v.connection, "network mappings", func(a *api) *runtime.Pager[mappingsOfPage] {
		return a.mappingsOf(e.id)
	}, func(page mappingsOfPage) []*siterecovery.NetworkMapping {
		return page.Value
	})
	if err != nil {
		return Mapping{}, false
	}
	for _, item := range items {
		if other, ok := v.mappingOf(item, networks); ok && other.fabricKey() == link.fabricKey() {
			v.changed(other.ARM, &other)
			return other, true
		}
	}
	return Mapping{}, false
}

// Retarget lets a mapping lead to the target of a link, in place: there is no
// moment without a mapping. Where the mapping is gone, the error is [ErrAbsent].
func (v *Vault) Retarget(ctx context.Context, mapping Mapping, link Link) (Mapping, error) {
	e := effect{
		doing:    link.doing("change"),
		id:       mapping.ARM,
		achieved: func(m *Mapping) bool { return m != nil && link.Realised(*m) },
	}
	e.send = func(ctx context.Context, calls *api) (*siterecovery.NetworkMapping, error) {
		input := siterecovery.UpdateNetworkMappingInput{Properties: &siterecovery.UpdateNetworkMappingInputProperties{
			RecoveryFabricName: link.recoveryFabric(), RecoveryNetworkID: pointer(link.targetARM.String()),
			FabricSpecificDetails: &siterecovery.VmmToAzureUpdateNetworkMappingInput{InstanceType: pointer(vmmToAzure)},
		}}
		if link.Scenario() == topology.VMMToVMM {
			input.Properties.FabricSpecificDetails = &siterecovery.VmmToVmmUpdateNetworkMappingInput{InstanceType: pointer(vmmToVMM)}
		}
		answer, err := operate(ctx, v.connection, e.doing, func(ctx context.Context) (operation[mappingUpdated], error) {
			return calls.retarget(ctx, e.id, input)
		})
		return &answer.NetworkMapping, err
	}
	made, err := v.carryOut(ctx, e)
	if err != nil {
		return Mapping{}, err
	}
	return *made, nil
}

// Delete deletes a mapping. One that is gone already is no error.
func (v *Vault) Delete(ctx context.Context, mapping Mapping) error {
	to := "Azure"
	if !mapping.Target.IsZero() {
		to = mapping.Target.LabelAt(topology.ByName)
	}
	e := effect{
		doing:    fmt.Sprintf("delete the network mapping of '%s' to %s in the vault", mapping.Source.Name(), to),
		id:       mapping.ARM,
		achieved: func(m *Mapping) bool { return m == nil },
	}
	e.send = func(ctx context.Context, calls *api) (*siterecovery.NetworkMapping, error) {
		_, err := operate(ctx, v.connection, e.doing, func(ctx context.Context) (operation[mappingDeleted], error) {
			return calls.remove(ctx, e.id)
		})
		if errors.Is(err, ErrAbsent) {
			err = nil
		}
		return nil, err
	}
	_, err := v.carryOut(ctx, e)
	return err
}

// carryOut makes a change, and does not leave it at an uncertain outcome: what
// has become of it is read back, and it is asked for again as long as it is not
// there. That is safe, for each change names the very mapping and its target.
func (v *Vault) carryOut(ctx context.Context, e effect) (*Mapping, error) {
	calls, err := v.calls()
	if err != nil {
		return nil, v.failed(e.doing, err)
	}
	networks, err := v.networkIndex(ctx)
	if err != nil {
		return nil, err
	}
	doubt := false
	for try := range v.settings.pace.Tries {
		var item *siterecovery.NetworkMapping
		item, err = e.send(ctx, calls)
		switch {
		case err == nil:
			if now, ok := v.understood(e, item, networks); ok {
				return now, nil
			}
			err = &ServiceError{Doing: e.doing, Message: "the service reports success, but the vault does not show the change"}
			doubt = true
		case !certain(err):
			doubt = true
		case !doubt && !busy(err):
			return nil, err
		case !doubt:
			if azure.Sleep(ctx, v.settings.pace.backoff(try)) != nil {
				return nil, err
			}
			continue
		}
		now, there, reading := v.readBack(ctx, calls, e, networks)
		if there {
			v.changed(e.id, now)
			return now, nil
		}
		if reading != nil || certain(err) && !busy(err) {
			break
		}
	}
	if !doubt {
		return nil, err
	}
	// Whether the mapping is as it was listed is not known any more.
	v.mappings.forget()
	return nil, &UncertainError{Doing: e.doing, Last: err}
}

// certain reports whether an error leaves no doubt that nothing was changed.
func certain(err error) bool {
	var service *ServiceError
	if errors.As(err, &service) {
		return service.definite()
	}
	var credential *CredentialError
	return errors.As(err, &credential)
}

// busy reports whether the service refused a change because of another that is
// under way.
func busy(err error) bool {
	var service *ServiceError
	return errors.As(err, &service) && service.Status == http.StatusConflict && !service.operation
}

// understood takes a change as made where the service's answer shows it.
func (v *Vault) understood(e effect, item *siterecovery.NetworkMapping, networks *networkIndex) (*Mapping, bool) {
	if item == nil {
		v.changed(e.id, nil)
		return nil, e.achieved(nil)
	}
	now, ok := v.mappingOf(item, networks)
	if !ok || !e.achieved(&now) {
		return nil, false
	}
	v.changed(e.id, &now)
	return &now, true
}

// readBack reads a mapping until it is as it is to be, with patience: what was
// asked for may still be under way.
func (v *Vault) readBack(ctx context.Context, calls *api, e effect, networks *networkIndex,
) (now *Mapping, achieved bool, err error) {
	wait := v.settings.pace.FirstPoll
	for try := range v.settings.pace.Tries {
		if try > 0 {
			if err := azure.Sleep(ctx, wait); err != nil {
				return nil, false, v.failed(e.doing, err)
			}
			wait = min(2*wait, v.settings.pace.LongestPoll)
		}
		now, err = v.read(ctx, calls, e.id, networks)
		if err != nil {
			return nil, false, err
		}
		if e.achieved(now) {
			return now, true, nil
		}
	}
	return now, false, nil
}

// read reads one mapping, nil if there is none.
func (v *Vault) read(ctx context.Context, calls *api, id ARMID, networks *networkIndex) (*Mapping, error) {
	answer, err := calls.read(ctx, id)
	err = v.failed("read network mapping "+id.String(), err)
	switch {
	case errors.Is(err, ErrAbsent):
		return nil, nil
	case err != nil:
		return nil, err
	}
	mapping, ok := v.mappingOf(&answer.NetworkMapping, networks)
	if !ok {
		return nil, ErrUncertain // it is none of a VM network
	}
	return &mapping, nil
}

// recoveryFabric returns the name of the fabric that a link leads to, as the
// service wants it in a mapping's body.
func (l Link) recoveryFabric() *string {
	if l.Scenario() == topology.VMMToAzure {
		return pointer(azureName)
	}
	return pointer(l.targetARM.name(fabricsSegment))
}

func pointer(text string) *string { return &text }

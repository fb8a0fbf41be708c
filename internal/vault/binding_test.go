package vault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

func TestBinding(t *testing.T) {
	service, _, _ := site(t)
	v := connect(t, service)
	link := bind(t, v, network("vmm-BEIJING", "vmnetwork2-beijing"), network("VMM-SHANGHAI", "VMNETWORK3-SHANGHAI"))
	if link.Source.Name != "VMNetwork2-Beijing" || link.TargetNetwork.Name != "VMNetwork3-Shanghai" || link.Scenario() != topology.VMMToVMM {
		t.Errorf("it is bound to %+v", link)
	}
	link = bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, strings.ToUpper(production)))
	if link.Scenario() != topology.VMMToAzure || !link.TargetNetwork.ARM.IsZero() {
		t.Errorf("it is bound to %+v", link)
	}
}

func TestWhatCannotBeBound(t *testing.T) {
	service, beijing, _ := site(t)
	beijing.AddNetwork("Twice")
	beijing.AddNetwork("TWICE")
	service.AddServer("VMM-Tokyo.example.com")
	service.AddServer("VMM-Double").AddNetwork("N")
	service.AddServer("vmm-double")
	const refresh = "If it is new or was renamed, refresh the VMM server in the vault (Site Recovery infrastructure, VMM servers, Refresh server; or " +
		"Update-AzRecoveryServicesAsrServicesProvider) and run again."
	v := connect(t, service)
	for _, tt := range []struct {
		name           string
		source, target topology.ID
		want           []string
	}{
		{
			"a source that is not there", network("VMM-Beijing", "VMNetwork1-Bejing"), parse(t, production),
			[]string{"There is no VM network 'VMNetwork1-Bejing' among what the vault discovered on VMM server 'VMM-Beijing'. There is: " +
				"'VMNetwork1-Beijing', 'VMNetwork2-Beijing', 'VMNetwork3-Beijing', 'TWICE', 'Twice'. Correct the name. " + refresh},
		},
		{
			"a target that is not there", network("VMM-Beijing", "VMNetwork1-Beijing"), network("VMM-Shanghai", "VMNetwork4-Shanghai"),
			[]string{"There is no VM network 'VMNetwork4-Shanghai' among what the vault discovered on VMM server 'VMM-Shanghai'. There is: 'VMNetwork1-Shanghai'"},
		},
		{
			"both", network("VMM-Beijing", "X"), network("VMM-Shanghai", "Y"),
			[]string{"There is no VM network 'X' among", "There is no VM network 'Y' among"},
		},
		{
			"a server that is not there", network("VMM-Tokyo", "N"), network("VMM-Tokyo", "M"),
			[]string{"There is no VMM server 'VMM-Tokyo' in the vault. There is: 'VMM-Tokyo.example.com', 'VMM-Double'", "Correct the name, or register the VMM server in the vault."},
		},
		{
			"a server that has none", network("VMM-Tokyo.example.com", "N"), parse(t, production),
			[]string{"There is no VM network 'N' among what the vault discovered on VMM server 'VMM-Tokyo.example.com'. There is none at all. Correct the name."},
		},
		{
			"a network found twice", network("VMM-Beijing", "twice"), parse(t, production),
			[]string{"The vault has more than one VM network 'twice': /subscriptions/", "None of them is chosen for you. Give them different names in VMM, refresh the VMM server in the vault, and run again."},
		},
		{
			"a server found twice", network("VMM-Double", "N"), parse(t, production),
			[]string{"The vault has more than one VMM server 'VMM-Double': /subscriptions/", "Remove the registration that is no longer used from the vault, and run again."},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := v.Bind(t.Context(), tt.source, tt.target)
			if err == nil {
				t.Fatal("it is bound")
			}
			for _, want := range tt.want {
				if strings.Count(err.Error(), want) != 1 {
					t.Errorf("the error is\n%v\nwant it to say once\n%s", err, want)
				}
			}
			var absent *vault.NotFoundError
			var ambiguous *vault.AmbiguousError
			switch {
			case errors.As(err, &ambiguous):
				if len(ambiguous.IDs) != 2 || errors.Is(err, vault.ErrAbsent) {
					t.Errorf("the ids are %v", ambiguous.IDs)
				}
			case !errors.As(err, &absent) || !errors.Is(err, vault.ErrAbsent):
				t.Errorf("the error is of type %T", err)
			}
		})
	}
	// None of it costs more than the listings.
	counted(t, service, map[string]int{"GET replicationFabrics": 3, "GET replicationNetworks": 5})
}

// A network that was renamed is bound by its new name, to the same mapping: no
// request changes anything.
func TestRenamedNetwork(t *testing.T) {
	service, beijing, _ := site(t)
	corp := beijing.AddNetwork("Corp")
	made, err := connect(t, service).Create(t.Context(), bind(t, connect(t, service), network("VMM-Beijing", "Corp"), parse(t, production)))
	if err != nil {
		t.Fatal(err)
	}
	corp.Rename("Corporate")
	v := connect(t, service)
	link := bind(t, v, network("VMM-Beijing", "Corporate"), parse(t, production))
	m, exists, err := v.MappingOf(t.Context(), link)
	if err != nil || !exists || !m.ARM.Same(made.ARM) || !link.Realised(m) {
		t.Errorf("it is bound to %v, %v, %v", m, exists, err)
	}
	if want := topology.MappingID(network("VMM-Beijing", "Corporate"), topology.Azure); !m.ID().Same(want) {
		t.Errorf("it is called %s", m.ID())
	}
	if _, err := v.Bind(t.Context(), network("VMM-Beijing", "Corp"), parse(t, production)); !errors.Is(err, vault.ErrAbsent) {
		t.Errorf("by its old name it is bound: %v", err)
	}
}

// Two mappings of one network to one fabric: none is taken for the one.
func TestTwoMappings(t *testing.T) {
	service, beijing, _ := site(t)
	corp := beijing.AddNetwork("Corp")
	corp.Map("one", production)
	corp.Map("two", staging)
	v := connect(t, service)
	link := bind(t, v, network("VMM-Beijing", "Corp"), parse(t, production))
	_, _, err := v.MappingOf(t.Context(), link)
	var ambiguous *vault.AmbiguousError
	if !errors.As(err, &ambiguous) || len(ambiguous.IDs) != 2 || !strings.Contains(err.Error(), "network mapping of 'Corp' to Azure") {
		t.Errorf("the error is %v", err)
	}
}

// What the vault does not know is no error by itself.
func TestUnboundIsNoMatter(t *testing.T) {
	service := vaulttest.Start(t)
	found, err := connect(t, service).Discover(t.Context())
	if err != nil || len(found.Networks)+len(found.Mappings)+len(found.Machines) > 0 {
		t.Errorf("an empty vault has %+v, %v", found, err)
	}
}

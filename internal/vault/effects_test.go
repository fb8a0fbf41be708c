package vault_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// prepared returns a vault that has listed everything and forgotten the counts,
// with a link to Azure.
func prepared(t *testing.T, service *vaulttest.Service) (*vault.Vault, vault.Link) {
	t.Helper()
	v := connect(t, service)
	link := bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
	if _, _, err := v.MappingOf(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	service.Counts()
	return v, link
}

// targets returns source and target of each mapping that is in force.
func targets(service *vaulttest.Service) []string {
	var lines []string
	for _, m := range service.Mappings() {
		target := m.Target
		if at := strings.LastIndexByte(target, '/'); at >= 0 {
			target = target[at+1:]
		}
		lines = append(lines, m.Source+" -> "+target)
	}
	return lines
}

func inForce(t *testing.T, service *vaulttest.Service, want ...string) {
	t.Helper()
	if got := targets(service); !slices.Equal(got, want) {
		t.Errorf("in force is %q, want %q", got, want)
	}
}

// A mapping is made, led elsewhere in place and deleted, however the service
// answers; each with the fewest requests.
func TestLifeOfAMapping(t *testing.T) {
	for _, tt := range []struct {
		name     string
		answer   vaulttest.Answer
		change   map[string]int // beside the one request that changes something
		deletion map[string]int
	}{
		{"Azure-AsyncOperation", vaulttest.ByAsyncOperation, map[string]int{"GET " + statusRoute: 2, "GET " + mappingRoute: 1}, map[string]int{"GET " + statusRoute: 2}},
		{"Location", vaulttest.ByLocation, map[string]int{"GET " + resultRoute: 2}, map[string]int{"GET " + resultRoute: 2}},
		{"both", vaulttest.ByBoth, map[string]int{"GET " + statusRoute: 2, "GET " + mappingRoute: 1}, map[string]int{"GET " + statusRoute: 2}},
		{"at once", vaulttest.AtOnce, nil, nil},
		{"at once, with the header", vaulttest.AtOnceWithHeader, map[string]int{"GET " + statusRoute: 1, "GET " + mappingRoute: 1}, map[string]int{"GET " + statusRoute: 1}},
	} {
		for _, scenario := range []topology.Scenario{topology.VMMToAzure, topology.VMMToVMM} {
			t.Run(fmt.Sprintf("%s, %s", tt.name, scenario), func(t *testing.T) {
				service, _, _ := site(t)
				service.Behave(func(b *vaulttest.Behaviour) { b.Answer = tt.answer })
				v, _ := prepared(t, service)
				first, second, names := parse(t, production), parse(t, staging), []string{"Production", "Staging"}
				if scenario == topology.VMMToVMM {
					names = []string{"VMNetwork1-Shanghai", "VMNetwork2-Shanghai"}
					first, second = network("VMM-Shanghai", names[0]), network("VMM-Shanghai", names[1])
				}
				source := network("VMM-Beijing", "VMNetwork1-Beijing")
				link := bind(t, v, source, first)
				with := func(more map[string]int, method string) map[string]int {
					counts := map[string]int{method + " " + mappingRoute: 1}
					for route, n := range more {
						counts[route] = n
					}
					return counts
				}

				made, err := v.Create(t.Context(), link)
				if err != nil {
					t.Fatal(err)
				}
				if !made.Ours || !link.Realised(made) || made.Scenario != scenario || !made.Target.Same(first) || !made.Source.Same(source) || made.State != "Paired" {
					t.Errorf("made is %+v", made)
				}
				inForce(t, service, "VMNetwork1-Beijing -> "+names[0])
				counted(t, service, with(tt.change, "PUT"))

				link = bind(t, v, source, second)
				changed, err := v.Retarget(t.Context(), made, link)
				if err != nil {
					t.Fatal(err)
				}
				if !changed.ARM.Same(made.ARM) || !link.Realised(changed) {
					t.Errorf("changed is %+v", changed)
				}
				inForce(t, service, "VMNetwork1-Beijing -> "+names[1])
				counted(t, service, with(tt.change, "PATCH"))

				// What the run changed is known without asking again.
				if now, exists, err := v.MappingOf(t.Context(), link); err != nil || !exists || !link.Realised(now) {
					t.Errorf("it is known as %+v, %v, %v", now, exists, err)
				}

				if err := v.Delete(t.Context(), changed); err != nil {
					t.Fatal(err)
				}
				inForce(t, service)
				if _, exists, err := v.MappingOf(t.Context(), link); err != nil || exists {
					t.Errorf("it is still known: %v, %v", exists, err)
				}
				counted(t, service, with(tt.deletion, "DELETE"))

				// Deleted already: nothing to follow.
				if err := v.Delete(t.Context(), changed); err != nil {
					t.Error(err)
				}
				counted(t, service, map[string]int{"DELETE " + mappingRoute: 1})
			})
		}
	}
}

// A mapping gets the same name in each run, so that what an interrupted run made
// is known again.
func TestNamesOfMappings(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	made, err := v.Create(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	other, err := v.Create(t.Context(), bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), network("VMM-Shanghai", "VMNetwork1-Shanghai")))
	if err != nil || other.ARM.Same(made.ARM) {
		t.Fatalf("%v, %v", other, err)
	}
	again := connect(t, service)
	mappings, err := again.Mappings(t.Context())
	if err != nil || len(mappings) != 2 || !mappings[0].Ours || !mappings[1].Ours {
		t.Errorf("the next run finds %v, %v", mappings, err)
	}
	if err := v.Delete(t.Context(), made); err != nil {
		t.Fatal(err)
	}
	anew, err := v.Create(t.Context(), link)
	if err != nil || !anew.ARM.Same(made.ARM) {
		t.Errorf("made again, it is %s and not %s (%v)", anew.ARM, made.ARM, err)
	}
}

// A mapping that exists is told, and left as it is: one that was there when the
// run began, and one that came since.
func TestMappingThatExists(t *testing.T) {
	service, beijing, _ := site(t)
	corp := beijing.AddNetwork("Corp")
	there := corp.Map("by-hand", staging)
	v := connect(t, service)
	source := network("VMM-Beijing", "Corp")
	check := func(err error) {
		t.Helper()
		var exists *vault.ExistsError
		if !errors.As(err, &exists) || !strings.EqualFold(exists.Mapping.ARM.String(), there.ID) || exists.Mapping.Ours {
			t.Fatalf("the error is %v", err)
		}
		want := "The vault already has a network mapping of 'Corp' to Azure network 'Staging' (" + there.ID + "), and it was left as it is."
		if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("the error is\n%v\nwant\n%s", err, want)
		}
		inForce(t, service, "Corp -> Staging")
	}
	_, err := v.Create(t.Context(), bind(t, v, source, parse(t, production)))
	check(err)
	counted(t, service, map[string]int{"GET replicationFabrics": 2, "GET replicationNetworks": 4, "GET " + mappingsRoute: 1})

	service.Unmap(there)
	v = connect(t, service)
	link := bind(t, v, source, parse(t, production))
	if _, _, err := v.MappingOf(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	there = corp.Map("by-hand-since", staging)
	service.Counts()
	_, err = v.Create(t.Context(), link)
	check(err)
	counted(t, service, map[string]int{"PUT " + mappingRoute: 1, "GET " + ownRoute: 1})
	// A mapping to another fabric is no obstacle.
	if _, err := v.Create(t.Context(), bind(t, v, source, network("VMM-Shanghai", "VMNetwork1-Shanghai"))); err != nil {
		t.Error(err)
	}
}

// What the service refuses, at once or in its operation, is said in its own
// words, and leaves nothing.
func TestRefusals(t *testing.T) {
	refusal := vaulttest.OperationError{
		Code: "150097", Message: "The operation on the VMM server failed.",
		PossibleCauses: "The VMM server is not connected.", RecommendedAction: "Check that the provider's service runs.",
	}
	const words = ": The operation on the VMM server failed (code 150097, %sactivity 689647ac-7f72-7f8b-e344-93183a09e18a). " +
		"Possible causes: The VMM server is not connected. Recommended action: Check that the provider's service runs."
	for _, tt := range []struct {
		name   string
		status string
		answer vaulttest.Answer
		refuse func(*vaulttest.Service, string)
	}{
		{"at once", "HTTP 400, ", vaulttest.ByBoth, func(s *vaulttest.Service, method string) {
			s.Fail(method+" "+mappingRoute, vaulttest.Refused(http.StatusBadRequest, refusal))
		}},
		{"by Azure-AsyncOperation", "", vaulttest.ByAsyncOperation, func(s *vaulttest.Service, _ string) { s.FailOperation(refusal) }},
		{"by Location", "", vaulttest.ByLocation, func(s *vaulttest.Service, _ string) { s.FailOperation(refusal) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			service, beijing, _ := site(t)
			service.Behave(func(b *vaulttest.Behaviour) { b.Answer = tt.answer })
			v, link := prepared(t, service)
			check := func(err error, doing string) {
				t.Helper()
				var failed *vault.ServiceError
				if !errors.As(err, &failed) || errors.Is(err, vault.ErrUncertain) || errors.Is(err, vault.ErrAbsent) {
					t.Fatalf("the error is %v", err)
				}
				if failed.Code != refusal.Code || failed.Message != refusal.Message || failed.PossibleCauses != refusal.PossibleCauses ||
					failed.RecommendedAction != refusal.RecommendedAction {
					t.Errorf("the error has %+v", failed)
				}
				if want := "Unable to " + doing + " in the vault" + fmt.Sprintf(words, tt.status); err.Error() != want {
					t.Errorf("the error is\n%v\nwant\n%s", err, want)
				}
			}
			tt.refuse(service, "PUT")
			_, err := v.Create(t.Context(), link)
			check(err, "create the network mapping of 'VMNetwork1-Beijing' to Azure network 'Production'")
			inForce(t, service)

			beijing.AddNetwork("Corp").Map("m", production)
			v = connect(t, service)
			mapping, exists, err := v.MappingOf(t.Context(), bind(t, v, network("VMM-Beijing", "Corp"), parse(t, production)))
			if err != nil || !exists {
				t.Fatal(err)
			}
			tt.refuse(service, "PATCH")
			_, err = v.Retarget(t.Context(), mapping, bind(t, v, network("VMM-Beijing", "Corp"), parse(t, staging)))
			check(err, "change the network mapping of 'Corp' to Azure network 'Staging'")
			inForce(t, service, "Corp -> Production")

			tt.refuse(service, "DELETE")
			check(v.Delete(t.Context(), mapping), "delete the network mapping of 'Corp' to Azure network 'Production'")
			inForce(t, service, "Corp -> Production")
		})
	}
}

// A mapping that was removed in the portal cannot be led elsewhere; that it is
// gone is told in either way of saying so.
func TestChangeOfWhatIsGone(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusNotFound} {
		service, beijing, _ := site(t)
		service.Behave(func(b *vaulttest.Behaviour) { b.Absent = status })
		made := beijing.AddNetwork("Corp").Map("m", production)
		v := connect(t, service)
		mapping, exists, err := v.MappingOf(t.Context(), bind(t, v, network("VMM-Beijing", "Corp"), parse(t, production)))
		if err != nil || !exists {
			t.Fatal(err)
		}
		service.Unmap(made)
		_, err = v.Retarget(t.Context(), mapping, bind(t, v, network("VMM-Beijing", "Corp"), parse(t, staging)))
		if !errors.Is(err, vault.ErrAbsent) {
			t.Errorf("%d: the error is %v", status, err)
		}
		if err := v.Delete(t.Context(), mapping); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// An answer that is lost, cut off or replaced by something else does not decide
// whether the change was made: that is read back.
func TestLostAnswers(t *testing.T) {
	for name, fault := range map[string]vaulttest.Fault{
		"lost": vaulttest.Lost(), "cut off": vaulttest.CutOff(), "dropped before": vaulttest.Dropped(), "bad gateway": vaulttest.Broken(http.StatusBadGateway),
	} {
		for _, answer := range []vaulttest.Answer{vaulttest.AtOnce, vaulttest.ByBoth, vaulttest.ByLocation} {
			t.Run(fmt.Sprintf("%s, %d", name, answer), func(t *testing.T) {
				service, _, _ := site(t)
				service.Behave(func(b *vaulttest.Behaviour) { b.Answer = answer })
				v, link := prepared(t, service)
				service.Fail("PUT "+mappingRoute, fault)
				made, err := v.Create(t.Context(), link)
				if err != nil {
					t.Fatal(err)
				}
				inForce(t, service, "VMNetwork1-Beijing -> Production")
				want := 1
				if name == "dropped before" || name == "bad gateway" {
					want = 2 // it was not carried out, which only reading back tells
				}
				if counts := service.Counts(); counts["PUT "+mappingRoute] != want || counts["GET "+mappingRoute] == 0 {
					t.Errorf("the requests are %v, want %d PUT and a look at what became of it", counts, want)
				}

				service.Fail("PATCH "+mappingRoute, fault)
				made, err = v.Retarget(t.Context(), made, bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, staging)))
				if err != nil {
					t.Fatal(err)
				}
				inForce(t, service, "VMNetwork1-Beijing -> Staging")

				service.Fail("DELETE "+mappingRoute, fault)
				if err := v.Delete(t.Context(), made); err != nil {
					t.Fatal(err)
				}
				inForce(t, service)
			})
		}
	}
}

// Questions about an operation that fail say nothing about the operation.
func TestLostOperations(t *testing.T) {
	for name, faults := range map[string][]vaulttest.Fault{
		"lost answers":  {vaulttest.Lost(), vaulttest.CutOff(), vaulttest.Broken(http.StatusInternalServerError)},
		"never again":   slices.Repeat([]vaulttest.Fault{vaulttest.Dropped()}, 50),
		"not permitted": slices.Repeat([]vaulttest.Fault{vaulttest.Refused(http.StatusForbidden, vaulttest.OperationError{Code: "AuthorizationFailed", Message: "No."})}, 50),
		"not found":     slices.Repeat([]vaulttest.Fault{vaulttest.Refused(http.StatusNotFound, vaulttest.OperationError{Code: "NotFound", Message: "No."})}, 50),
	} {
		for _, answer := range []vaulttest.Answer{vaulttest.ByAsyncOperation, vaulttest.ByLocation} {
			t.Run(fmt.Sprintf("%s, %d", name, answer), func(t *testing.T) {
				service, _, _ := site(t)
				service.Behave(func(b *vaulttest.Behaviour) { b.Answer = answer })
				v, link := prepared(t, service)
				service.Fail("GET "+statusRoute, faults...)
				service.Fail("GET "+resultRoute, faults...)
				if _, err := v.Create(t.Context(), link); err != nil {
					t.Fatal(err)
				}
				inForce(t, service, "VMNetwork1-Beijing -> Production")
				if counts := service.Counts(); counts["PUT "+mappingRoute] != 1 {
					t.Errorf("the requests are %v, want one PUT", counts)
				}
			})
		}
	}
}

// Where nothing can be read back, that is what is said.
func TestUncertainOutcome(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, vaulttest.Lost())
	service.Fail("GET "+mappingRoute, slices.Repeat([]vaulttest.Fault{vaulttest.Dropped()}, 50)...)
	_, err := v.Create(t.Context(), link)
	if !errors.Is(err, vault.ErrUncertain) || errors.Is(err, vault.ErrAbsent) {
		t.Fatalf("the error is %v", err)
	}
	for _, want := range []string{
		"Unable to tell whether it was possible to create the network mapping of 'VMNetwork1-Beijing' to Azure network 'Production' in the vault: ",
		"Run terraform apply again: it reads the vault, and goes on from what it finds.",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error is\n%v\nwant it to say\n%s", err, want)
		}
	}
	// The listing is not trusted any more.
	service.Counts()
	if _, _, err := v.MappingOf(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	counted(t, service, map[string]int{"GET " + mappingsRoute: 1})
}

// What the service says while there is doubt is not taken for the outcome.
func TestRefusalInDoubt(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, vaulttest.Dropped(),
		vaulttest.Refused(http.StatusNotFound, vaulttest.OperationError{Code: "NetworkGone", Message: "There is no such network."}))
	_, err := v.Create(t.Context(), link)
	if !errors.Is(err, vault.ErrUncertain) || errors.Is(err, vault.ErrAbsent) || !strings.Contains(err.Error(), "There is no such network (code NetworkGone, HTTP 404") {
		t.Errorf("the error is %v", err)
	}
	if counts := service.Counts(); counts["PUT "+mappingRoute] != 2 {
		t.Errorf("the requests are %v", counts)
	}
}

// Success that the vault does not show is not believed.
func TestSuccessThatIsNone(t *testing.T) {
	service, _, _ := site(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, slices.Repeat([]vaulttest.Fault{vaulttest.Broken(http.StatusOK)}, 10)...)
	_, err := v.Create(t.Context(), link)
	if !errors.Is(err, vault.ErrUncertain) || !strings.Contains(err.Error(), "the service reports success, but the vault does not show the change") {
		t.Errorf("the error is %v", err)
	}
}

// A change that another one stands in the way of is asked for again.
func TestConflicts(t *testing.T) {
	conflict := vaulttest.Refused(http.StatusConflict, vaulttest.OperationError{Code: "AnotherOperationInProgress", Message: "Another operation is in progress."})
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, conflict, conflict)
	if _, err := v.Create(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if counts := service.Counts(); counts["PUT "+mappingRoute] != 3 {
		t.Errorf("the requests are %v", counts)
	}
	service, _, _ = site(t)
	v, link = prepared(t, service)
	service.Fail("PUT "+mappingRoute, slices.Repeat([]vaulttest.Fault{conflict}, 10)...)
	_, err := v.Create(t.Context(), link)
	if errors.Is(err, vault.ErrUncertain) || err == nil || !strings.Contains(err.Error(), "Another operation is in progress (code AnotherOperationInProgress, HTTP 409") {
		t.Errorf("the error is %v", err)
	}
}

// A throttled run waits as long as it is told to, or a little longer each time,
// and finishes.
func TestThrottling(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, vaulttest.Throttled(""), vaulttest.Throttled("1"), vaulttest.Throttled(time.Now().Add(time.Second).UTC().Format(http.TimeFormat)))
	service.Fail("GET "+statusRoute, vaulttest.Throttled(""))
	began := time.Now()
	if _, err := v.Create(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < time.Second || took > 6*time.Second {
		t.Errorf("it took %v", took)
	}
	counted(t, service, map[string]int{"PUT " + mappingRoute: 4, "GET " + statusRoute: 3, "GET " + mappingRoute: 1})
}

// Retry-After is kept to by everybody, not only by who was told.
func TestRetryAfter(t *testing.T) {
	service, _, _ := site(t)
	v, link := prepared(t, service)
	service.Fail("PUT "+mappingRoute, vaulttest.Throttled("2"))
	began := time.Now()
	var group sync.WaitGroup
	group.Go(func() {
		if _, err := v.Create(t.Context(), link); err != nil {
			t.Error(err)
		}
	})
	group.Go(func() {
		time.Sleep(500 * time.Millisecond)
		if _, err := v.Clouds(t.Context()); err != nil {
			t.Error(err)
		}
		if waited := time.Since(began); waited < 2*time.Second {
			t.Errorf("another request was sent after %v", waited)
		}
	})
	group.Wait()
	if waited := time.Since(began); waited < 2*time.Second {
		t.Errorf("the request was sent again after %v", waited)
	}
}

// However many ask at once, few requests are under way.
func TestFewAtOnce(t *testing.T) {
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) {
		b.Answer, b.PageSize, b.Latency = vaulttest.AtOnce, 100, 5*time.Millisecond
	})
	server := service.AddServer("VMM")
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("N%02d", i))
		server.AddNetwork(names[i])
	}
	v := connect(t, service)
	err := vault.Each(t.Context(), len(names), names, func(ctx context.Context, name string) error {
		link, err := v.Bind(ctx, network("VMM", name), parse(t, production))
		if err == nil {
			_, err = v.Create(ctx, link)
		}
		return err
	})
	if most := service.MostAtOnce(); err != nil || most > 8 || most < 2 {
		t.Errorf("%d requests were under way at once, %v", most, err)
	}
}

// A resource provider that is not registered is said to be; registering it is
// not for us.
func TestNotRegistered(t *testing.T) {
	service, _, _ := site(t)
	service.Fail("GET replicationFabrics", vaulttest.RefusedByManager(http.StatusConflict,
		"MissingSubscriptionRegistration", "The subscription is not registered to use namespace 'Microsoft.RecoveryServices'."))
	if _, err := connect(t, service).Fabrics(t.Context()); err == nil || !strings.Contains(err.Error(), "not registered to use namespace") {
		t.Errorf("the error is %v", err)
	}
	counted(t, service, map[string]int{"GET replicationFabrics": 1})
}

// Throttling that does not end is an error in the end, and nothing was changed.
func TestThrottlingWithoutEnd(t *testing.T) {
	service, _, _ := site(t)
	config := configuration(service)
	config.Pace.Throttled = 300 * time.Millisecond
	v := open(t, config)
	link := bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
	service.Fail("PUT "+mappingRoute, slices.Repeat([]vaulttest.Fault{vaulttest.Throttled("")}, 1000)...)
	_, err := v.Create(t.Context(), link)
	if err == nil || errors.Is(err, vault.ErrUncertain) || !strings.Contains(err.Error(), "(code SubscriptionRequestsThrottled, HTTP 429)") {
		t.Errorf("the error is %v", err)
	}
}

// Many requests that are throttled at once slow down together, and all finish.
func TestThrottledRun(t *testing.T) {
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer = vaulttest.AtOnce })
	server := service.AddServer("VMM")
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("N%02d", i))
		server.AddNetwork(names[i])
	}
	v := connect(t, service)
	service.Fail("PUT "+mappingRoute, slices.Repeat([]vaulttest.Fault{vaulttest.Throttled("1")}, 3)...)
	err := v.EachOf(t.Context(), names, func(ctx context.Context, name string) error {
		link, err := v.Bind(ctx, network("VMM", name), parse(t, production))
		if err == nil {
			_, err = v.Create(ctx, link)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if counts := service.Counts(); counts["PUT "+mappingRoute] != 23 || counts["GET "+mappingsRoute] != 1 {
		t.Errorf("the requests are %v", counts)
	}
	if connections := service.Connections(); connections > 8 {
		t.Errorf("there were %d connections", connections)
	}
}

// An operation is asked for soon and not only after Retry-After, and still not
// in every moment.
func TestPolling(t *testing.T) {
	service, _, _ := site(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Takes, b.Polls, b.RetryAfter = 500*time.Millisecond, 0, 30 })
	config := configuration(service)
	config.Pace = vault.Pace{FirstPoll: 100 * time.Millisecond}
	v := open(t, config)
	link := bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
	began := time.Now()
	if _, err := v.Create(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("an operation of half a second was waited for for %v", took)
	}
	if counts := service.Counts(); counts["GET "+statusRoute] > 4 {
		t.Errorf("the requests are %v", counts)
	}
}

// An operation that goes on for too long is not waited for, and what became of
// it is read back.
func TestOperationWithoutEnd(t *testing.T) {
	service, _, _ := site(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Takes = time.Hour })
	config := configuration(service)
	config.Pace.Operation, config.Pace.Tries = 50*time.Millisecond, 2
	v := open(t, config)
	link := bind(t, v, network("VMM-Beijing", "VMNetwork1-Beijing"), parse(t, production))
	_, err := v.Create(t.Context(), link)
	if !errors.Is(err, vault.ErrUncertain) || !strings.Contains(err.Error(), "the service has not finished after 50ms") {
		t.Errorf("the error is %v", err)
	}
}

// A run that is interrupted stops at once; what had been asked for is uncertain,
// and what had not is not.
func TestInterruption(t *testing.T) {
	service, _, _ := site(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Takes = time.Hour })
	v, link := prepared(t, service)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := v.Create(ctx, link)
	if !errors.Is(err, vault.ErrUncertain) || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 2*time.Second {
		t.Errorf("after %v the error is %v", time.Since(began), err)
	}
	ended, end := context.WithCancel(t.Context())
	v, link = prepared(t, service)
	end()
	if _, err = v.Create(ended, link); errors.Is(err, vault.ErrUncertain) || !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	counted(t, service, map[string]int{})
}

// A service that cannot be reached has changed nothing.
func TestUnreachable(t *testing.T) {
	service, _, _ := site(t)
	config := configuration(service)
	config.Transport = nil
	config.Endpoint.ResourceManagerEndpoint, config.Endpoint.ActiveDirectoryAuthorityHost = "https://127.0.0.1:1", service.URL()
	config.DisableInstanceDiscovery = yes()
	_, err := open(t, config).Fabrics(t.Context())
	var failed *vault.ServiceError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "Nothing was changed") || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("the error is %v", err)
	}
}

// Questions are asked again when their answers are lost.
func TestLostPages(t *testing.T) {
	service, _, _ := site(t)
	service.Fail("GET replicationNetworks", vaulttest.CutOff(), vaulttest.Lost(), vaulttest.Broken(http.StatusServiceUnavailable), vaulttest.Broken(http.StatusGatewayTimeout))
	networks, err := connect(t, service).Networks(t.Context())
	if err != nil || len(networks) != 6 {
		t.Fatalf("there are %d networks, %v", len(networks), err)
	}
	service.Fail("GET replicationNetworks", slices.Repeat([]vaulttest.Fault{vaulttest.Broken(http.StatusInternalServerError)}, 10)...)
	_, err = connect(t, service).Networks(t.Context())
	var failed *vault.ServiceError
	if !errors.As(err, &failed) || failed.Status != http.StatusInternalServerError {
		t.Errorf("the error is %v", err)
	}
}

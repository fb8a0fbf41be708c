package vault_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

func TestEach(t *testing.T) {
	var keys []string
	for i := range 50 {
		keys = append(keys, fmt.Sprintf("k%02d", i))
	}
	var now, most, done atomic.Int64
	err := vault.Each(t.Context(), 4, keys, func(_ context.Context, key string) error {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		time.Sleep(time.Millisecond)
		done.Add(1)
		if strings.HasSuffix(key, "7") {
			return errors.New("refused")
		}
		return nil
	})
	if most.Load() > 4 || done.Load() != 50 {
		t.Errorf("%d were done, %d at once", done.Load(), most.Load())
	}
	var failures vault.Failures
	if !errors.As(err, &failures) || err.Error() != "k07: refused\nk17: refused\nk27: refused\nk37: refused\nk47: refused" {
		t.Errorf("the error is %v", err)
	}
	if err := vault.Each(t.Context(), 4, nil, nil); err != nil {
		t.Errorf("of nothing, the error is %v", err)
	}
}

func TestEachInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var done atomic.Int64
	err := vault.Each(ctx, 1, []string{"a", "b", "c"}, func(context.Context, string) error {
		done.Add(1)
		cancel()
		return nil
	})
	if done.Load() != 1 || !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "b: ") || strings.Contains(err.Error(), "a: ") {
		t.Errorf("%d were done, and the error is %v", done.Load(), err)
	}
}

// A thousand mappings at once: those that the service refuses are told by name,
// and the others are made; the listings are not repeated.
func TestThousandMappings(t *testing.T) {
	const n = 1000
	service := vaulttest.Start(t)
	service.Behave(func(b *vaulttest.Behaviour) { b.Answer, b.PageSize = vaulttest.AtOnce, 100 })
	server := service.AddServer("VMM")
	service.AddAzureNetwork(production)
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("N%04d", i))
		server.AddNetwork(names[i])
	}
	v := connect(t, service)
	err := v.EachOf(t.Context(), names, func(ctx context.Context, name string) error {
		target := production
		if strings.HasSuffix(name, "99") {
			target = staging
		}
		link, err := v.Bind(ctx, network("VMM", name), parse(t, target))
		if err == nil {
			_, err = v.Create(ctx, link)
		}
		return err
	})
	var failures vault.Failures
	if !errors.As(err, &failures) || len(failures) != 10 || failures[0].Key != "N0099" ||
		!strings.Contains(failures[9].Err.Error(), "The Azure virtual network "+staging+" could not be found") {
		t.Fatalf("the error is %v", err)
	}
	if made := len(service.Mappings()); made != n-10 {
		t.Errorf("%d were made", made)
	}
	if mappings, err := v.Mappings(t.Context()); err != nil || len(mappings) != n-10 {
		t.Errorf("%d are known, %v", len(mappings), err)
	}
	// 10 requests ask, after a refusal, whether somebody else has made the mapping.
	counted(t, service, map[string]int{
		"GET replicationFabrics": 1, "GET replicationNetworks": 10, "GET " + mappingsRoute: 1, "PUT " + mappingRoute: n, "GET " + ownRoute: 10,
	})
	if connections := service.Connections(); connections > 8 {
		t.Errorf("it took %d connections", connections)
	}
	if !slices.IsSortedFunc(failures, func(a, b vault.Failure) int { return strings.Compare(a.Key, b.Key) }) {
		t.Error("the failures are not sorted")
	}
}

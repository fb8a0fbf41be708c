package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Failures are the errors of many changes, sorted by what each was about.
type Failures []Failure

// Failure is the error of one of many changes.
type Failure struct {
	Key string
	Err error
}

// Error returns all errors, a line each.
func (f Failures) Error() string {
	lines := make([]string, len(f))
	for i, failure := range f {
		lines[i] = fmt.Sprintf("%s: %v", failure.Key, failure.Err)
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the errors.
func (f Failures) Unwrap() []error {
	errs := make([]error, len(f))
	for i, failure := range f {
		errs[i] = failure.Err
	}
	return errs
}

// Each does something for each key, so many at once, and goes on when some
// fail. It returns the failures as [Failures]; once the context has ended, what
// was not begun has failed with the context's error.
func Each(ctx context.Context, atOnce int, keys []string, do func(context.Context, string) error) error {
	var mu sync.Mutex
	var failures Failures
	fail := func(key string, err error) {
		mu.Lock()
		defer mu.Unlock()
		failures = append(failures, Failure{Key: key, Err: err})
	}
	queue := make(chan string)
	var group sync.WaitGroup
	for range min(max(atOnce, 1), len(keys)) {
		group.Go(func() {
			for key := range queue {
				if err := ctx.Err(); err != nil {
					fail(key, err)
				} else if err := do(ctx, key); err != nil {
					fail(key, err)
				}
			}
		})
	}
	for _, key := range keys {
		queue <- key
	}
	close(queue)
	group.Wait()
	if len(failures) == 0 {
		return nil
	}
	slices.SortStableFunc(failures, func(a, b Failure) int { return strings.Compare(a.Key, b.Key) })
	return failures
}

// EachOf is [Each] for the vault's changes, as many at once as its pace allows.
func (v *Vault) EachOf(ctx context.Context, keys []string, do func(context.Context, string) error) error {
	return Each(ctx, v.settings.pace.AtOnce, keys, do)
}

// first returns the first error of many.
func first(err error) error {
	var failures Failures
	if errors.As(err, &failures) {
		return failures[0].Err
	}
	return err
}

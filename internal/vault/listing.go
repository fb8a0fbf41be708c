package vault

import (
	"context"
	"sync"
)

// listing is a collection that is listed once. Who asks while it is being
// listed waits for the same listing; a listing that failed is made again for who
// asks next.
type listing[T any] struct {
	mu    sync.Mutex
	done  bool
	value T
	call  *call[T]
}

// call is a listing under way.
type call[T any] struct {
	ended   chan struct{}
	value   T
	err     error
	waiting int
	cancel  context.CancelFunc
}

// get returns the collection. The listing goes on as long as anybody waits for
// it, whoever asked first.
func (l *listing[T]) get(ctx context.Context, list func(context.Context) (T, error)) (T, error) {
	l.mu.Lock()
	if l.done {
		defer l.mu.Unlock()
		return l.value, nil
	}
	if l.call == nil {
		l.call = l.begin(ctx, list)
	}
	current := l.call
	current.waiting++
	l.mu.Unlock()

	select {
	case <-current.ended:
		return current.value, current.err
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		if current.waiting--; current.waiting == 0 {
			current.cancel()
			if l.call == current {
				l.call = nil
			}
		}
		var none T
		return none, ctx.Err()
	}
}

func (l *listing[T]) begin(ctx context.Context, list func(context.Context) (T, error)) *call[T] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	begun := &call[T]{ended: make(chan struct{}), cancel: cancel}
	go func() {
		defer cancel()
		begun.value, begun.err = list(ctx)
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.call == begun {
			l.call = nil
			l.done = begun.err == nil
			l.value = begun.value
		}
		close(begun.ended)
	}()
	return begun
}

// change carries something that was changed forward. Where the collection is
// not known it stays so, and a listing under way is not to be trusted.
func (l *listing[T]) change(change func(T)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		change(l.value)
	}
	l.call = nil
}

// forget lets the collection be listed again for who asks next.
func (l *listing[T]) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	var none T
	l.done, l.value, l.call = false, none, nil
}

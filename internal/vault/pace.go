package vault

import (
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// Pace is how patient the vault is with the service. The zero value of each
// field stands for its default.
type Pace struct {
	// FirstPoll is the time before an operation is asked for the first time
	// whether it is done: 1 s. Each time after that is half as long again, until
	// it is as long as the service's Retry-After says.
	FirstPoll time.Duration
	// LongestPoll is the longest time between two such questions: 30 s.
	LongestPoll time.Duration
	// Operation is the time after which an operation is no longer waited for: 30 min.
	Operation time.Duration
	// Retry is the time before a request that failed is sent again: 500 ms. It
	// doubles each time, up to 30 s.
	Retry time.Duration
	// Tries is how often a request is sent at the most, and how often a change
	// whose outcome is uncertain is read back: 5. Being throttled does not count.
	Tries int
	// Throttled is how long a request is sent again because it is throttled: 15 min.
	Throttled time.Duration
	// AtOnce is how many requests are under way at once: 8.
	AtOnce int
}

const longestRetry = 30 * time.Second

func (p Pace) orDefault() Pace {
	for _, d := range []struct {
		field    *time.Duration
		fallback time.Duration
	}{
		{&p.FirstPoll, time.Second},
		{&p.LongestPoll, 30 * time.Second},
		{&p.Operation, 30 * time.Minute},
		{&p.Retry, 500 * time.Millisecond},
		{&p.Throttled, 15 * time.Minute},
	} {
		if *d.field <= 0 {
			*d.field = d.fallback
		}
	}
	if p.Tries <= 0 {
		p.Tries = 5
	}
	if p.AtOnce <= 0 {
		p.AtOnce = 8
	}
	return p
}

// backoff returns the time to wait after so many tries, the first of which is 0.
func (p Pace) backoff(tries int) time.Duration {
	return azure.Backoff(tries, p.Retry, longestRetry)
}

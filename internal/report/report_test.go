package report_test

import "testing"

func hostile() *world { return large("") }

func BenchmarkHTML(b *testing.B) {
	for _, what := range []string{"", "bare", "wrong"} {
		b.Run("10000 networks "+what, func(b *testing.B) {
			r := large(what).report(b)
			b.ResetTimer()
			size := 0
			for b.Loop() {
				page, err := r.HTML()
				if err != nil {
					b.Fatal(err)
				}
				size = len(page)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

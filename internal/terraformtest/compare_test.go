package terraformtest_test

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
)

// The comparison runs the same work in turn by Terraform's own terraform_data,
// which does nothing and needs no provider; by null_resource, which does nothing
// in a provider of the same framework, where SITERECOVERY_BENCH_NULL names its
// binary; and by ours. It ends with one table of the medians.

const (
	byTerraform = iota
	byNull
	byOurs
	contenders
)

// line is one line of the table.
type line struct {
	what string
	// configurations are the work, one for each of the contenders.
	configurations [contenders]string
	// objects are what the catalog holds before.
	objects []topology.Object
	// changed are what the configurations are when it is measured, after they were
	// applied. Without them, nothing was applied.
	changed *[contenders]string
	args    []string
	// codes are how terraform ends.
	codes [contenders]int
	// memory has the peak of the provider's process measured, and not the time.
	memory bool
}

// BenchmarkCompared measures every line of the table.
func BenchmarkCompared(b *testing.B) {
	plan := []string{"plan", "-detailed-exitcode"}
	for _, n := range []int{500, 1_000} {
		same := mappings(n)
		line{
			what: fmt.Sprint("plan without changes, mappings: ", n), configurations: same, objects: mapped(n), changed: &same, args: plan,
		}.run(b)
		same = networks(1, n)
		line{
			what: fmt.Sprint("plan without changes, networks: ", n), configurations: same, objects: site, changed: &same, args: plan,
		}.run(b)
	}
	apply := []string{"apply", "-auto-approve"}
	line{what: "apply, mappings: 1000", configurations: mappings(1_000), objects: mapped(1_000), args: apply}.run(b)
	line{what: "apply, networks: 1000", configurations: networks(1, 1_000), objects: site, args: apply}.run(b)
	const entries = 10_000
	same, changed, wrong := set(entries, "VMNetwork7"), set(entries, "VMNetwork8"), set(entries, "absent")
	in := mapped(entries)
	line{what: "plan, set of 10000, no change", configurations: same, objects: in, changed: &same, args: plan}.run(b)
	line{what: "plan, set of 10000, one changed", configurations: same, objects: in, changed: &changed, args: plan, codes: [...]int{2, 2, 2}}.run(b)
	line{what: "plan, set of 10000, one wrong", configurations: same, objects: in, changed: &wrong, args: plan, codes: [...]int{2, 2, 1}}.run(b)
	start(b)
	line{what: "memory, first plan of 5000 networks", configurations: networks(10, 500), objects: site, args: []string{"plan"}, memory: true}.run(b)
	line{what: "memory, first plan, set of 10000", configurations: same, objects: in, args: []string{"plan"}, memory: true}.run(b)
	line{what: "memory, plan, set of 10000, no change", configurations: same, objects: in, changed: &same, args: plan, memory: true}.run(b)
}

var (
	serverA = topology.ServerID("A")
	site    = []topology.Object{topology.NewServer("A"), topology.NewLogicalNetwork(serverA, "L", topology.IsolationNone)}
)

// mapped are two VMM servers with so many networks each, and no mappings yet.
func mapped(n int) []topology.Object { return withoutMappings(topologytest.Large(2*n, min(n, 1_000))) }

const nullRequired = "terraform {\n  required_providers {\n    null = { source = \"hashicorp/null\" }\n  }\n}\n"

// mappings are so many mappings, a resource each.
func mappings(n int) [contenders]string {
	const source, target = `"/servers/VMM-Beijing/vmNetworks/VMNetwork${count.index}"`, `"/servers/VMM-Shanghai/vmNetworks/VMNetwork${count.index}"`
	pair := fmt.Sprintf("{ source_network_id = %s, target_network_id = %s }", source, target)
	return [...]string{
		fmt.Sprintf("resource \"terraform_data\" \"x\" {\n  count = %d\n  input = %s\n}\n", n, pair),
		nullRequired + fmt.Sprintf("resource \"null_resource\" \"x\" {\n  count    = %d\n  triggers = %s\n}\n", n, pair),
		required + fmt.Sprintf("resource \"siterecovery_network_mapping\" \"x\" {\n  count             = %d\n  source_network_id = %s\n  target_network_id = %s\n}\n",
			n, source, target),
	}
}

// networks are so many VM networks, in blocks of n each.
func networks(blocks, n int) [contenders]string {
	configurations := [...]string{"", nullRequired, required}
	for block := range blocks {
		name := fmt.Sprintf(`"N%d-${count.index}"`, block)
		pair := fmt.Sprintf(`{ logical_network_id = "/servers/A/logicalNetworks/L", name = %s }`, name)
		configurations[byTerraform] += fmt.Sprintf("resource \"terraform_data\" \"x%d\" {\n  count = %d\n  input = %s\n}\n", block, n, pair)
		configurations[byNull] += fmt.Sprintf("resource \"null_resource\" \"x%d\" {\n  count    = %d\n  triggers = %s\n}\n", block, n, pair)
		configurations[byOurs] += fmt.Sprintf("resource \"siterecovery_vm_network\" \"x%d\" {\n  count              = %d\n"+
			"  logical_network_id = \"/servers/A/logicalNetworks/L\"\n  name               = %s\n}\n", block, n, name)
	}
	return configurations
}

// set is one resource with so many mappings, of which the seventh leads to the network named.
func set(n int, seventh string) [contenders]string {
	var pairs strings.Builder
	for i := range n {
		target := fmt.Sprint("VMNetwork", i)
		if i == 7 {
			target = seventh
		}
		fmt.Fprintf(&pairs, "    \"/servers/VMM-Beijing/vmNetworks/VMNetwork%d\" = \"/servers/VMM-Shanghai/vmNetworks/%s\"\n", i, target)
	}
	return [...]string{
		"resource \"terraform_data\" \"x\" {\n  input = {\n" + pairs.String() + "  }\n}\n",
		nullRequired + "resource \"null_resource\" \"x\" {\n  triggers = {\n" + pairs.String() + "  }\n}\n",
		required + "resource \"siterecovery_network_mappings\" \"x\" {\n  source_server_id = \"/servers/VMM-Beijing\"\n" +
			"  target_server_id = \"/servers/VMM-Shanghai\"\n  mappings = {\n" + pairs.String() + "  }\n}\n",
	}
}

func (l line) run(b *testing.B) {
	b.Run(l.what, func(b *testing.B) {
		var found [contenders][]float64
		var prepared [contenders]*terraformtest.Terraform
		for range b.N {
			for who := range contenders {
				if who == byNull && os.Getenv(terraformtest.NullVariable) == "" || who == byTerraform && l.memory {
					continue
				}
				if l.changed == nil || prepared[who] == nil {
					prepared[who] = l.prepare(b, who)
				}
				found[who] = append(found[who], l.measure(b, prepared[who], who))
			}
		}
		unit := "s"
		if l.memory {
			unit = "MiB"
		}
		report(b, l.what, unit, found)
	})
}

func (l line) prepare(b *testing.B, who int) *terraformtest.Terraform {
	b.Helper()
	terraform := terraformtest.New(b, l.configurations[who])
	if who == byOurs {
		fill(b, terraform, l.objects)
	}
	if l.changed != nil {
		terraform.Must("apply", "-auto-approve")
		terraform.Write(l.changed[who])
	}
	return terraform
}

func (l line) measure(b *testing.B, terraform *terraformtest.Terraform, who int) float64 {
	b.Helper()
	command := terraform.Command(l.args...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	watched := make(chan float64)
	done := make(chan struct{})
	go func() {
		peak := 0.0
		for l.memory {
			peak = max(peak, peakOfChildren(command.Process.Pid))
			select {
			case <-done:
				watched <- peak
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
		watched <- 0
	}()
	err := command.Wait()
	took := time.Since(began)
	close(done)
	peak := <-watched
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || command.ProcessState.ExitCode() != l.codes[who] {
		b.Fatalf("terraform ends with %v:\n%s", err, output.String())
	}
	if l.memory {
		return peak
	}
	return took.Seconds()
}

// peakOfChildren returns the most memory that a child of a process has had, in MiB,
// nothing where the system does not tell.
func peakOfChildren(parent int) float64 {
	peak := 0.0
	all, _ := filepath.Glob("/proc/[0-9]*/status")
	for _, path := range all {
		status, _ := os.ReadFile(path) // it may have ended
		if statusOf(status, "PPid:") == float64(parent) {
			peak = max(peak, statusOf(status, "VmHWM:")/1024)
		}
	}
	return peak
}

func statusOf(status []byte, name string) float64 {
	for text := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(text, name); ok {
			value, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return value
		}
	}
	return 0
}

// start measures the provider's process by itself: how long it takes until Terraform
// can speak to it, and the memory that it has then.
func start(b *testing.B) {
	for _, memory := range []bool{false, true} {
		what, unit := "start, until the handshake", "ms"
		if memory {
			what, unit = "start, memory", "MiB"
		}
		b.Run(what, func(b *testing.B) {
			binaries := [contenders]string{byNull: os.Getenv(terraformtest.NullVariable), byOurs: filepath.Join(b.TempDir(), "provider")}
			build := exec.CommandContext(b.Context(), "go", "build", "-o", binaries[byOurs], "github.com/siterecovery/terraform-provider-siterecovery")
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			if output, err := build.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, output)
			}
			var found [contenders][]float64
			for range 7 * b.N {
				for who, binary := range binaries {
					if binary != "" {
						found[who] = append(found[who], started(b, binary, memory))
					}
				}
			}
			report(b, what, unit, found)
		})
	}
}

func started(b *testing.B, binary string, memory bool) float64 {
	b.Helper()
	command := exec.CommandContext(b.Context(), binary)
	command.Env = append(os.Environ(), "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=5,6")
	pipe, err := command.StdoutPipe()
	began := time.Now()
	if err = errors.Join(err, command.Start()); err != nil {
		b.Fatal(err)
	}
	handshake, err := bufio.NewReader(pipe).ReadString('\n')
	took := time.Since(began)
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", command.Process.Pid)) // elsewhere there is none
	_ = command.Process.Kill()
	_ = command.Wait()
	if err != nil || !strings.Contains(handshake, "|grpc") {
		b.Fatalf("it says %q: %v", handshake, err)
	}
	if memory {
		return statusOf(status, "VmHWM:") / 1024
	}
	return took.Seconds() * 1000
}

// rows are the lines of the table that have been measured.
var rows []string

// report adds a line to the table. Of a benchmark that is run again, the last counts.
func report(b *testing.B, what, unit string, found [contenders][]float64) {
	b.Helper()
	row, ours := what+"\t", median(found[byOurs])
	for _, each := range found {
		row += number(median(each), " "+unit) + "\t"
	}
	for _, each := range found[:byOurs] {
		row += number(ours/median(each), " ×") + "\t"
	}
	rows = append(slices.DeleteFunc(rows, func(row string) bool { return strings.HasPrefix(row, what+"\t") }), row)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours, unit)
}

// number writes a number, nothing where nothing was measured.
func number(value float64, unit string) string {
	if value == 0 || value != value || value > 1e9 {
		return "–"
	}
	return strconv.FormatFloat(value, 'f', 2, 64) + unit
}

// median returns zero of nothing.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.SortedFunc(slices.Values(values), cmp.Compare)
	return (sorted[len(sorted)/2] + sorted[(len(sorted)-1)/2]) / 2
}

// table prints itself when the tests have run.
type table struct{ *testing.M }

func (t table) Run() int {
	code := t.M.Run()
	if len(rows) > 0 {
		out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
		_, _ = fmt.Fprintf(out, "\nmedians on %d CPUs\tterraform_data\tnull_resource\tours\tours/terraform_data\tours/null_resource\t\n", runtime.NumCPU())
		for _, row := range rows {
			_, _ = fmt.Fprintln(out, row)
		}
		_ = out.Flush()
	}
	return code
}

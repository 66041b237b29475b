// Package faults plants faults in internal/access, in the compiler and in the proof itself, and demands that the proof
// notices each of them. A proof that cannot fail proves nothing.
package faults

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const random = "^TestRandomRules"

// stages are the tests that may notice a fault, the quick ones first.
var stages = []string{
	"^(TestTheStates|TestSmall|TestTheComparison|TestMoreRights|TestAKey|TestNothingCrosses|TestExplanations|TestRefusals|TestGates)",
	random,
	"^TestListsAreDecisions",
	"^TestDecisionsAreTheOracles",
	"^TestEveryPart",
}

// Guard 6, compiler and harness: every planted fault makes the proof fail, and without one it holds.
func TestPlantedFaultsAreNoticed(t *testing.T) {
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	faults := append(append([]fault{}, compiler...), harness...)
	binary := build(t, dir, faults)
	for _, stage := range stages { // a stage that fails by itself would "notice" everything
		if out, failed := run(t, dir, binary, "none", stage, 1); failed {
			t.Fatalf("the proof fails without a fault:\n%s", out)
		}
	}
	began := time.Now()
	work := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for n := range work {
				if stage, ok := noticed(t, dir, binary, n); ok {
					t.Logf("%3d noticed by %s: %s: %s", n, stage, faults[n].file, faults[n].what)
				} else {
					t.Errorf("%3d goes unnoticed: %s: %s", n, faults[n].file, faults[n].what)
				}
			}
		})
	}
	for n := range faults {
		work <- n
	}
	close(work)
	wg.Wait()
	t.Logf("%d faults of the compiler, %d of the proof, in %v", len(compiler), len(harness), time.Since(began).Round(time.Second))
}

// build compiles the tests of internal/access once, with all faults in them.
func build(t *testing.T, dir string, faults []fault) string {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command to build the faulty programs with")
	}
	tmp := t.TempDir()
	binary := filepath.Join(tmp, "faulty.test")
	cmd := exec.Command(tool, "test", "-c", "-vet=off", "-overlay", plant(t, dir, tmp, faults), "-o", binary, ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// noticed runs the stages until one fails. The random rules are always the same ones: whether a fault is noticed must not
// be a matter of luck. Some faults need more of them than others.
func noticed(t *testing.T, dir, binary string, n int) (stage string, ok bool) {
	for _, stage := range stages {
		if out, failed := run(t, dir, binary, strconv.Itoa(n), stage, 1); failed {
			return firstFailure(out), true
		}
	}
	for seed := 2; seed <= 8; seed++ {
		if out, failed := run(t, dir, binary, strconv.Itoa(n), random, seed); failed {
			return firstFailure(out) + " with other rules", true
		}
	}
	return "", false
}

func run(t *testing.T, dir, binary, fault, tests string, seed int) (out string, failed bool) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, "-test.run", tests, "-test.failfast", "-rapid.nofailfile", "-rapid.shrinktime", "0s")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CANDOR_FAULT="+fault, "CANDOR_PROOF_ENGINE=sqlite", "CANDOR_PROOF_SEED="+strconv.Itoa(seed))
	text, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Errorf("fault %s: no end", fault)
	}
	return string(text), err != nil
}

func firstFailure(out string) string {
	for line := range strings.Lines(out) {
		if name, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
			name, _, _ = strings.Cut(name, " ")
			return name
		}
	}
	if bytes.Contains([]byte(out), []byte("panic:")) {
		return "a panic"
	}
	return "the build"
}

package db_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// crashEnv makes this test binary the process that is killed.
const crashEnv = "CANDOR_TEST_CRASH"

func TestMain(m *testing.M) {
	if url := os.Getenv(crashEnv); url != "" {
		writeUntilKilled(url)
		return
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes from many goroutines and says what was acknowledged.
// Every write puts down two rows.
func writeUntilKilled(url string) {
	d, err := db.Open(context.Background(), url, nil)
	if err != nil {
		panic(err)
	}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for {
				id := db.NewID()
				err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
					if err := put(ctx, tx, id+" a", 1); err != nil {
						return err
					}
					return put(ctx, tx, id+" b", 1)
				})
				if err != nil {
					panic(err)
				}
				fmt.Println(id)
			}
		})
	}
	group.Wait()
}

// TestAKilledProcessLosesNoAcknowledgedWrite kills after about a thousand
// concurrent writes; what was acknowledged is there, and nothing by halves.
func TestAKilledProcessLosesNoAcknowledgedWrite(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		url := testdb.URL(d)
		if d.Engine() == db.SQLite {
			url = strings.Replace(url, "synchronous=off", "synchronous=full", 1)
		}
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashEnv+"="+url)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		var acknowledged []string
		for lines.Scan() && len(lines.Text()) == 36 { // the last line may be cut
			if acknowledged = append(acknowledged, lines.Text()); len(acknowledged) == 1000 {
				_ = cmd.Process.Kill()
			}
		}
		_ = cmd.Wait()
		if len(acknowledged) < 1000 {
			t.Fatalf("only %d writes", len(acknowledged))
		}
		kept := map[string]bool{}
		for _, name := range read[[]string](t, d, "SELECT name FROM timetable") {
			kept[name] = true
		}
		for _, id := range acknowledged {
			if !kept[id+" a"] || !kept[id+" b"] {
				t.Errorf("the acknowledged write %s is lost", id)
			}
		}
		for name := range kept {
			if other := strings.NewReplacer(" a", " b", " b", " a").Replace(name); !kept[other] {
				t.Errorf("half a write is there: %s", name)
			}
		}
	})
}

package guards

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/candidates"
	"candor/internal/library"
	"candor/internal/org"
	"candor/internal/positions"
)

// The live stream, as everybody at once, while something happens where not everybody may look: who hears the ids of it
// is exactly who the specification lets see it.
func TestNobodyHearsWhatTheyMayNotSee(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		server := httptest.NewServer(r.house.Web)
		t.Cleanup(server.Close)
		t.Cleanup(server.CloseClientConnections)
		ears := map[string]<-chan string{}
		for _, who := range castKeys() {
			ears[who] = r.listen(t, server.URL, who)
		}
		ctx, room := t.Context(), r.house.Candidates
		note := func(on string) func() error {
			return func() error {
				_, err := room.Note(ctx, r.As(ctx, "rui"), r.Applications[on], candidates.NewNote{Body: "Hm."})
				return err
			}
		}
		move := func(on string, to candidates.Status) func() error {
			return func() error {
				_, err := room.Move(ctx, r.As(ctx, "rui"), r.Applications[on], candidates.Move{Status: to, Confirmed: true})
				return err
			}
		}
		title := "Finance chief"
		cfo := []string{r.Positions["cfo"], r.Candidates["edda"], r.Applications["edda@cfo"], r.Candidates["hugo"], r.Applications["hugo@cfo"]}
		seesCFO := also(admins, "rui", "tom")
		for _, e := range []struct {
			what  string
			do    func() error
			ids   []string
			heard []string
		}{
			{"a note on a private position", note("edda@cfo"), cfo, seesCFO},
			{"a move on a private position", move("edda@cfo", candidates.Applied), cfo, seesCFO},
			{"a move out of Offer on a private position", move("hugo@cfo", candidates.Applied), cfo, seesCFO},
			{"a change of a private position", func() error {
				_, err := r.house.Positions.Update(ctx, r.As(ctx, "rui"), r.Positions["cfo"], positions.Patch{Title: &title})
				return err
			}, cfo, seesCFO},
			{"a note in Offer", note("lena@backend"), []string{r.Applications["lena@backend"], r.Candidates["lena"]}, also(admins, onBackend...)},
			{"a note on a member's own file", note("kit@coordinator"), []string{r.Applications["kit@coordinator"], r.Candidates["kit"]}, also(admins, "rui")},
			{"a note on the hidden one of two applications", note("sena@vp"), []string{r.Applications["sena@vp"], r.Candidates["sena"], r.Positions["vp"]}, also(admins, onVP...)},
			{"an edit of a Personal question", func() error {
				_, err := r.house.Library.Questions.Edit(ctx, r.As(ctx, "mia"), r.Library["question:draft"], 0, func(q *library.Question) { q.ModelAnswer = "None." })
				return err
			}, []string{r.Library["question:draft"]}, []string{"mia"}},
			{"an edit of the organisation's question", func() error {
				_, err := r.house.Library.Questions.Edit(ctx, r.As(ctx, "sol"), r.Library["question:shared"], 0, func(q *library.Question) { q.Difficulty = library.Hard })
				return err
			}, []string{r.Library["question:shared"]}, castKeys()},
			{"a Personal question is submitted", func() error {
				_, err := r.house.Library.Questions.Publish(ctx, r.As(ctx, "mia"), r.Library["question:rejected"])
				return err
			}, []string{r.Library["question:rejected"]}, also(approvers, "mia")},
			{"a move in open stages", move("ravi@backend", candidates.InReview), []string{r.Applications["ravi@backend"]}, viewers},
		} {
			if err := e.do(); err != nil {
				t.Fatalf("%s: %v", e.what, err)
			}
			website := "https://northwind.example/" + strings.ReplaceAll(e.what, " ", "-")
			if _, err := r.house.Org.EditOrganization(ctx, r.As(ctx, "ada"), org.Settings{Website: &website}); err != nil {
				t.Fatal(err)
			}
			for _, who := range castKeys() {
				said := until(t, ears[who], `"kind":"settings"`)
				heard := slices.ContainsFunc(e.ids, func(id string) bool { return strings.Contains(said, id) })
				if heard != slices.Contains(e.heard, who) {
					t.Errorf("%s: %s hears it: %v\n%s", e.what, who, heard, said)
				}
				for _, c := range canaries {
					if holds(said, c.word) {
						t.Errorf("the stream of %s says %q", who, c.word)
					}
				}
			}
		}
	})
}

// listen opens somebody's stream, and returns when it has begun.
func (r *rig) listen(t *testing.T, address, who string) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "candor-session", Value: r.tokens[who]})
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("the stream of %s: %v %v", who, res, err)
	}
	said := make(chan string, 1000)
	go func() {
		defer close(said)
		defer res.Body.Close()
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			said <- lines.Text()
		}
	}()
	until(t, said, "hello")
	return said
}

// until collects what a stream says up to some words.
func until(t *testing.T, said <-chan string, words string) string {
	t.Helper()
	var all strings.Builder
	late := time.After(20 * time.Second)
	for {
		select {
		case line, ok := <-said:
			all.WriteString(line + "\n")
			if !ok {
				t.Fatalf("the stream ended: %s", all.String())
			}
			if strings.Contains(line, words) {
				return all.String()
			}
		case <-late:
			t.Fatalf("the stream does not say %s: %s", words, all.String())
		}
	}
}

package guards

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"candor/internal/db"
)

// canary is a word that stands in one secret only, with the people who may come upon it. The lists are written from the
// specification (docs/using/access.md, "On one position" and "What is hidden does not exist"), not computed by what they test.
type canary struct {
	word   string
	secret string
	seenBy []string
	public bool // may stand on the careers page
}

var (
	admins    = []string{"ada", "ben"}
	onBackend = []string{"hana", "rui"} // hiring manager, recruiter
	onCFO     = []string{"rui"}         // ben, the hiring manager, is an Admin
	onVP      = []string{"hana", "rui"}
	viewers   = []string{"ada", "ben", "sol", "kit", "hana", "rui", "tom", "nora", "vic"} // candidates:view, in the role or on backend
)

func also(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

var canaries = []canary{
	// Compensation: Admins, hiring manager, recruiter.
	{"61003", "pay of an open position", also(admins, onBackend...), false},
	{"84017", "pay of an open position", also(admins, onBackend...), false},
	{"38011", "pay of an open position", also(admins, "hana"), false},
	{"47013", "pay of an open position", admins, false},
	{"141019", "pay of a private position", also(admins, onCFO...), false},
	{"118033", "pay of a private position", also(admins, onVP...), false},
	{"29009", "pay of a closed position", also(admins, "rui"), false},
	// Private positions and all under them: Admins and the hiring team.
	{"Halcyon", "a private position", also(admins, "rui", "tom"), false},
	{"Tamarisk", "a private position", also(admins, onVP...), false},
	{"Chief financial", "title of a private position", also(admins, "rui", "tom"), false},
	{"VP Engineering", "title of a private position", also(admins, onVP...), false},
	{"Falkenrath", "somebody on a private position", also(admins, "rui", "tom"), false},
	{"farthingale", "a résumé on a private position", also(admins, "rui", "tom"), false},
	{"Sarmento", "somebody in Offer on a private position", also(admins, "rui", "tom"), false},
	{"Grantham", "somebody on a private position", also(admins, onVP...), false},
	{"petrichor", "a résumé on a private position", also(admins, onVP...), false},
	{"Vespertine", "a note on a private position", also(admins, "rui", "tom"), false},
	{"Gallimaufry", "a note on a private position", also(admins, "rui", "tom"), false},
	{"Obelisk", "a note on the hidden one of two applications", also(admins, "rui", "tom"), false},
	{"Zephyrine", "a note on the hidden one of two applications", also(admins, onVP...), false},
	// Closing stages: closers.
	{"skerrick", "a note in Offer", also(admins, onBackend...), false},
	{"tiffin", "a note in Hired", also(admins, onBackend...), false},
	{"Quicksilver", "a note in Offer, private", also(admins, onCFO...), false},
	{"Lodestar", "a note in Hired, private", also(admins, onCFO...), false},
	{"Umbrage", "a note on a hired member's own file", also(admins, "rui"), false},
	// Open stages: whoever sees candidates there. An interviewer on no team sees none.
	{"pelmanism", "a note in an open stage", viewers, false},
	{"Marzipanology", "a résumé", viewers, false},
	{"gossamer", "the résumé of somebody in Offer", viewers, false},
	{"+351 910 000 101", "a phone number", viewers, false},
	// Own file: everybody who sees it but the one it is about.
	{"flibbertigibbet", "a member's own résumé", []string{"ada", "ben", "sol", "rui", "tom", "nora", "vic"}, false},
	// Another organisation.
	{"Cumulonimbus", "another organisation", nil, false},
	{"Corrigan", "another organisation", nil, false},
	{"Stratospherical", "another organisation", nil, false},
}

// Every door that reads, with everything that can be named in its address, as everybody: no word of a secret in any
// byte that comes back, and every canary sings somewhere for those who may hear it.
func TestCanaries(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		files := r.files(t)
		sung := map[string]bool{} // word + who
		for _, who := range everybody {
			n := 0
			for _, address := range r.addresses(files) {
				if isPublic(address) && who != "visitor" {
					continue // the same for everybody
				}
				a := r.ask(r.house, who, http.MethodGet, address, nil)
				n++
				if a.status >= 500 {
					t.Errorf("%s as %s: %d", address, who, a.status)
				}
				for _, c := range canaries {
					if !strings.Contains(a.all(), c.word) && !strings.Contains(a.all(), grouped(c.word)) {
						continue
					}
					sung[c.word+who] = true
					if !slices.Contains(c.seenBy, who) && !echoed(address, c.word) {
						t.Errorf("%s as %s shows %q (%s)", address, who, c.word, c.secret)
					}
				}
			}
			if n < 20 && who != "visitor" {
				t.Errorf("only %d addresses were asked as %s", n, who)
			}
		}
		for _, c := range canaries {
			for _, who := range c.seenBy {
				if !sung[c.word+who] {
					t.Errorf("%s never meets %q (%s): the search looks in the wrong places, or they see too little", who, c.word, c.secret)
				}
			}
		}
		r.searchLetters(t)
	})
}

// all is everything an answer says: headers, body.
func (a answer) all() string {
	var b strings.Builder
	a.header.Write(&b)
	return b.String() + a.body
}

// grouped is a number as people read it: 61,003.
func grouped(word string) string {
	if len(word) < 5 || strings.Trim(word, "0123456789") != "" {
		return word
	}
	return word[:len(word)-3] + "," + word[len(word)-3:]
}

// echoed: a search page repeats what was asked for.
func echoed(address, word string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Contains(u.Query().Get("q"), word)
}

func isPublic(address string) bool {
	return strings.HasPrefix(address, "/careers/") || strings.HasPrefix(address, "/assets/") || address == "/api/docs" || address == "/api/v1/openapi.json"
}

// addresses are all that can be read: every GET door with every id of its kind, and every search for every canary.
func (r *rig) addresses(files []string) (out []string) {
	ids := map[string][]string{"files": files}
	for _, pair := range []struct {
		kind string
		of   map[string]string
	}{{"positions", r.Positions}, {"candidates", r.Candidates}, {"applications", r.Applications}, {"members", r.Members}, {"roles", r.Roles}} {
		for _, id := range pair.of {
			ids[pair.kind] = append(ids[pair.kind], id)
		}
		slices.Sort(ids[pair.kind])
	}
	for _, door := range r.house.Web.Routes() {
		path, ok := strings.CutPrefix(door.Pattern, "GET ")
		if !ok || strings.HasPrefix(path, "/live") || strings.HasPrefix(path, "/metrics") {
			continue
		}
		path = strings.TrimSuffix(path, "{$}")
		if !strings.Contains(path, "{") {
			out = append(out, path)
			continue
		}
		for kind, list := range ids {
			before, after, found := strings.Cut(path, "/"+kind+"/{id}")
			if !found || strings.Contains(after, "{") {
				continue
			}
			for _, id := range list {
				out = append(out, before+"/"+kind+"/"+id+after)
			}
		}
	}
	out = append(out, "/careers/northwind", "/careers/tailspin")
	for _, c := range canaries {
		q := url.QueryEscape(c.word)
		out = append(out, "/api/v1/search?q="+q, "/find?q="+q, "/api/v1/candidates?q="+q+"&count=true", "/api/v1/positions?q="+q+"&count=true",
			"/api/v1/applications?q="+q+"&count=true", "/candidates?q="+q, "/positions?q="+q)
	}
	return out
}

func (r *rig) files(t *testing.T) (ids []string) {
	err := r.house.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT id FROM files ORDER BY id`).Scan(ctx, &ids)
	})
	if err != nil || len(ids) < 10 {
		t.Fatalf("%d files: %v", len(ids), err)
	}
	return ids
}

// searchLetters: what leaves by mail holds no secret at all.
func (r *rig) searchLetters(t *testing.T) {
	r.letters.mu.Lock()
	defer r.letters.mu.Unlock()
	if len(r.letters.sent) == 0 {
		t.Error("no letter was sent: the invitation of newt should have been")
	}
	for _, m := range r.letters.sent {
		for _, c := range canaries {
			if strings.Contains(fmt.Sprintf("%+v", m), c.word) {
				t.Errorf("a letter to %s holds %q (%s)", m.ToEmail, c.word, c.secret)
			}
		}
	}
}

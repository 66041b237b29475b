package guards

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
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
	approvers = []string{"ada", "ben", "sol", "kit", "rui"}                               // questions:approve, templates:approve
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
	// What letters are about.
	{"Brouhaha", "a note with a rejection", viewers, false},
	{"Collywobbles", "a note with a rejection, private", also(admins, "rui", "tom"), false},
	{"Rigmarole in edda", "a note on a private position", also(admins, "rui", "tom"), false},
	{"Rigmarole in lena", "a note in Offer", also(admins, onBackend...), false},
	{"Rigmarole in grace", "a note in an open stage", viewers, false},
	{"Bilbocatch", "an applicant of the careers page", []string{"ada", "ben", "sol", "kit", "rui", "tom", "nora", "vic"}, false},
	{"52009", "pay that is published, masked inside", also(admins, "rui"), true},
	// The library: what is Personal, rejected or withdrawn is its creator's; what waits is also the approvers'.
	{"Quockerwodger", "a Personal question", []string{"mia"}, false},
	{"leap seconds to a poet", "title of a Personal question, and of a template's", []string{"mia"}, false},
	{"ultracrepid", "a tag of a Personal question", []string{"mia"}, false},
	{"Snollygoster", "a question that waits for approval", also(approvers, "mia"), false},
	{"Teach me something", "title of a question that waits for approval", also(approvers, "mia"), false},
	{"Bumfuzzle", "a rejected question", []string{"mia"}, false},
	{"yourself in five", "title of a rejected question", []string{"mia"}, false},
	{"Taradiddle", "why a question was rejected", []string{"mia"}, false},
	{"Cattywampus", "a withdrawn question", []string{"mia"}, false},
	{"your worst manager", "title of a withdrawn question", []string{"mia"}, false},
	{"Sialoquent", "a Personal question of a recruiter", []string{"kit"}, false},
	{"tittynope", "a tag of a Personal question", []string{"kit"}, false},
	{"Gobemouche", "an interviewer's own copy of a question", []string{"ines"}, false},
	{"Famulus", "a draft from before it was published", []string{"sol"}, false},
	{"Sesquipedal", "a change that waits for approval", also(approvers, "mia"), false},
	{"Erinaceous", "a Personal template", []string{"mia"}, false},
	{"Jentacular", "a template that waits for approval", also(approvers, "mia"), false},
	{"Xertz", "a Personal feedback form", []string{"kit"}, false},
	{"Nudiustertian", "a rejected feedback form", []string{"mia"}, false},
	{"Absquatulate", "why a feedback form was rejected", []string{"mia"}, false},
	// Another organisation.
	{"Cumulonimbus", "another organisation, on its careers page", nil, true},
	{"Corrigan", "another organisation", nil, false},
	{"Stratospherical", "another organisation", nil, false},
}

// Every door that reads, with everything that can be named in its address, as everybody: no word of a secret in any
// byte that comes back, and every canary sings somewhere for those who may hear it. Letters of all kinds have been sent
// before, and are searched where they leave.
func TestCanaries(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		r.correspond(t)
		addresses := r.addresses(t)
		sung := map[string]bool{} // word + who
		for _, who := range r.readers() {
			n := 0
			for _, address := range append(slices.Clip(addresses), searchesOf(who)...) {
				if isPublic(address) && who != "visitor" {
					continue // the same for everybody
				}
				a := r.ask(r.house, who, http.MethodGet, address, nil)
				n++
				if a.status >= 500 {
					t.Errorf("%s as %s: %d", address, who, a.status)
				}
				for _, c := range canaries {
					if echoed(address, c.word) || !holds(a.all(), c.word) {
						continue
					}
					sung[c.word+who] = true
					if !c.mayStand(who, address) && !(address == r.received && c.word == "Bilbocatch") {
						t.Errorf("%s as %s shows %q (%s)", address, who, c.word, c.secret)
					}
				}
			}
			if n < 500 && who != "visitor" {
				t.Errorf("only %d addresses were asked as %s", n, who)
			}
		}
		for _, c := range canaries {
			for _, who := range c.seenBy {
				if slices.Contains(r.readers(), who) && !sung[c.word+who] {
					t.Errorf("%s never meets %q (%s): the search looks in the wrong places, or they see too little", who, c.word, c.secret)
				}
			}
			if c.public != sung[c.word+"visitor"] && c.word != "Bilbocatch" {
				t.Errorf("%q (%s) is met by a visitor: %v", c.word, c.secret, !c.public)
			}
		}
		r.searchLetters(t)
		r.searchAnswers(t)
	})
}

// readers are those who look: on SQLite everybody; on PostgreSQL, where each look takes several times as long and the
// rules are the same, one of each kind.
func (r *rig) readers() []string {
	if r.house.DB.Engine() == db.SQLite {
		return everybody
	}
	return []string{"ada", "kit", "ines", "hana", "tom", "visitor"}
}

// mayStand: who may see the secret, and what everybody may read.
func (c canary) mayStand(who, address string) bool {
	return slices.Contains(c.seenBy, who) || c.public && isPublic(address)
}

// searchesOf looks for everything somebody may find; TestSearchFindsNoSecret looks for the rest.
func searchesOf(who string) (out []string) {
	for _, c := range canaries {
		if slices.Contains(c.seenBy, who) {
			out = append(out, searches(c.word)...)
		}
	}
	return out
}

// holds: a word as it is written, or a number as people read it.
func holds(text, word string) bool {
	if strings.Contains(text, grouped(word)) && grouped(word) != word {
		return true
	}
	return strings.Contains(text, word) && (strings.Trim(word, "0123456789") != "" || amount(word).MatchString(text))
}

// amount finds a number by itself, in whole or in hundredths: ids and hashes have digits, too, and some day these.
func amount(number string) *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^0-9A-Za-z_])` + number + `(?:00)?(?:[^0-9A-Za-z_]|$)`)
}

func TestANumberIsFoundByItself(t *testing.T) {
	for text, want := range map[string]bool{`"amount_minor":3801100,`: true, "38011": true, "€38,011": true, "38011-45007": true, "01a2-38011abc": false, "f38011-": false, "380112": false} {
		if holds(text, "38011") != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// What one finds by a word one may not read is what one finds by a word that stands nowhere: the same lists, the same
// counts, the same pages, but for the word itself.
func TestSearchFindsNoSecret(t *testing.T) {
	onEach(t, func(t *testing.T, r *rig) {
		r.correspond(t)
		for _, who := range r.readers() {
			for _, c := range canaries {
				if who == "visitor" || slices.Contains(c.seenBy, who) {
					continue
				}
				nowhere := strings.Repeat("q", len(c.word))
				for i, address := range searches(c.word) {
					found := r.ask(r.house, who, http.MethodGet, address, nil)
					nothing := r.ask(r.house, who, http.MethodGet, searches(nowhere)[i], nil)
					one, other := wordless(found, c.word), wordless(nothing, nowhere)
					if found.status != nothing.status || one != other {
						t.Errorf("%s as %s (%d) tells of %q (%s):\n%s", address, who, found.status, c.word, c.secret, firstDifference(other, one))
					}
				}
			}
		}
	})
}

// wordless is an answer without the word that was asked for, however it is escaped.
func wordless(a answer, word string) string {
	text := a.body
	for _, w := range []string{url.QueryEscape(word), url.PathEscape(word), html.EscapeString(word), strings.ReplaceAll(word, " ", "%20"), word} {
		text = strings.ReplaceAll(text, w, "WORD")
	}
	return text
}

// searchAnswers: what comes back from a change that was made, from people who see less than all. It goes last, since
// these changes stay.
func (r *rig) searchAnswers(t *testing.T) {
	t.Helper()
	made := 0
	for _, who := range []string{"sol", "kit", "hana", "tom", "nora"} {
		for _, try := range []try{
			{"edit a position", "PATCH", "/api/v1/positions/{backend}", fields{"department": who}},
			{"edit a position with public pay", "PATCH", "/api/v1/positions/{design}", fields{"department": who}},
			{"add a phase", "POST", "/api/v1/positions/{backend}/phases", fields{"name": who}},
			{"create a position", "POST", "/api/v1/positions", fields{"title": who}},
			{"edit somebody with a hidden application", "PATCH", "/api/v1/candidates/{sena}", fields{"headline": who}},
			{"note", "POST", "/api/v1/applications/{sena@backend}/notes", fields{"body": "From " + who}},
			{"star", "POST", "/api/v1/applications/{lena@backend}/star", fields{"starred": true}},
			{"snooze", "POST", "/api/v1/applications/{sena@backend}/snooze", fields{"until": "2026-03-20T09:00:00Z"}},
			{"add a file", "POST", "/api/v1/applications/{sena@backend}/files", sheet{"cv.txt", "Words of " + who, url.Values{"purpose": {"resume"}}, "file"}},
			{"into Offer, the feed shuts", "POST", "/api/v1/applications/{grace@backend}/move", fields{"status": "offer", "confirmed": true}},
			{"withdraw", "POST", "/api/v1/applications/{sena@backend}/withdraw", fields{}},
			{"open again", "POST", "/api/v1/applications/{sena@backend}/reopen", fields{}},
			{"edit a member", "PATCH", "/api/v1/members/{member:" + who + "}", fields{"title": who}},
		} {
			a := r.send(t.Context(), r.house, who, try.method, r.name(try.path), r.fill(try.body))
			if a.status < 300 {
				made++
			}
			for _, c := range canaries {
				if holds(a.all(), c.word) && !slices.Contains(c.seenBy, who) {
					t.Errorf("%s as %s (%d) answers %q (%s)", try.name, who, a.status, c.word, c.secret)
				}
			}
		}
	}
	if made < 30 {
		t.Errorf("only %d changes were made", made)
	}
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

// echoed: a search page repeats what was asked for, a list the tag.
func echoed(address, word string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Contains(u.Query().Get("q")+"\n"+u.Query().Get("tag"), word)
}

func isPublic(address string) bool {
	return strings.HasPrefix(address, "/careers/") || strings.HasPrefix(address, "/assets/") || address == "/api/docs" || address == "/api/v1/openapi.json"
}

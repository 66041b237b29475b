package web

import (
	"context"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/library/profiles"
	"candor/internal/positions"
)

// desk is a server of the pages of positions, and a browser without script for each person: ada (Admin), sol
// (Staffing), hana and ines (Interviewer), tom and nora (Basic).
type desk struct {
	*house
	room *positions.Room
}

func desks(t *testing.T, fn func(k *desk)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(openDesk(t, d)) })
}

func openDesk(t *testing.T, d *db.DB) *desk {
	t.Helper()
	people(t, d)
	room := positions.New(d)
	h := &house{t: t, d: d, logs: &syncBuffer{}, dead: map[string]bool{}}
	h.write(func(ctx context.Context, tx db.Tx) error { return hire(ctx, tx) })
	s, err := build(Deps{DB: d, Now: d.Now, Secret: []byte("secret"), Library: library.New(d, approvals.New(d)), Profiles: profiles.New(d), Positions: room, Candidates: candidates.New(d, nil),
		Authenticate: func(ctx context.Context, token, _ string) (a access.Actor, err error) {
			err = d.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
				a, err = access.Load(ctx, tx, "o", token)
				return err
			})
			return a, err
		}}, func(s *Server) { s.positions(); s.careers() })
	if err != nil {
		t.Fatal(err)
	}
	h.s = s
	h.ts = httptest.NewServer(s)
	t.Cleanup(func() { s.Close(); h.ts.Close() })
	return &desk{h, room}
}

// hire adds the people whom the other tests of this package do not need.
func hire(ctx context.Context, tx db.Tx) error {
	put := func(sql string, args ...any) (err error) { _, err = tx.NewRaw(sql, args...).Exec(ctx); return err }
	for _, r := range []struct{ id, system string }{{"r-staff", "staffing"}, {"r-basic", ""}} {
		if err := put(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, 'o', ?, ?, ?, 1, 1)`, r.id, r.id, r.id, r.system); err != nil {
			return err
		}
	}
	for _, p := range access.Presets()[0].Permissions.List() {
		if err := put(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES ('r-basic', 'o', ?)`, string(p)); err != nil {
			return err
		}
	}
	for name, role := range map[string]string{"sol": "r-staff", "hana": "r-int", "tom": "r-basic", "nora": "r-basic"} {
		if err := put(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, 1)`, "p-"+name, name+"@x.example", name+"@x.example", name); err != nil {
			return err
		}
		if err := put(`INSERT INTO members (id, org_id, person_id, role_id, name_key, joined_at, access_since) VALUES (?, 'o', ?, ?, ?, 1, 1)`, name, "p-"+name, role, name); err != nil {
			return err
		}
	}
	return nil
}

// ask opens a page, or sends it a form; it does not follow where the answer leads.
func (k *desk) ask(who, path string, form url.Values) answer {
	k.t.Helper()
	if form == nil {
		return k.get(who, path)
	}
	return k.post(who, path, form)
}

func (k *desk) sees(a answer, status int, words ...string) answer {
	k.t.Helper()
	if a.StatusCode != status {
		k.t.Fatalf("%s %s: %d, not %d:\n%s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.text)
	}
	for _, w := range words {
		if !strings.Contains(a.text, w) {
			k.t.Errorf("%s %s lacks %q:\n%s", a.Request.Method, a.Request.URL, w, a.text)
		}
	}
	return a
}

func (k *desk) not(a answer, words ...string) {
	k.t.Helper()
	for _, w := range words {
		if strings.Contains(a.text, w) {
			k.t.Errorf("%s %s has %q", a.Request.Method, a.Request.URL, w)
		}
	}
}

// position makes one with hana as Hiring Manager and tom as Team Member through the form, and gives its path.
func (k *desk) position(more url.Values) string {
	k.t.Helper()
	form := url.Values{"title": {"Backend engineer"}, "remote": {"hybrid"}, "employment_type": {"full_time"}, "locations": {"Porto, Portugal\r\nOslo"}, "department": {"Engineering"},
		"hiring_manager": {"hana"}, "team_member": {"tom"}, "pay_min": {"61,002"}, "pay_max": {"71 002.50"}, "pay_currency": {"EUR"}, "pay_period": {"year"},
		"phases.0.name": {"Screen"}, "phases.0.stage": {"1"}, "phases.0.minutes": {"30"}, "phases.1.name": {""}, "phases.2.name": {"Panel"}, "phases.2.stage": {"2"},
		"phases.3.name": {"Case"}, "phases.3.stage": {"2"}}
	for name, v := range more {
		form[name] = v
	}
	a := k.sees(k.ask("ada", "/positions", form), 303)
	return a.Header.Get("Location")
}

var phaseIDs = regexp.MustCompile(`data-step="([^"]+)"`)

func (k *desk) order(who, at string) (ids []string) {
	k.t.Helper()
	for _, m := range phaseIDs.FindAllStringSubmatch(k.sees(k.ask(who, at+"/settings", nil), 200).text, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestThePagesOfAPosition(t *testing.T) {
	desks(t, func(k *desk) {
		open, private := k.position(nil), k.position(url.Values{"private": {"true"}, "title": {"Halcyon"}})
		for who, w := range map[string]struct{ open, private, list int }{
			"ada": {200, 200, 200}, "hana": {200, 200, 200}, "tom": {200, 200, 200}, "nora": {200, 404, 200}, "sol": {200, 404, 200}, "ines": {404, 404, 403},
		} {
			pay := who == "ada" || who == "hana"
			a := k.sees(k.ask(who, open, nil), w.open)
			if w.open == 200 {
				k.sees(a, 200, "Porto, Portugal, Oslo (hybrid)", "hana", "Parallel — Stage 2")
				if pay {
					k.sees(a, 200, "€61,002 – €71,002.50 a year")
				} else {
					k.sees(a, 200, "The hiring manager, the recruiter and admins see what it pays.")
					k.not(a, "61,002")
				}
			}
			a = k.sees(k.ask(who, private, nil), w.private)
			if w.private == 404 {
				if unknown := k.ask(who, "/positions/unknown", nil); unknown.text != a.text {
					t.Errorf("%s: hidden and unknown differ", who)
				}
			}
			a = k.sees(k.ask(who, "/positions", nil), w.list)
			if strings.Contains(a.text, "Halcyon") != (w.private == 200) {
				t.Errorf("%s lists Halcyon, or does not", who)
			}
			k.not(a, "61,002")
		}
	})
}

func TestOnlyButtonsForWhatOneMay(t *testing.T) {
	desks(t, func(k *desk) {
		at := k.position(nil)
		for who, shown := range map[string]string{"ada": "team eye status settings", "hana": "team eye status settings", "tom": "eye status settings", "sol": "status settings", "nora": ""} {
			a := k.sees(k.ask(who, at, nil), 200)
			for name, mark := range map[string]string{"team": "Edit hiring team", "eye": "Who sees this position", "status": at + "/open", "settings": at + "/settings\""} {
				if strings.Contains(a.text, mark) != strings.Contains(shown, name) {
					t.Errorf("%s and %s", who, name)
				}
			}
		}
		k.sees(k.ask("nora", at+"/settings", nil), 403)
		k.sees(k.ask("sol", at+"/settings", nil), 200, "Application form", "Pipeline")
		k.not(k.ask("sol", at+"/settings", nil), `id="compensation"`, "61,002", "Make it private")
		k.sees(k.ask("sol", at+"/team", nil), 200, "hana")
		k.not(k.ask("sol", at+"/team", nil), "Save hiring team")
		for path, form := range map[string]url.Values{"/team": {"recruiter": {"sol"}}, "/privacy": {"private": {"true"}}, "/settings/compensation": {"pay_min": {"1"}}} {
			k.sees(k.ask("sol", at+path, form), 403)
			k.sees(k.ask("ines", at+path, form), 404)
		}
	})
}

func TestNothingTypedIsLost(t *testing.T) {
	desks(t, func(k *desk) {
		form := url.Values{"title": {""}, "description": {"All **day**"}, "pay_min": {"lots"}, "pay_currency": {"EUR"}, "pay_period": {"year"}, "recruiter": {"hana"}, "team_member": {"hana"},
			"phases.0.name": {"Screen"}, "phases.0.minutes": {"soon"}, "remote": {"remote"}, "employment_type": {"contract"}}
		k.sees(k.ask("ada", "/positions", form), 422, "All **day**", `value="lots"`, `value="Screen"`, `value="soon"`, `value="contract" selected`)
		form["pay_min"], form["phases.0.minutes"] = []string{"5"}, []string{"30"}
		a := k.sees(k.ask("ada", "/positions", form), 422, `href="#field-title"`, `href="#field-hiring_manager"`, "named twice")
		k.not(a, `href="#field-pay_min"`)
		form["title"], form["team_member"] = []string{"X"}, nil
		k.sees(k.ask("sol", "/positions", form), 403, "only as Hiring Manager or Recruiter", "All **day**", `value="5"`) // hana leads, not sol
		form["recruiter"] = []string{"sol"}
		k.sees(k.ask("sol", "/positions", form), 303)
		at := k.position(nil)
		k.sees(k.ask("ada", at+"/settings/details", url.Values{"title": {""}, "description": {"Typed"}, "remote": {"hybrid"}, "employment_type": {"full_time"}}), 422, "Typed", `href="#field-title"`)
	})
}

func TestWhoSavesLaterIsTold(t *testing.T) {
	desks(t, func(k *desk) {
		at := k.position(nil)
		seen := regexp.MustCompile(`name="seen" value="(details:[^"]+)"`).FindStringSubmatch(k.ask("tom", at+"/settings", nil).text)[1]
		form := func(title, seen string) url.Values {
			return url.Values{"title": {title}, "remote": {"hybrid"}, "employment_type": {"full_time"}, "seen": {seen}}
		}
		k.sees(k.ask("ada", at+"/settings/compensation", url.Values{"pay_min": {"1"}, "pay_currency": {"EUR"}, "pay_period": {"year"}}), 303)
		k.sees(k.ask("tom", at+"/settings/details", form("Mine", seen)), 303)
		a := k.sees(k.ask("ada", at+"/settings/details", form("Yours", seen)), 412, `value="Yours"`, "Somebody has changed this")
		seen = regexp.MustCompile(`name="seen" value="(details:[^"]+)"`).FindStringSubmatch(a.text)[1]
		k.sees(k.ask("ada", at+"/settings/details", form("Yours", seen)), 303)
	})
}

func TestTheFormBuilderWithoutScript(t *testing.T) {
	desks(t, func(k *desk) {
		at := k.position(nil)
		labels := regexp.MustCompile(`name="form\.questions\.\d+\.label"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="form\.questions\.\d+\.label"`)
		ids := regexp.MustCompile(`name="(form\.questions\.\d+\.id)" value="([^"]*)"`)
		got := func() (out []string) {
			for _, m := range labels.FindAllStringSubmatch(k.ask("ada", at+"/settings", nil).text, -1) {
				out = append(out, m[1]+m[2])
			}
			return out
		}
		form := url.Values{"resume": {"optional"}, "phone": {"off"}, "links": {"off"}}
		add := func(label, kind string) {
			form.Set("do", "add")
			form.Set("new_label", label)
			form.Set("new_kind", kind)
			k.sees(k.ask("ada", at+"/settings/form", form), 303)
			page := k.ask("ada", at+"/settings", nil)
			i := len(ids.FindAllString(page.text, -1)) - 1
			for _, m := range ids.FindAllStringSubmatch(page.text, -1) {
				form.Set(m[1], m[2])
			}
			n := "form.questions." + string(rune('0'+i)) + "."
			form.Set(n+"label", label)
			form.Set(n+"kind", kind)
		}
		add("When?", "short")
		add("Which?", "choice")
		k.sees(k.ask("ada", at+"/settings/form", form), 422, "choices", "Give 2 to 30 choices.")
		form.Set("form.questions.1.choices", "Hammer\r\nSaw")
		add("Why?", "long")
		form.Set("do", "up:2")
		k.sees(k.ask("ada", at+"/settings/form", form), 303)
		if want := "When? Why? Which?"; strings.Join(got(), " ") != want {
			t.Fatal(got())
		}
		form = url.Values{"resume": {"optional"}, "phone": {"off"}, "links": {"off"}, "do": {"add"}, "new_label": {""}}
		k.sees(k.ask("ada", at+"/settings/form", form), 422, "Say what the question is.")
		p, err := k.room.Get(t.Context(), k.actor("ada"), strings.TrimPrefix(at, "/positions/"))
		if err != nil || p.Form.Resume != positions.Optional || len(p.Form.Questions) != 3 || len(p.Form.Questions[2].Choices) != 2 {
			t.Errorf("%+v %v", p.Form, err)
		}
	})
}

func (k *desk) actor(name string) (a access.Actor) {
	k.t.Helper()
	err := k.d.Read(k.t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, "o", name)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return a
}

func TestThePlanWithoutScript(t *testing.T) {
	desks(t, func(k *desk) {
		at := k.position(nil)
		plan := func() string {
			phases, err := k.room.Phases(t.Context(), k.actor("ada"), strings.TrimPrefix(at, "/positions/"))
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, p := range phases {
				out = append(out, string(rune('0'+p.Stage))+p.Name)
			}
			return strings.Join(out, " ")
		}
		if plan() != "1Screen 2Panel 2Case" {
			t.Fatal(plan())
		}
		for _, step := range []struct {
			do   string
			at   int
			want string
		}{
			{"up", 2, "1Screen 2Case 3Panel"}, {"parallel", 2, "1Screen 2Case 2Panel"}, {"after", 2, "1Screen 2Case 3Panel"},
			{"down", 0, "1Case 2Screen 3Panel"}, {"up", 0, "1Case 2Screen 3Panel"}, {"down", 2, "1Case 2Screen 3Panel"},
		} {
			ids := k.order("tom", at)
			order := regexp.MustCompile(`name="order" value="([^"]*)"`).FindStringSubmatch(k.ask("tom", at+"/settings", nil).text)[1]
			k.sees(k.ask("tom", at+"/phases/order", url.Values{"order": {order}, "do": {step.do + ":" + ids[step.at]}}), 303)
			if plan() != step.want {
				t.Fatalf("%+v: %s", step, plan())
			}
		}
		ids := k.order("tom", at)
		k.sees(k.ask("tom", at+"/phases/order", url.Values{"order": {ids[2] + ",+" + ids[0] + "," + ids[1]}}), 303)
		if plan() != "1Panel 1Case 2Screen" {
			t.Fatal(plan())
		}
		k.sees(k.ask("tom", at+"/phases/order", url.Values{"order": {ids[2]}}), 409, "The plan has changed meanwhile")
		k.sees(k.ask("tom", at+"/phases", url.Values{"name": {"Lunch"}, "kind": {"other"}, "minutes": {"60"}, "needs_all": {"true"}}), 303)
		k.sees(k.ask("tom", at+"/phases", url.Values{"name": {""}, "minutes": {"x"}, "guidance": {"Ask"}}), 422, "Ask", `value="x"`)
		ids = k.order("tom", at)
		k.sees(k.ask("tom", at+"/phases/"+ids[3], nil), 200, `value="Lunch"`)
		k.sees(k.ask("tom", at+"/phases/"+ids[3], url.Values{"name": {"Dinner"}, "kind": {"other"}, "minutes": {"60"}, "stage": {"2"}}), 303)
		k.sees(k.ask("tom", at+"/phases/"+ids[0]+"/remove", url.Values{}), 303)
		if plan() != "1Case 2Screen 2Dinner" {
			t.Fatal(plan())
		}
		other := k.position(nil)
		k.sees(k.ask("tom", at+"/phases/copy", url.Values{"copy_plan": {strings.TrimPrefix(other, "/positions/")}}), 303)
		if plan() != "1Case 2Screen 2Dinner 3Screen 4Panel 4Case" {
			t.Fatal(plan())
		}
		for _, who := range []string{"nora", "ines"} {
			want := map[string]int{"nora": 403, "ines": 404}[who]
			k.sees(k.ask(who, at+"/phases", url.Values{"name": {""}}), want)
			k.sees(k.ask(who, at+"/phases/new", nil), want)
		}
	})
}

func TestTeamPrivacyAndCareersPageByForms(t *testing.T) {
	desks(t, func(k *desk) {
		at := k.position(nil)
		k.sees(k.ask("hana", at+"/team", nil), 200, "Save hiring team")
		k.sees(k.ask("hana", at+"/team", url.Values{"team_member": {"tom", "nora"}}), 422, "Keep at least one Hiring Manager or Recruiter.")
		k.sees(k.ask("hana", at+"/team", url.Values{"hiring_manager": {"hana"}, "team_member": {"tom", "nora"}}), 303)
		k.sees(k.ask("nora", at+"/public", url.Values{"public": {"true"}}), 303)
		k.sees(k.ask("nora", at+"/open", url.Values{}), 303)
		slug := regexp.MustCompile(`/careers/north/[\w-]+`).FindString(k.sees(k.ask("nora", at, nil), 200, "On the careers page now.").text)
		k.sees(k.ask("", slug, nil), 200, "Apply for this position")
		k.sees(k.ask("tom", at+"/privacy", url.Values{"private": {"true"}}), 303)
		k.sees(k.ask("", slug, nil), 404)
		k.sees(k.ask("sol", at, nil), 404)
		k.sees(k.ask("tom", at+"/privacy", nil), 200, "1 more person will see this position") // sol
		k.sees(k.ask("tom", at+"/privacy", url.Values{"private": {"false"}}), 303)
		k.sees(k.ask("", slug, nil), 404)
		k.sees(k.ask("sol", at, nil), 200, "Not on the careers page.", "made it private")
		k.sees(k.ask("tom", at+"/close", nil), 200)
		k.sees(k.ask("tom", at+"/close", url.Values{"note": {"Hired"}}), 303)
		k.sees(k.ask("tom", at, nil), 200, "Hired")
		k.sees(k.ask("ada", at+"/delete", nil), 200)
		k.sees(k.ask("tom", at+"/delete", url.Values{}), 403)
		k.sees(k.ask("ada", at+"/delete", url.Values{}), 303)
		k.sees(k.ask("ada", at, nil), 404)
		private := k.position(url.Values{"private": {"true"}})
		a := k.sees(k.ask("hana", private+"/team", url.Values{"recruiter": {"ada"}}), 303)
		if to := a.Header.Get("Location"); to != "/positions" {
			t.Error("who leaves a private position is led to " + to)
		}
	})
}

// Whatever is wrong with a new position is said at once, in the order of the page.
func TestANewPositionSaysAllThatIsWrong(t *testing.T) {
	desks(t, func(k *desk) {
		a := k.sees(k.ask("ada", "/positions", url.Values{"title": {""}, "pay_min": {"abc"}, "pay_currency": {"EUR"}, "phases.0.name": {"Talk"}, "phases.0.minutes": {"long"}, "hiring_manager": {"hana"}}), 422,
			"3 things need your attention", `value="abc"`, `value="long"`)
		title, pay, minutes := strings.Index(a.text, "#field-title"), strings.Index(a.text, "#field-pay_min"), strings.Index(a.text, "#field-phases")
		if title < 0 || pay < title || minutes < pay {
			t.Errorf("title at %d, pay at %d, minutes at %d", title, pay, minutes)
		}
	})
}

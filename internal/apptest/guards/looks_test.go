package guards

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/db"
	"candor/internal/ui/looks"
)

// viewed are the pages to look at, and by whom: three people of the cast at least for what matters most.
var viewed = []struct {
	name, path string
	by         []string
}{
	{"start", "/", []string{"ada", "tom", "ines"}},
	{"positions", "/positions", []string{"ada", "rui", "nora"}},
	{"position", "/positions/{backend}", []string{"rui", "tom", "nora"}},
	{"position-private", "/positions/{cfo}", []string{"ben", "tom"}},
	{"position-new", "/positions/new", []string{"rui"}},
	{"position-team", "/positions/{backend}/team", []string{"hana"}},
	{"position-settings", "/positions/{backend}/settings", []string{"rui", "tom"}},
	{"position-close", "/positions/{sales}/close", []string{"ada"}},
	{"board", "/positions/{backend}/board", []string{"rui", "tom", "nora"}},
	{"table", "/positions/{backend}/table", []string{"rui"}},
	{"candidates", "/candidates", []string{"rui", "tom", "nora"}},
	{"candidate", "/candidates/{grace}", []string{"rui", "nora"}},
	{"candidate-new", "/candidates/new", []string{"rui"}},
	{"application", "/applications/{grace@backend}", []string{"rui", "tom", "nora"}},
	{"application-offer", "/applications/{lena@backend}", []string{"hana", "tom", "nora"}},
	{"application-own", "/applications/{kit@coordinator}", []string{"kit", "ben"}},
	{"reject", "/applications/{ravi@backend}/reject", []string{"rui", "sol"}},
	{"move", "/applications/{ravi@backend}/move", []string{"tom"}},
	{"members", "/settings/members", []string{"ada", "sol"}},
	{"roles", "/settings/roles", []string{"ada", "sol"}},
	{"role-new", "/settings/roles/new", []string{"ada"}},
	{"settings", "/settings", []string{"ada", "mia"}},
	{"profile", "/settings/profile", []string{"ines"}},
	{"keys", "/settings/keys", []string{"ada"}},
	{"audit", "/settings/audit", []string{"ben"}},
	{"find", "/find?q=compiler", []string{"rui"}},
	{"letters", "/dev/letters", []string{"ada"}},
	{"parts", "/dev/ui", []string{"ada"}},
	{"api", "/api/docs", []string{"ada"}},
	{"hidden", "/positions/{vp}", []string{"nora"}},
	{"careers", "/careers/northwind", []string{"visitor"}},
	{"sign-in", "/sign-in", []string{"visitor"}},
	{"forgot", "/forgot", []string{"visitor"}},
}

// Every page as its readers see it, wide, dark and narrow: nothing that axe, the console or the content policy complain
// of, nothing that scrolls sideways. With CANDOR_LOOKS a picture of each is kept.
func TestLooks(t *testing.T) {
	h, _, address := served(t, db.SQLite)
	r := populate(t, h)
	seen := 0
	by := map[string][]int{}
	for i, v := range viewed {
		for _, who := range v.by {
			by[who] = append(by[who], i)
		}
	}
	for _, who := range everybody {
		if len(by[who]) == 0 {
			continue
		}
		t.Run(who, func(t *testing.T) {
			p := looks.Open(t)
			if who != "visitor" {
				p.Cookie(address, "candor-session", r.tokens[who])
			}
			for n, i := range by[who] {
				v := viewed[i]
				for _, w := range looks.Windows {
					if n%2 == 1 && w.Dark { // every page in the light, wide and narrow; every second one in the dark
						continue
					}
					p.Go(address+r.name(v.path), w)
					p.Shot(strings.Join([]string{v.name, who}, "-"))
					seen++
					for _, problem := range p.Problems() {
						if v.name == "hidden" && strings.Contains(problem, "404") {
							continue // that is what it shows
						}
						t.Errorf("%s, %s: %s", v.name, w.Name, problem)
					}
				}
			}
		})
	}
	if seen < 100 {
		t.Errorf("only %d pictures were looked at", seen)
	}
}

// Pages whose pictures the README shows are kept by make shots.
func TestShotsOfTheReadmeAreThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(text), "](docs/shots/")[1:] {
		name, _, _ := strings.Cut(part, ")")
		if _, err := os.Stat(filepath.Join(root, "docs/shots", name)); err != nil {
			t.Errorf("the README shows docs/shots/%s, which is not there", name)
		}
	}
}

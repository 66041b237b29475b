package company

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/files"
)

// Grow adds n generated candidates with two applications each, positions (one for two hundred) and members (one for
// twenty) in proportion; a tenth of the positions is private, a fifteenth of the applications in a closing stage. It is
// written by SQL in large steps, since the verbs would take an hour; triggers keep what rules read. The same seed makes
// the same company.
func (c *Company) Grow(ctx context.Context, n int, progress func(done, of int)) error {
	g := &grower{Company: c, rand: rand.New(rand.NewPCG(7, 11)), now: c.House.DB.Now()}
	if err := g.write(ctx, func(tx *batch) error { return g.members(tx, max(1, n/20)) }); err != nil {
		return err
	}
	if err := g.write(ctx, func(tx *batch) error { return g.positions(tx, max(2, n/200)) }); err != nil {
		return err
	}
	if err := g.resumes(ctx); err != nil {
		return err
	}
	const step = 1000
	for done := 0; done < n; done += step {
		size := min(step, n-done)
		if err := g.write(ctx, func(tx *batch) error { return g.candidates(tx, size) }); err != nil {
			return err
		}
		progress(done+size, n)
	}
	return c.House.DB.Analyze(ctx)
}

type grower struct {
	*Company
	rand  *rand.Rand
	now   time.Time
	staff []string
	open  []grown
	words []kept
	count int
}

// grown is a generated position.
type grown struct {
	id      string
	private bool
	phases  []string
}

// kept is one of the generated résumés: many applications share its bytes.
type kept struct {
	files.Kept
	text, blob string
}

var (
	firstNames = strings.Fields("Alma Bruno Clara Dario Elin Felix Gita Henrik Iris Jonas Kaya Liam Maren Nils Olive Paulo Quinn Rosa Stefan Tilda Umar Vera Wim Xenia Yann Zora Aisha Björn Chloé Duarte Émile Fátima Göran Håkon Inès Jürgen")
	lastNames  = strings.Fields("Abreu Berg Costa Dahl Engel Faria Gruber Holm Ivanov Jansen Keller Lopes Moreau Nowak Olsen Petrov Quist Rossi Silva Torres Ueda Varga Weber Xu Yilmaz Zimmer Ångström Brandão Çelik Đorđević Ferreira Grønvold Hernández İnan")
	trades     = strings.Fields("accounting backend catalogues databases embedded frontend gardening hardware interviews joinery kernels logistics marketing networks operations payments quality recruiting sales teaching usability vision writing")
	sources    = []string{"careers_page", "careers_page", "careers_page", "referral", "job_board", "agency", "by_hand", "import"}
	statuses   = []string{"applied", "applied", "applied", "in_review", "in_review", "in_review", "in_review", "rejected", "rejected", "rejected", "rejected", "withdrawn", "rejected", "offer", "hired"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// batch collects rows of one transaction and inserts them many at a time.
type batch struct {
	ctx context.Context
	tx  db.Tx
	err error
}

func (b *batch) insert(table, columns string, rows [][]any) {
	width := strings.Count(columns, ",") + 1
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", width), ", ") + ")"
	const most = 200
	for len(rows) > 0 && b.err == nil {
		n := min(most, len(rows))
		var args []any
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		_, b.err = b.tx.NewRaw("INSERT INTO "+table+" ("+columns+") VALUES "+strings.TrimSuffix(strings.Repeat(one+", ", n), ", "), args...).Exec(b.ctx)
		rows = rows[n:]
	}
}

func (g *grower) write(ctx context.Context, fn func(*batch) error) error {
	return g.House.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		b := &batch{ctx: ctx, tx: tx}
		if err := fn(b); err != nil {
			return err
		}
		return b.err
	})
}

func (g *grower) name() string { return pick(g.rand, firstNames) + " " + pick(g.rand, lastNames) }

func (g *grower) ago(days float64) db.Time {
	return db.At(g.now.Add(-time.Duration(g.rand.Float64() * days * float64(24*time.Hour))))
}

func (g *grower) members(b *batch, n int) error {
	var roles []string
	if err := b.tx.NewRaw(`SELECT id FROM roles WHERE org_id = ? AND system IN ('staffing', 'interviewer') ORDER BY system`, g.Org).Scan(b.ctx, &roles); err != nil {
		return err
	}
	roles = append(roles, g.Roles["Basic"], g.Roles["Basic"])
	var people, members [][]any
	for i := range n {
		person, member, name, at := db.NewID(), db.NewID(), g.name(), g.ago(700)
		email := fmt.Sprintf("m%05d@northwind.example", i)
		people = append(people, []any{person, email, email, name, hashed(), at, at})
		members = append(members, []any{member, g.Org, person, pick(g.rand, roles), db.Key(name), at, at})
		g.staff = append(g.staff, member)
	}
	b.insert("people", "id, email, email_key, name, password_hash, email_verified_at, created_at", people)
	b.insert("members", "id, org_id, person_id, role_id, name_key, joined_at, access_since", members)
	return nil
}

func (g *grower) positions(b *batch, n int) error {
	var rows, phases, team [][]any
	for i := range n {
		p := grown{id: db.NewID(), private: i%10 == 9}
		title := fmt.Sprintf("%s %s %d", pick(g.rand, []string{"Senior", "Junior", "Lead", "Principal"}), pick(g.rand, trades), i+1)
		at := g.ago(500)
		rows = append(rows, []any{p.id, g.Org, title, db.Key(title), p.id, pick(g.rand, []string{"Engineering", "Sales", "Design", "People"}), "open", p.private, at, g.Members["ada"], at, at})
		for s, name := range []string{"Phone screen", "Interview", "Final interview"} {
			id := db.NewID()
			p.phases = append(p.phases, id)
			phases = append(phases, []any{id, g.Org, p.id, name, s + 1, 1, at})
		}
		seats := g.rand.Perm(len(g.staff))[:min(5, len(g.staff))]
		for j, m := range seats {
			role := []access.TeamRole{hm, rc, tm, tm, tm}[j]
			team = append(team, []any{p.id, g.staff[m], g.Org, role, at, g.Members["ada"]})
		}
		g.open = append(g.open, p)
	}
	b.insert("positions", "id, org_id, title, title_key, slug, department, status, private, created_at, created_by, updated_at, opened_at", rows)
	b.insert("phases", "id, org_id, position_id, name, stage, rank, created_at", phases)
	b.insert("hiring_team", "position_id, member_id, org_id, team_role, given_at, given_by", team)
	return nil
}

// resumes writes the few texts that all generated candidates share.
func (g *grower) resumes(ctx context.Context) error {
	ben := g.As(ctx, "ben")
	for range 64 {
		var words []string
		for range 60 {
			words = append(words, pick(g.rand, trades), pick(g.rand, lastNames))
		}
		text := "Experience\n\n" + strings.Join(words, " ") + ".\n"
		k, err := g.House.Files.Keep(ctx, ben, files.Resume, "resume.txt", strings.NewReader(text))
		if err != nil {
			return err
		}
		one := kept{Kept: k, text: text}
		if err := g.House.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { // as a file that claims its content does
			return tx.NewRaw(`UPDATE blobs SET stored_at = touched_at WHERE org_id = ? AND sha256 = ? AND condemned_at IS NULL RETURNING id`, g.Org, k.SHA256).Scan(ctx, &one.blob)
		}); err != nil {
			return err
		}
		g.words = append(g.words, one)
	}
	return nil
}

func (g *grower) candidates(b *batch, n int) error {
	var people, emails, tags, apps, list, texts [][]any
	for range n {
		g.count++
		id, name, at := db.NewID(), g.name(), g.ago(400)
		email := fmt.Sprintf("c%07d@mail.example", g.count)
		trade := pick(g.rand, trades)
		people = append(people, []any{id, g.Org, name, db.Key(name), strings.ToUpper(trade[:1]) + trade[1:] + " specialist", at, at})
		emails = append(emails, []any{id, g.Org, email, email})
		if g.rand.IntN(3) == 0 {
			tags = append(tags, []any{id, g.Org, trade, trade})
		}
		for i := range 2 {
			// Some positions are many times as wanted as others.
			p := g.open[int(float64(len(g.open))*g.rand.Float64()*g.rand.Float64())]
			app, status := db.NewID(), pick(g.rand, statuses)
			applied := g.ago(400)
			var phase, ended any
			if status == "in_review" {
				phase = pick(g.rand, p.phases)
			}
			if status == "rejected" || status == "withdrawn" {
				ended = applied
			}
			apps = append(apps, []any{app, g.Org, p.id, id, p.private, status, phase, applied, pick(g.rand, sources), applied, applied, ended})
			if i > 0 {
				continue
			}
			w, file := pick(g.rand, g.words), db.NewID()
			list = append(list, []any{file, g.Org, app, w.blob, "resume", w.Name, w.Kind, w.Size, w.SHA256, "done", applied})
			texts = append(texts, []any{file, g.Org, app, w.text, db.Key(w.text)})
		}
	}
	b.insert("candidates", "id, org_id, name, name_key, headline, created_at, updated_at", people)
	b.insert("candidate_emails", "candidate_id, org_id, email, email_key", emails)
	b.insert("candidate_tags", "candidate_id, org_id, tag, tag_key", tags)
	b.insert("applications", "id, org_id, position_id, candidate_id, private, status, phase_id, moved_at, source, applied_at, updated_at, ended_at", apps)
	b.insert("files", "id, org_id, application_id, blob_id, purpose, name, kind, size, sha256, text_state, created_at", list)
	b.insert("file_texts", "file_id, org_id, application_id, body, body_key", texts)
	return nil
}

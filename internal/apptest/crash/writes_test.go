package crash

import (
	"fmt"
	"net/http"
	"strings"

	"candor/internal/apptest/company"
)

// people are candidates added by a program that repeats what was not answered under the same key.
func (in *installation) people() (out []job) {
	position := in.company.Positions["support"]
	for i := range people {
		email, token, key := fmt.Sprintf("added%d@people.example", i), in.tokens["ben"][i%4], fmt.Sprintf("key-%d-%s", i, in.address)
		out = append(out, job{
			what: "adding " + email,
			send: func(c *client) answer {
				return c.api(token, "POST", "/candidates", key, map[string]any{"name": fmt.Sprintf("Added Person %d", i), "email": email, "position": position})
			},
			done: func(a answer) bool { return a.status == http.StatusCreated || a.code() == "already_done" },
			check: func() error {
				return in.once("people with an application", `SELECT count(*) FROM candidates AS c JOIN candidate_emails AS e ON e.candidate_id = c.id
					JOIN applications AS a ON a.candidate_id = c.id AND a.position_id = ? WHERE e.email_key = ?`, position, email)
			},
		})
	}
	return out
}

// forms are sent by browsers that send the same page again when there was no answer.
func (in *installation) forms() (out []job) {
	c := in.client()
	path := "/careers/" + company.Slug + "/" + in.ids(`SELECT slug FROM positions WHERE id = ?`, in.company.Positions["design"])[0]
	for i := range forms {
		email := fmt.Sprintf("applicant%d@people.example", i)
		fields, a := c.blank(path)
		if a.status != http.StatusOK {
			in.t.Fatal(a)
		}
		fields = append(fields, field{name: "name", value: fmt.Sprintf("Applicant Nº %d", i)}, field{name: "email", value: email}, field{name: "consent", value: "true"},
			field{"resume", "resume.txt", fmt.Sprintf("Résumé of applicant %d.\n%s\n", i, strings.Repeat("Designed things. ", 200+i))})
		out = append(out, job{
			what:  "the form of " + email,
			send:  func(c *client) answer { return c.send(path, fields) },
			done:  func(a answer) bool { return a.status == http.StatusSeeOther },
			check: func() error { return in.applied(email, fmt.Sprintf("applicant %d.", i)) },
		})
	}
	return out
}

// applied: one person, one application, one résumé with its words, one confirmation.
func (in *installation) applied(email, words string) error {
	err := in.once("applications with a résumé", `SELECT count(*) FROM candidate_emails AS e JOIN applications AS a ON a.candidate_id = e.candidate_id
		JOIN files AS f ON f.application_id = a.id AND f.purpose = 'resume' WHERE e.email_key = ?`, email)
	if err == nil {
		err = in.once("résumés that were read", `SELECT count(*) FROM candidate_emails AS e JOIN applications AS a ON a.candidate_id = e.candidate_id
			JOIN file_texts AS t ON t.application_id = a.id WHERE e.email_key = ? AND t.body LIKE ?`, email, "%"+words+"%")
	}
	if err == nil {
		err = in.letter("received", email)
	}
	return err
}

// active are applications of the generated positions that can be moved, with the last phase of their plan.
func (in *installation) active() (ids, phases []string) {
	ids = in.ids(`SELECT a.id FROM applications AS a JOIN positions AS p ON p.id = a.position_id WHERE p.slug = p.id AND a.status IN ('applied', 'in_review') ORDER BY a.id LIMIT ?`, moves+rejects)
	if len(ids) < moves+rejects {
		in.t.Fatalf("only %d applications can be moved", len(ids))
	}
	for _, both := range in.ids(`SELECT a.id || ' ' || ph.id FROM applications AS a JOIN positions AS p ON p.id = a.position_id JOIN phases AS ph ON ph.position_id = p.id AND ph.stage = 3
		WHERE p.slug = p.id AND a.status IN ('applied', 'in_review') ORDER BY a.id LIMIT ?`, moves+rejects) {
		_, phase, _ := strings.Cut(both, " ")
		phases = append(phases, phase)
	}
	return ids, phases
}

func (in *installation) moves() (out []job) {
	ids, phases := in.active()
	for i, id := range ids[:moves] {
		phase, token := phases[i], in.tokens["ben"][i%4]
		out = append(out, job{
			what: "moving " + id,
			send: func(c *client) answer {
				return c.api(token, "POST", "/applications/"+id+"/move", "", map[string]any{"phase_id": phase})
			},
			done: func(a answer) bool { return a.status == http.StatusOK },
			check: func() error {
				err := in.once("applications in the phase", `SELECT count(*) FROM applications WHERE id = ? AND phase_id = ? AND status = 'in_review'`, id, phase)
				if n := in.number(`SELECT count(*) FROM activity WHERE application_id = ? AND kind = 'application.moved'`, id); err == nil && n > 1 {
					err = fmt.Errorf("the move is told %d times", n)
				}
				return err
			},
		})
	}
	return out
}

func (in *installation) rejects() (out []job) {
	ids, _ := in.active()
	for i, id := range ids[moves:] {
		token := in.tokens["ben"][i%4]
		out = append(out, job{
			what: "rejecting " + id,
			send: func(c *client) answer {
				return c.api(token, "POST", "/applications/"+id+"/reject", "", map[string]any{"reason": "not_a_fit", "send_email": true})
			},
			// Asked again, because the answer was lost: it is rejected already.
			done: func(a answer) bool {
				return a.status == http.StatusOK || a.status == http.StatusConflict && a.code() != "still_running"
			},
			check: func() error {
				err := in.once("rejected applications", `SELECT count(*) FROM applications WHERE id = ? AND status = 'rejected'`, id)
				if err == nil {
					err = in.once("letters to the rejected", `SELECT count(*) FROM mails WHERE application_id = ? AND template = 'rejection' AND state IN ('sent', 'uncertain')`, id)
				}
				return err
			},
		})
	}
	return out
}

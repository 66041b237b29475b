package library

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// questionNow is a question as templates ask for it.
type questionNow struct {
	id, title, creator string
	visibility         Visibility
	revision           int
	mine               bool
	text               *Question // of the pinned revision
}

type questionRow struct {
	ID, Title, CreatorID string
	Visibility           Visibility
	Revision             int
	Content              string
}

// questionsToAsk reads those of the questions that the actor sees, and keeps them from being deleted meanwhile.
func questionsToAsk(ctx context.Context, tx db.Tx, a access.Actor, ids []string) (map[string]questionNow, error) {
	see := access.Where(a, access.QuestionView)
	out := map[string]questionNow{}
	if len(ids) == 0 || see.Nothing() {
		return out, nil
	}
	where, args := see.SQL("i")
	var rows []questionRow
	err := tx.NewRaw(`SELECT i.id, i.title, i.creator_id, i.visibility, i.revision FROM library_items AS i WHERE i.id IN (?) AND i.kind = 'question' AND `+where+
		` ORDER BY i.id`+tx.Lock(), append([]any{bun.List(ids)}, args...)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	for _, r := range rows {
		out[r.ID] = questionNow{id: r.ID, title: r.Title, creator: r.CreatorID, visibility: r.Visibility, revision: r.Revision, mine: r.CreatorID == a.MemberID()}
	}
	return out, nil
}

// questionStates is where questions stand, whoever may see them: what a template of the organisation may ask. It keeps
// them from changing meanwhile.
func questionStates(ctx context.Context, tx db.Tx, orgID string, ids []string) (map[string]Visibility, error) {
	out := map[string]Visibility{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []questionRow
	err := tx.NewRaw(`SELECT i.id, i.visibility FROM library_items AS i WHERE i.org_id = ? AND i.kind = 'question' AND i.id IN (?) ORDER BY i.id`+tx.Lock(),
		orgID, bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.ID] = r.Visibility
	}
	return out, errs.Wrap(err, "read questions")
}

// questionsPinned reads the questions of a template with the revisions that it pins. Whether the reader may have them is
// decided by whoever asks.
func questionsPinned(ctx context.Context, tx db.Tx, a access.Actor, asked []*Asked) (map[string]questionNow, error) {
	out := map[string]questionNow{}
	var pairs []string // a list of pairs is not written alike on both engines
	args := []any{a.OrgID()}
	for _, q := range asked {
		pairs, args = append(pairs, `r.item_id = ? AND r.number = ?`), append(args, q.QuestionID, q.Revision)
	}
	if len(pairs) == 0 {
		return out, nil
	}
	var rows []questionRow
	err := tx.NewRaw(`SELECT i.id, i.title, i.creator_id, i.visibility, i.revision, r.content
		FROM library_revisions AS r JOIN library_items AS i ON i.id = r.item_id
		WHERE i.org_id = ? AND i.kind = 'question' AND (`+strings.Join(pairs, " OR ")+`)`, args...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read pinned questions: %w", err)
	}
	for _, r := range rows {
		now := questionNow{id: r.ID, title: r.Title, creator: r.CreatorID, visibility: r.Visibility, revision: r.Revision, text: &Question{}}
		if err := json.Unmarshal([]byte(r.Content), now.text); err != nil {
			return nil, fmt.Errorf("question %s: %w", r.ID, err)
		}
		out[r.ID] = now
	}
	return out, nil
}

// templatesAsking are the templates whose live revision asks a question: the names of those that the actor sees, how many
// those are, and whether any other template has ever asked it.
func templatesAsking(ctx context.Context, tx db.Tx, a access.Actor, questionID string) (visible []string, hidden bool, err error) {
	see := access.Where(a, access.TemplateView)
	var live []string
	if !see.Nothing() {
		var rows []struct{ ID, Title string }
		where, args := see.SQL("i")
		err = tx.NewRaw(`SELECT i.id, i.title FROM library_uses AS u JOIN library_items AS i ON i.id = u.item_id WHERE u.used_id = ? AND u.live AND i.kind = 'template' AND `+where+
			` ORDER BY i.title_key, i.id`, append([]any{questionID}, args...)...).Scan(ctx, &rows)
		if err != nil {
			return nil, false, fmt.Errorf("read uses: %w", err)
		}
		for _, r := range rows {
			visible, live = append(visible, r.Title), append(live, r.ID)
		}
	}
	var all []string
	if err = tx.NewRaw(`SELECT u.item_id FROM library_uses AS u WHERE u.used_id = ?`, questionID).Scan(ctx, &all); err != nil {
		return nil, false, fmt.Errorf("read uses: %w", err)
	}
	hidden = slices.ContainsFunc(all, func(id string) bool { return !slices.Contains(live, id) })
	return visible, hidden, nil
}

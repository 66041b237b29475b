package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// ApplicationPatch changes what is not nil. Where an application stands is moved, and what was submitted stays.
type ApplicationPatch struct {
	Source     *Source
	SourceName *string // the agency, the job board, or who referred them
}

// EditApplication corrects how an application came. It needs candidates:update there, in closing stages candidates:close
// as well.
func (r *Room) EditApplication(ctx context.Context, a access.Actor, id string, c ApplicationPatch) (out Application, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, pass, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		source, name, err := c.check(rec)
		if err != nil {
			return err
		}
		var fields []string
		fields = appendIf(fields, source != rec.Source, "source")
		fields = appendIf(fields, name != rec.SourceName, "source_name")
		if len(fields) > 0 {
			if err := change(ctx, tx, pass, `source = ?, source_name = ?`, source, name); err != nil {
				return err
			}
			line := activity.Line{Kind: "application.edited", ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
				Data: map[string]any{"fields": fields}}
			if err := activity.Record(ctx, tx, a, line); err != nil {
				return err
			}
		}
		rec.Source, rec.SourceName = source, name
		out = rec.show(a)
		return nil
	})
	return out, err
}

func (c ApplicationPatch) check(rec record) (Source, string, error) {
	var p problems
	source, name := rec.Source, rec.SourceName
	if c.Source != nil {
		if source = *c.Source; !source.Known() {
			p.add("source", "There is no such source.")
		}
	}
	if c.SourceName != nil {
		name = p.line("source_name", *c.SourceName, maxLine)
	}
	return source, name, p.err()
}

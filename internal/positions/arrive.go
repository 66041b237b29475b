package positions

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

// perHour is how many application forms are taken from one network in an hour, unless the room says otherwise: more
// than an office or a university sends, less than a machine does.
const perHour = 60

// Arrive counts an application form that arrives for the visitor's organisation from an address, before anything of
// it is stored. It fails with TooMany once the hour's share is used up. It is the same for known and unknown people.
func (r *Room) Arrive(ctx context.Context, visitor access.Actor, address string) error {
	most := r.PerHour
	if most == 0 {
		most = perHour
	}
	if most < 0 {
		return nil
	}
	return access.Write(ctx, r.DB, visitor, func(ctx context.Context, tx db.Tx, visitor access.Actor) error {
		began, n, err := arrive(ctx, tx, db.HashToken(visitor.OrgID()+" "+org.Network(address)))
		if err != nil || n <= most {
			return err
		}
		return errs.Wait(began.Add(time.Hour).Sub(tx.Now()), "Many applications came from your network just now. Please send yours again in a while; nothing is wrong with it.")
	})
}

// arrive counts one more, and lets go of hours that are over.
func arrive(ctx context.Context, tx db.Tx, bucket string) (began db.Time, n int, err error) {
	if _, err := tx.NewRaw(`DELETE FROM arrivals WHERE first_at < ?`, db.At(tx.Now().Add(-time.Hour))).Exec(ctx); err != nil {
		return began, 0, errs.Wrap(err, "forget arrivals")
	}
	err = tx.NewRaw(`INSERT INTO arrivals (bucket, n, first_at) VALUES (?, 1, ?)
		ON CONFLICT (bucket) DO UPDATE SET n = arrivals.n + 1 RETURNING first_at, n`, bucket, db.At(tx.Now())).Scan(ctx, &began, &n)
	return began, n, errs.Wrap(err, "count arrivals")
}

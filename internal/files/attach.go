package files

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files/extract"
	"candor/internal/queue"
)

// Attach writes the row of a kept file, in the transaction of the verb that has decided that the actor may add to this
// application, and asks for its text to be read. It fails with Conflict if the bytes were swept since (a day later).
func Attach(ctx context.Context, tx db.Tx, a access.Actor, k Kept, applicationID string) (File, error) {
	if k.org == "" || k.org != a.OrgID() {
		return File{}, errs.Hidden()
	}
	f := File{ID: db.NewID(), OrgID: k.org, ApplicationID: applicationID, Purpose: k.purpose, Name: k.Name, Kind: k.Kind, Size: k.Size,
		SHA256: k.SHA256, TextState: TextNone, CreatedAt: db.At(tx.Now()), CreatedBy: a.MemberID(), BlobID: k.blob}
	if extract.Kind(k.Kind).Known() {
		f.TextState = TextPending
	}
	if err := claimBlob(ctx, tx, f); err != nil {
		return File{}, err
	}
	if err := insertFile(ctx, tx, f); err != nil {
		return File{}, err
	}
	if f.TextState != TextPending {
		return f, nil
	}
	return f, queue.Enqueue(ctx, tx, readText{FileID: f.ID}, queue.InOrg(f.OrgID), queue.Unique(f.ID))
}

// Remove deletes a file's row and text, in the transaction of the verb that has decided that the actor may change its
// application. The bytes go a day later, unless another file of the organisation has the same. Hidden if there is none
// on this application.
func Remove(ctx context.Context, tx db.Tx, a access.Actor, applicationID, fileID string) error {
	return deleteFile(ctx, tx, a.OrgID(), applicationID, fileID)
}

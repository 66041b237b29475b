package files

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// Open gives a file and its bytes to those who may open its application; for everybody else it does not exist. The
// caller closes the content.
func (r *Room) Open(ctx context.Context, a access.Actor, fileID string) (File, Content, error) {
	f, err := r.One(ctx, a, fileID)
	if err != nil {
		return File{}, nil, err
	}
	c, err := r.Blobs.Open(ctx, key(f.OrgID, f.SHA256, f.BlobID))
	if err != nil {
		return File{}, nil, fmt.Errorf("bytes of file %s: %w", f.ID, err)
	}
	return f, c, nil
}

// One is Open without the bytes.
func (r *Room) One(ctx context.Context, a access.Actor, fileID string) (f File, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		f, err = fileOf(ctx, tx, visible(a), fileID)
		return err
	})
	return f, err
}

// Of lists the files of an application, oldest first: none for those who may not open it.
func Of(ctx context.Context, tx db.Tx, a access.Actor, applicationID string) ([]File, error) {
	return filesOf(ctx, tx, visible(a), []string{applicationID})
}

// OfAll lists the files of several applications in their order, each application's oldest first.
func OfAll(ctx context.Context, tx db.Tx, a access.Actor, applicationIDs []string) ([]File, error) {
	return filesOf(ctx, tx, visible(a), applicationIDs)
}

// Text is a file's words, for those who may open its application. It is empty until File.TextState is TextDone.
func (r *Room) Text(ctx context.Context, a access.Actor, fileID string) (f File, text string, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if f, err = fileOf(ctx, tx, visible(a), fileID); err != nil {
			return err
		}
		text, err = textOf(ctx, tx, fileID)
		return err
	})
	if err != nil {
		return File{}, "", err
	}
	return f, text, nil
}

// visible is who sees files. Access: whoever may open the application, so not the one whose own application it is.
func visible(a access.Actor) access.Filter[access.Application] {
	return access.Where(a, access.ApplicationOpen)
}

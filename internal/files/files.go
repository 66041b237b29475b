// Package files keeps what people send: résumés, attachments, answers that are files. Bytes go to a disk or an S3
// bucket by their content, never under a name somebody chose; rows say whose they are. A file belongs to an application, and
// exactly those who may open that application may open the file.
//
// Saving has two steps, so that a crash between them harms nothing: Keep takes the bytes in, Attach writes the row in
// the caller's transaction together with the task that reads the text. Bytes that no row refers to for a day are swept.
package files

import (
	"context"
	"io"
	"time"

	"candor/internal/db"
	"candor/internal/files/extract"
)

// Purpose is what a file is to its application.
type Purpose string

// The purposes, and with them the limits: a résumé is a document, other files may be pictures too.
const (
	Resume     Purpose = "resume"
	Attachment Purpose = "attachment"
	Answer     Purpose = "answer" // to a question of the application form
)

// Limit is how many bytes a file of this purpose may have.
func (p Purpose) Limit() int64 {
	if p == Resume {
		return 10 << 20
	}
	return 25 << 20
}

// TextState says how far reading a file's words has come.
type TextState string

const (
	TextNone    TextState = "none"    // a picture
	TextPending TextState = "pending" // a task will read it
	TextDone    TextState = "done"
	TextFailed  TextState = "failed" // TextNote says why, for people
)

// File is what is known of a file beside its bytes.
type File struct {
	ID            string
	OrgID         string
	ApplicationID string
	Purpose       Purpose
	Name          string // safe to show and to save under
	Kind          string // pdf, docx, odt, rtf, txt, png or jpeg, by content
	Size          int64  // bytes
	SHA256        string `bun:"sha256"` // hex
	TextState     TextState
	TextNote      string
	CreatedAt     db.Time
	CreatedBy     string // a member; empty: the candidate
	BlobID        string
}

// MIME is the media type the file is served with.
func (f File) MIME() string { return mimeOf(f.Kind) }

// key is the place of a blob: under its organisation, by its content, with the id of this keeping of it.
func key(orgID, sha, blobID string) string {
	return orgID + "/" + sha[:2] + "/" + sha + "." + blobID
}

// Reader reads the words of a document: extract.Text, or the method of an extract.Child.
type Reader func(ctx context.Context, kind extract.Kind, r io.ReaderAt, size int64) (string, error)

// Room is where files are kept.
type Room struct {
	DB    *db.DB
	Blobs Blobs
	Read  Reader
	Temp  string // folder for uploads under way; empty: the system's

	reading chan struct{} // one token for each document read at a time
}

// New makes the room. Two documents are read at a time, so that hostile ones cannot fill the machine together. read is how documents are read: a server gives extract.Child{}.Text.
func New(d *db.DB, blobs Blobs, read Reader) *Room {
	return &Room{DB: d, Blobs: blobs, Read: read, reading: make(chan struct{}, 2)}
}

// unclaimed is how long bytes are kept that no row refers to: longer than any request lasts.
const unclaimed = 24 * time.Hour

package api

import (
	"context"
	"errors"
	"io"
	"mime/multipart"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/errs"
	"candor/internal/files"
)

// uploadLimit is the largest file, with room for the form around it.
const uploadLimit = 26 << 20

// candidateFiles are the doors of a person's files. A file belongs to an application: whoever may open that one may
// open the file.
func (s *Server) candidateFiles() {
	Register(s, Op{Method: "GET", Path: "/candidates/{id}/files", Tag: "candidates", Summary: "List a candidate's files",
		Description: "Of the applications that you may open, newest application first.", Need: access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[fileJSON], error) {
			p, err := s.Candidates.Candidate(ctx, a, in.ID)
			return listFiles(in, p.Files, firstOf(err, refusedPart(p.Withheld, "files")))
		})
	Register(s, Op{Method: "POST", Path: "/candidates/{id}/files", Tag: "candidates", Summary: "Add a file to a candidate", Status: 201,
		Description: "To the newest application of theirs that you may write on.", Upload: true, MaxBody: uploadLimit,
		Need: access.NeedPermission(access.CandidatesUpdate), Sight: s.mayCandidate(access.CandidateOpen)},
		func(ctx context.Context, a access.Actor, in *ByID) (*uploaded, error) {
			return upload(ctx, func(resume bool, u candidates.Upload) (files.File, error) {
				return s.Candidates.AddCandidateFile(ctx, a, in.ID, resume, u)
			})
		})
	Register(s, Op{Method: "GET", Path: "/files/{id}", Tag: "candidates", Summary: "Download a file",
		Description: "To be saved, whatever it contains. Ranges and If-None-Match work.", Need: access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*Raw, error) {
			f, content, err := s.Files.Open(ctx, a, in.ID)
			return &Raw{Body: func(c huma.Context) {
				defer content.Close()
				r, w := humago.Unwrap(c)
				files.Serve(w, r, f, content)
			}}, err
		})
}

// ByApplicationFile is a request about one file of an application.
type ByApplicationFile struct {
	ByID
	FileID string `path:"file_id" doc:"Id of the file" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// applicationFiles are the doors of an application's files.
func (s *Server) applicationFiles() {
	update := access.NeedPermission(access.CandidatesUpdate)
	Register(s, Op{Method: "GET", Path: "/applications/{id}/files", Tag: "applications", Summary: "List an application's files",
		Need: access.NeedPermission(access.CandidatesView)},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[fileJSON], error) {
			d, err := s.Candidates.Application(ctx, a, in.ID)
			return listFiles(in, d.Files, firstOf(err, refusedPart(d.Withheld, "files")))
		})
	Register(s, Op{Method: "POST", Path: "/applications/{id}/files", Tag: "applications", Summary: "Add a file to an application", Status: 201,
		Upload: true, MaxBody: uploadLimit, Need: update, Sight: s.mayApplication(access.ApplicationNote)},
		func(ctx context.Context, a access.Actor, in *ByID) (*uploaded, error) {
			return upload(ctx, func(resume bool, u candidates.Upload) (files.File, error) {
				return s.Candidates.AddFile(ctx, a, in.ID, resume, u)
			})
		})
	Register(s, Op{Method: "DELETE", Path: "/applications/{id}/files/{file_id}", Tag: "applications", Summary: "Remove a file from an application",
		Description: "What the applicant sent stays (409 submitted).", Need: update},
		func(ctx context.Context, a access.Actor, in *ByApplicationFile) (*None, error) {
			return nil, s.Candidates.RemoveFile(ctx, a, in.ID, in.FileID)
		})
}

func listFiles(in *partFilter, all []files.File, err error) (*List[fileJSON], error) {
	if err != nil {
		return nil, err
	}
	found, err := shortList(all, &in.Paging, "files "+in.ID, func(f files.File) string { return f.ID }, func(f files.File) string { return f.Name })
	return Listed(found, fileAsJSON), err
}

// uploaded is a new file. Its address gives bytes, so what is answered here has no tag.
type uploaded struct {
	Location string `header:"Location" doc:"Address of its bytes" hidden:"true"`
	Body     fileJSON
}

// upload reads the request's form part by part and gives its file to add as it arrives: nothing of it is held in memory,
// and a file that is too large ends there.
func upload(ctx context.Context, add func(resume bool, u candidates.Upload) (files.File, error)) (*uploaded, error) {
	form, err := callOf(ctx).r.MultipartReader()
	if err != nil {
		return nil, errs.Bad(errs.F("file", "Send a form of the type multipart/form-data with the file."))
	}
	resume := false
	for {
		part, err := form.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, errs.Bad(errs.F("file", "Choose a file."))
		case err != nil:
			return nil, bodyError(err)
		case part.FormName() == "file":
			f, err := add(resume, candidates.Upload{Name: part.FileName(), Body: lastPart{part, form}})
			return &uploaded{Location: Prefix + "/files/" + f.ID, Body: fileAsJSON(f)}, err
		case part.FormName() != "purpose":
			return nil, errs.Bad(errs.F(part.FormName(), "There is no such field: send purpose, then file."))
		}
		if resume, err = isResume(part); err != nil {
			return nil, err
		}
	}
}

func isResume(part io.Reader) (bool, error) {
	text, err := io.ReadAll(io.LimitReader(part, 100))
	if err != nil {
		return false, bodyError(err)
	}
	if s := string(text); s != "resume" && s != "attachment" {
		return false, errs.Bad(errs.F("purpose", "A file is a resume or an attachment."))
	}
	return string(text) == "resume", nil
}

// lastPart is the part of a form after which nothing may come: what followed would be lost unread.
type lastPart struct {
	part *multipart.Part
	form *multipart.Reader
}

func (l lastPart) Read(b []byte) (int, error) {
	n, err := l.part.Read(b)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	switch next, end := l.form.NextPart(); {
	case end == nil:
		return n, errs.Bad(errs.F(next.FormName(), "The file comes last, and there is one."))
	case errors.Is(end, io.EOF):
		return n, io.EOF
	default:
		return n, end
	}
}

// refusedPart is the answer to whoever asks for a withheld part by itself.
func refusedPart(withheld []candidates.Withheld, part string) error {
	for _, w := range withheld {
		if w.Part == part {
			return errs.Refuse(w.Code, w.Sentence)
		}
	}
	return nil
}

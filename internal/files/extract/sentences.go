package extract

import (
	"context"
	"errors"
	"fmt"

	"candor/internal/errs"
)

// What a person reads. Each says what is wrong and what to do; causes stay in the log.

func wrongKind() *errs.Error {
	return errs.Of(errs.Invalid, "This is not a PDF, Word (DOCX), OpenDocument (ODT), RTF or plain text file. Please send one of these.")
}

func oldWord() *errs.Error {
	return errs.Of(errs.Invalid, "This is an old Word document (.doc), or one with a password. Please save it as PDF or DOCX without a password and send that.")
}

func hasMacros() *errs.Error {
	return errs.Of(errs.Invalid, "This Word document contains macros. Please save it as PDF or as a DOCX without macros and send that.")
}

func empty() *errs.Error {
	return errs.Of(errs.Invalid, "This file is empty.")
}

func cutShort() *errs.Error {
	return errs.Of(errs.Invalid, "This PDF is incomplete: its end is missing. Please send it again.")
}

func damaged(k Kind) *errs.Error {
	return errs.Of(errs.Invalid, fmt.Sprintf("This %s is damaged and could not be read. Please save it again, or send a PDF.", noun(k)))
}

func locked(k Kind) *errs.Error {
	return errs.Of(errs.Invalid, fmt.Sprintf("This %s is protected by a password. Please send one without.", noun(k)))
}

func tooLong(k Kind) *errs.Error {
	return errs.Of(errs.Invalid, fmt.Sprintf("Reading this %s took too long. Please send a simpler one.", noun(k)))
}

func tooMuch(k Kind) *errs.Error {
	return errs.Of(errs.TooLarge, fmt.Sprintf("This %s is too large to be read. Please send a smaller one.", noun(k)))
}

func noText(k Kind) *errs.Error {
	if k == PDF {
		return errs.Of(errs.Invalid, "No text was found in this PDF. It may be a scan: it can be looked at, but not searched.")
	}
	return errs.Of(errs.Invalid, fmt.Sprintf("No text was found in this %s.", noun(k)))
}

func noun(k Kind) string {
	switch k {
	case PDF:
		return "PDF"
	case DOCX:
		return "Word document"
	case ODT:
		return "OpenDocument file"
	case RTF:
		return "RTF file"
	}
	return "text file"
}

// sentence gives a reader's error the words a person reads, and keeps the cause for the log.
func sentence(ctx context.Context, k Kind, cause error) error {
	var told *errs.Error
	switch {
	case errors.As(cause, &told):
		return cause
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case ctx.Err() != nil:
		return tooLong(k).With(cause)
	}
	return damaged(k).With(cause)
}

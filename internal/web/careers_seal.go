package web

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"strings"
	"time"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
	"candor/internal/positions"
)

// What a stranger's browser carries for us is sealed: nobody else reads it, nobody makes one, and none fits another
// purpose, organisation or posting.

func sealer(secret []byte) cipher.AEAD {
	key, err := hkdf.Key(sha256.New, secret, nil, "candor careers", 32)
	if err != nil {
		panic(err) // only a wrong length can fail
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return aead
}

func (s *Server) seal(purpose string, at careersAt, posting string, text []byte) string {
	return base64.RawURLEncoding.EncodeToString(sealer(s.Secret).Seal(nil, nil, text, []byte(purpose+"\n"+at.OrgID+"\n"+posting)))
}

func (s *Server) unseal(purpose string, at careersAt, posting, sealed string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return nil, err
	}
	return sealer(s.Secret).Open(nil, nil, raw, []byte(purpose+"\n"+at.OrgID+"\n"+posting))
}

// stamp is what a form's token holds: which rendering of the form this is, and when it was.
type stamp struct {
	ID string `json:"i"`
	At int64  `json:"t"` // unix milliseconds
}

func (s *Server) formToken(at careersAt, p positions.Posting) string {
	raw, _ := json.Marshal(stamp{ID: rand.Text(), At: s.Now().UnixMilli()})
	return s.seal("form", at, p.ID, raw)
}

// readToken is the stamp of a form of ours; without one it is not.
func (s *Server) readToken(at careersAt, p positions.Posting, token string) (t stamp, ok bool) {
	raw, err := s.unseal("form", at, p.ID, token)
	return t, err == nil && json.Unmarshal(raw, &t) == nil && t.ID != ""
}

// ticket lets a file that is kept come back with the form.
func (s *Server) ticket(at careersAt, p positions.Posting, k files.Kept) string {
	return s.seal("file", at, p.ID, k.Pack())
}

func (s *Server) redeem(at careersAt, p positions.Posting, purpose files.Purpose, ticket string) (files.Kept, error) {
	raw, err := s.unseal("file", at, p.ID, ticket)
	if err != nil {
		return files.Kept{}, errs.Hidden()
	}
	return files.Unpack(at.visitor, purpose, raw)
}

// receipt is what the applicant reads after sending.
type receipt struct {
	Title, Name, Email string
	Facts              [][2]string
}

// mostReceipt keeps the address of the receipt within what browsers and proxies take.
const mostReceipt = 3500

// sealReceipt puts what was received into the address of the page that says so; long answers are cut as far as they
// must be. The letter has them whole.
func (s *Server) sealReceipt(at careersAt, p positions.Posting, got candidates.Receipt) string {
	for _, most := range []int{1000, 200, 40, 0} {
		raw, _ := json.Marshal(receiptOf(got, most))
		if sealed := s.seal("receipt", at, p.ID, deflate(raw)); len(sealed) <= mostReceipt {
			return sealed
		}
	}
	raw, _ := json.Marshal(receipt{Title: got.PositionTitle, Name: cut(got.Name, 100), Email: cut(got.Email, 100)})
	return s.seal("receipt", at, p.ID, deflate(raw))
}

func (s *Server) openReceipt(at careersAt, p positions.Posting, sealed string) (out receipt, err error) {
	raw, err := s.unseal("receipt", at, p.ID, sealed)
	if err != nil {
		return out, errs.Hidden()
	}
	raw, err = io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), 1<<20))
	if err != nil || json.Unmarshal(raw, &out) != nil {
		return out, errs.Hidden()
	}
	return out, nil
}

func receiptOf(got candidates.Receipt, most int) receipt {
	out := receipt{Title: got.PositionTitle, Name: got.Name, Email: got.Email}
	add := func(label, text string) {
		if text != "" {
			out.Facts = append(out.Facts, [2]string{label, cut(text, most)})
		}
	}
	add("Name", got.Name)
	add("E-mail", got.Email)
	add("Phone", got.Phone)
	add("Links", strings.Join(got.Links, ", "))
	add("Résumé", got.Resume)
	for _, a := range got.Answers {
		text := a.Text
		if a.Kind == string(positions.YesNo) {
			text = map[string]string{"yes": "Yes", "no": "No"}[a.Text]
		}
		add(a.Question, text+a.FileName)
	}
	add("Received", moment(got.At))
	return out
}

func moment(t db.Time) string { return t.UTC().Format("2 January 2006, 15:04 ") + "UTC" }

// cut keeps the beginning of a text; nothing of it where there is no room.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most || len(runes) <= 40 {
		return text
	}
	return string(runes[:max(most, 40)]) + "…"
}

func deflate(raw []byte) []byte {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		panic(err) // a constant level
	}
	w.Write(raw)
	w.Close()
	return out.Bytes()
}

// pause is the least time between showing a form and taking it. Nobody fills one in faster; whoever does is made to
// wait, not refused.
const pause = 2 * time.Second

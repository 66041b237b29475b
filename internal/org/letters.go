package org

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/mail"
)

// writeInvitation puts the letter with the link into the outbox.
func (r *Room) writeInvitation(ctx context.Context, tx db.Tx, a access.Actor, i Invitation, token string) error {
	return mail.Enqueue(ctx, tx, mail.Letter{OrgID: a.OrgID(), To: i.Email, Template: mail.Invitation, ByMember: a.MemberID(),
		Data: mail.Data{Inviter: a.Name(), Role: i.Role, Path: "/invite/" + token, Days: int(invitationLife / (24 * time.Hour))}})
}

package org

import (
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/errs"
)

// Nobody hands out what they lack (docs/using/access.md, "Handing out"): adding a string to a role, assigning a role, naming one in
// an invitation, making one the default, and giving a team role each need every string given, except that
// whoever holds all of Admin's strings may give any.

// Lacks lists the strings of a set that the actor may not hand out; none means that the set may be handed out.
func Lacks(a access.Actor, given access.Set) []access.Permission {
	holds := a.Permissions()
	if !a.IsMember() {
		holds = access.Set{}
	}
	if holds.Covers(access.OfSystemRole(access.Admin)) {
		return nil
	}
	return given.Minus(holds).List()
}

// mayGive refuses (403) to hand out strings the actor lacks; what names the thing given: "the role Finance".
func mayGive(a access.Actor, what string, given access.Set) error {
	if lacks := Lacks(a, given); len(lacks) > 0 {
		return errs.Refuse("hand_out", fmt.Sprintf("You can't give %s: nobody hands out what they lack, and %s lacks %s.", what, a.Lacker(lacks[0]), inWords(lacks)))
	}
	return nil
}

// mayTake refuses (403) to remove, deactivate or demote somebody whose present role the actor could not give.
func mayTake(a access.Actor, name, role string, held access.Set) error {
	if lacks := Lacks(a, held); len(lacks) > 0 {
		return errs.Refuse("hand_out", fmt.Sprintf("You can't take the role %s from %s: only somebody who could give it may, and %s lacks %s.", role, name, a.Lacker(lacks[0]), inWords(lacks)))
	}
	return nil
}

// inWords names up to four strings and how many more.
func inWords(ps []access.Permission) string {
	const most = 4
	var words []string
	for i, p := range ps {
		if i == most {
			return strings.Join(words, ", ") + fmt.Sprintf(" and %d more", len(ps)-most)
		}
		words = append(words, string(p))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return words[0]
}

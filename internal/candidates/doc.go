// Package candidates is about people and their applications: how an application arrives, where it stands on the
// board of its position, and who moves, rejects, hires, notes and reads.
//
// An application is one person on one position. A person is seen through the applications that a reader sees, and
// looks as if there were no others: status, source, dates, files and counts are computed from those alone.
// While an application is in Offer or Hired its activity belongs to the hiring manager, the recruiter and admins.
// Somebody who finds themselves among the candidates sees their name and status there, and may do nothing with it.
//
// Every verb loads through the actor (what they do not see is not there), asks permission, checks the input and
// acts, with the line of activity, the signals and the tasks in one transaction.
package candidates

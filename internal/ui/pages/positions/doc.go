// Package positions holds the pages about openings for those who work on them: the list, one position, its hiring
// team, its settings.
package positions

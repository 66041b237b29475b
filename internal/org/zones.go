package org

import (
	_ "embed"
	"strings"
	"time"

	"candor/internal/errs"
)

//go:embed zones.txt
var zoneList string

// Zones are the time zones offered for choice, UTC first.
func Zones() []string { return strings.Fields(zoneList) }

// checkZone takes any zone the IANA database knows, offered or not.
func checkZone(field, name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return errs.Bad(errs.F(field, "“"+short(name)+"” is not a time zone. Write it like Europe/Berlin."))
	}
	return nil
}

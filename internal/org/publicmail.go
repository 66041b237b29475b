package org

import (
	_ "embed"
	"strings"
)

//go:embed publicmail.txt
var publicMailList string

// publicMailDomains are whole domains; publicMailFamilies are names that providers hold under many endings.
var publicMailDomains, publicMailFamilies = readPublicMail(publicMailList)

// publicMail reports whether anybody can get an address at the domain. The list is publicmail.txt.
func publicMail(domain string) bool {
	if publicMailDomains[domain] {
		return true
	}
	name, _, _ := strings.Cut(domain, ".")
	return publicMailFamilies[name] && strings.Count(domain, ".") <= 2
}

func readPublicMail(list string) (domains, families map[string]bool) {
	domains, families = map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, family := strings.CutSuffix(line, ".*"); family {
			families[name] = true
		} else {
			domains[line] = true
		}
	}
	return domains, families
}

package web

import (
	"strings"

	"candor/internal/positions"
)

// jobPosting is the posting in the words of schema.org, as search engines read it. It says what the page says: pay
// only where the page shows it.
func jobPosting(h positions.House, p positions.Posting, description, address string) map[string]any {
	if description == "" {
		description = p.Title
	}
	organisation := map[string]any{"@type": "Organization", "name": h.Name}
	if h.Website != "" {
		organisation["sameAs"] = h.Website
	}
	out := map[string]any{
		"@context": "https://schema.org/", "@type": "JobPosting",
		"title": p.Title, "description": description, "datePosted": p.PublishedAt.UTC().Format("2006-01-02"),
		"employmentType":     employmentTypes[p.Employment],
		"hiringOrganization": organisation,
		"identifier":         map[string]any{"@type": "PropertyValue", "name": h.Name, "value": p.Slug},
		"directApply":        true,
	}
	if address != "" {
		out["url"] = address
	}
	if p.Department != "" {
		out["occupationalCategory"] = p.Department
	}
	places(out, p)
	if p.Pay != nil {
		out["baseSalary"] = salary(*p.Pay)
	}
	return out
}

var employmentTypes = map[positions.Employment]string{positions.FullTime: "FULL_TIME", positions.PartTime: "PART_TIME", positions.Contract: "CONTRACTOR",
	positions.Temporary: "TEMPORARY", positions.Internship: "INTERN"}

// places says where the work is done. For remote work, locations are where applicants may be.
func places(out map[string]any, p positions.Posting) {
	var list []map[string]any
	for _, l := range p.Locations {
		if p.Remote == positions.RemoteWork {
			list = append(list, map[string]any{"@type": "AdministrativeArea", "name": l})
		} else {
			list = append(list, map[string]any{"@type": "Place", "address": address(l)})
		}
	}
	switch {
	case p.Remote == positions.RemoteWork:
		out["jobLocationType"] = "TELECOMMUTE"
		if len(list) > 0 {
			out["applicantLocationRequirements"] = list
		}
	case len(list) > 0:
		out["jobLocation"] = list
	}
}

// address reads "Porto, Portugal" as a town and a country, with a region between where there is one.
func address(location string) map[string]any {
	parts := strings.Split(location, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	out := map[string]any{"@type": "PostalAddress", "addressLocality": parts[0]}
	if n := len(parts); n > 1 {
		out["addressCountry"] = parts[n-1]
		if n > 2 {
			out["addressRegion"] = strings.Join(parts[1:n-1], ", ")
		}
	}
	return out
}

func salary(c positions.Compensation) map[string]any {
	value := map[string]any{"@type": "QuantitativeValue", "unitText": strings.ToUpper(string(c.Period))}
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		value["value"] = c.Major(*c.Min)
	default:
		if c.Min != nil {
			value["minValue"] = c.Major(*c.Min)
		}
		if c.Max != nil {
			value["maxValue"] = c.Major(*c.Max)
		}
	}
	return map[string]any{"@type": "MonetaryAmount", "currency": c.Currency, "value": value}
}

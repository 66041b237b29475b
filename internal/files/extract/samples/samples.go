// Package samples holds résumés of invented people, written with a word processor (LibreOffice 7.4 Writer; Søren's was
// printed by a browser, Inês's set with TeX) and exported to every kind Candor accepts. Tests and the demo company use them. Each holds words that exist
// nowhere else, so that a search for one must find its owner and nobody else.
package samples

import (
	"embed"
	"io/fs"
)

//go:embed *.pdf *.docx *.odt *.rtf
var content embed.FS

// Person is an invented applicant with a résumé in several kinds.
type Person struct {
	Name, Email string
	File        string   // name of the files without extension
	Kinds       []string // extensions
	Words       []string // rare words that stand in every copy
	Phrases     []string // text with accents, ligatures and other scripts, as extraction must give it
}

// Zoë has two columns and bullet lists, Tomasz a table and two alphabets, Miréille all of it and letters with stacked
// marks, Søren a browser's PDF, Inês one without spaces whose accents are drawn by themselves.
var (
	Zoe = Person{
		Name: "Zoë Quillfeather-Ångström", Email: "zoe@quillfeather.example", File: "zoe-quillfeather", Kinds: all,
		Words:   []string{"Plumbatrix", "vexlorin", "quandrabel", "flumgargle", "brindlewick"},
		Phrases: []string{"Zoë Quillfeather-Ångström", "naïve", "café-hopping façade artists", "difficult efficient workflow", "Ελληνικά", "+46 70 555 01 17"},
	}
	Tomasz = Person{
		Name: "Tomasz Brzęczek-Łukasiński", Email: "tomasz@brzeczek.example", File: "tomasz-brzeczek", Kinds: all,
		Words:   []string{"Zorblinket", "mizzlefrax", "tarnipuzzle", "wobblestadt", "Krumvolt"},
		Phrases: []string{"Tomasz Brzęczek-Łukasiński", "“Measure twice, cut once”", "Œdipus", "żółw", "Чтение и перевод", "in €."},
	}
	Mireille = Person{
		Name: "Miréille Okonkwo-Öztürk", Email: "mireille@okonkwo.example", File: "mireille-okonkwo", Kinds: all,
		Words:   []string{"snorvelight", "pellucidarium", "thrumbolade", "Grapplemint"},
		Phrases: []string{"Miréille Okonkwo-Öztürk", "İzmir", "“Nacht über Straße”", "Kadıköy", "ığüşöç", "ọzọ", "Ọ̀kà Studio"},
	}
	Soren = Person{
		Name: "Søren Vægter-Ibáñez", File: "soren-vaegter", Kinds: []string{"pdf"},
		Words:   []string{"Glimmerforge", "whifflestack"},
		Phrases: []string{"Søren Vægter-Ibáñez", "Efficient offices, final figures."},
	}
	Ines = Person{
		Name: "Inês Figueirêdo-Škvorecká", Email: "ines@figueiredo.example", File: "ines-figueiredo", Kinds: []string{"pdf"},
		Words:   []string{"Quibblework", "fluxomatic", "snickerloom", "wimbledrone"},
		Phrases: []string{"Inês Figueirêdo-Škvorecká", "Dvořákova třída, Győr", "efficient affine off-by-one fixes, office of five", "Quibblework s.r.o. 2018–2026"},
	}
)

var all = []string{"pdf", "docx", "odt", "rtf"}

// People are all of them.
func People() []Person { return []Person{Zoe, Tomasz, Mireille, Soren, Ines} }

// Resume is the content of a person's résumé of one kind: "pdf", "docx", "odt" or "rtf".
func (p Person) Resume(kind string) []byte {
	b, err := fs.ReadFile(content, p.File+"."+kind)
	if err != nil {
		panic(err) // the files are compiled in
	}
	return b
}

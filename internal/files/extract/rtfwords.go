package extract

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// rtfSigns are control words that stand for text.
var rtfSigns = map[string]string{
	"par": "\n", "line": "\n", "page": "\n", "sect": "\n", "column": "\n", "row": "\n", "nestrow": "\n", "softline": "\n",
	"tab": "\t", "cell": "\t", "nestcell": "\t",
	"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"emspace": " ", "enspace": " ", "qmspace": " ",
}

// rtfSkipped are destinations that hold no text of the document.
var rtfSkipped = words("colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "listtable",
	"listoverridetable", "revtbl", "rsidtbl", "filetbl", "generator", "fldinst", "xmlnstbl", "latentstyles", "annotation",
	"atnid", "atnauthor", "shppict", "nonshppict", "sp", "deleted", "pntext", "bkmkstart", "bkmkend", "pgptbl", "mmathPr", "ud")

// rtfKept are marked as ignorable, yet hold text or lead to it.
var rtfKept = words("shpinst", "shptxt", "fonttbl", "fcharset", "f", "u", "uc")

func words(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// ansi is the encoding of a Windows, DOS or Macintosh code page; unknown ones are read as Western European.
func ansi(page int) encoding.Encoding {
	switch page {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	case 10000:
		return charmap.Macintosh
	case 10007:
		return charmap.MacintoshCyrillic
	case 65001:
		return encoding.Nop // UTF-8 already; what is not valid is dropped when the text is tidied
	}
	return charmap.Windows1252
}

// charset is the encoding a font's \fcharset names; nil for the document's own.
func charset(n int) encoding.Encoding {
	pages := map[int]int{0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
		177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}
	page, ok := pages[n]
	if !ok {
		return nil // 1 is "default", 2 is a symbol font
	}
	return ansi(page)
}

"""Searches of the seed and what they find, in order: one list for SQLite and for PostgreSQL."""

ASKED = [
    # Names in any language, of any script, with or without accents; former names; codes.
    ("timbuktu", "place/timbuktu place/timbuktu-region base/minusma-timbuktu-camp …"),
    ("Tombouctou", "place/timbuktu place/timbuktu-region base/minusma-timbuktu-camp place/dire …"),
    ("TOMBOUCTOU", "place/timbuktu place/timbuktu-region base/minusma-timbuktu-camp place/dire …"),
    ("tömbouctoú", "place/timbuktu place/timbuktu-region base/minusma-timbuktu-camp place/dire …"),
    ("Τιμπουκτού", "place/timbuktu place/djingareyber-mosque base/minusma-timbuktu-camp …"),
    ("Тимбукту", "place/timbuktu place/djingareyber-mosque base/minusma-timbuktu-camp …"),
    ("تمبكتو", "place/timbuktu place/djingareyber-mosque base/minusma-timbuktu-camp …"),
    ("廷巴克图", "place/timbuktu place/djingareyber-mosque base/minusma-timbuktu-camp …"),
    ("Ténenkou", "place/tenenkou"),
    ("Cote d'Ivoire", "country/CIV place/cote-d-ivoire"),
    ("CÔTE D’IVOIRE", "country/CIV place/cote-d-ivoire"),
    ("Zaire", "country/COD place/democratic-republic-of-the-congo"),
    ("belge Congo", "country/COD place/democratic-republic-of-the-congo"),
    ("Upper Volta", "country/BFA place/burkina-faso"),
    ("Swaziland", "country/SWZ place/eswatini"),
    ("Burma", "country/MMR place/myanmar"),
    ("MLI", "country/MLI"),
    ("466", "country/MLI place/mali"),
    ("ML-6", "place/timbuktu-region"),
    # A whole name comes before a part of one, a thing before a fact, a title before other text.
    ("mali", "country/MLI place/mali place/central-mali place/northern-mali …"),
    ("gao", "place/gao place/gao-region …"),
    ("minusma", "mission/minusma organisation/minusma base/minusma-headquarters …"),
    ("UNMINUSMA", "mission/minusma organisation/minusma base/minusma-headquarters …"),
    ("guterres", "person/antonio-guterres document/unnamed-un-retelling-2024-01 …"),
    ("António Guterres", "person/antonio-guterres role/guterres-secretary-general …"),
    ("afp", "organisation/afp document/unnamed-afp-retelling-2023-12 …"),
    ("2690", "resolution/2690 action/resolution-2690-provides-for-liquidation …"),
    ("S/RES/2690 (2023)", "resolution/2690 action/resolution-2690-provides-for-liquidation …"),
    ("establishes", "resolution/2100 action/resolution-2100-establishes-minusma"),
    # All words, whole ones, in any order.
    ("mopti camp", "base/minusma-mopti-camp contingent/egypt-at-mopti-camp …"),
    ("camp mopti", "base/minusma-mopti-camp contingent/egypt-at-mopti-camp …"),
    ("mopti handed over", "base-status/mopti-handed-over event/mopti-camp-handed-over …"),
    ("flag lowered", "event/flag-lowered milestone/minusma-closing-ceremony …"),
    ("timbuk", ""),
    ("timbuktu zzzzzz", ""),
    # What would be an operator elsewhere is a word, or no part of one.
    ("a OR b", ""),
    ("timbuktu OR gao", ""),
    ("NEAR(timbuktu camp)", ""),
    ("terms:timbuktu", ""),
    ("kind/place", ""),
    ("timbuk*", ""),
    ("'; drop", ""),
    ("timbuktu'; DROP TABLE search_entry; --", ""),
    ("-x", "organisation/x-platform …"),
]
"""`kind/id`, the first that are found; all that are found unless `…` ends it."""

NARROWED = [
    ("mali", "kind=resolution", "resolution/2100 resolution/2690"),
    ("minusma", "kind=resolution", "resolution/2100 resolution/2690"),
    ("mali", "kind=country&kind=mission", "country/MLI mission/minusma"),
    ("minusma", "kind=resolution&kind=mission&mission=minusma",
     "mission/minusma resolution/2100 resolution/2690"),
    ("camp", "mission=minusma&kind=base", "base/minusma-mopti-camp base/minusma-timbuktu-camp"),
    ("zaire", "mission=minusma", ""),
    ("mali", "kind=document&known_on=2023-12-12", "document/diplomatic-insight-2023-12-12"),
    ("guterres", "kind=person&known_on=2023-12-01", ""),
    ("guterres", "kind=person&known_on=2024-02-01", "person/antonio-guterres"),
    ("zaire", "known_on=2000-01-01", "country/COD place/democratic-republic-of-the-congo"),
]  # fmt: skip

SAME_AS_TIMBUKTU = [
    "-timbuktu", "+timbuktu", '"timbuktu"', '"timbuktu', '""timbuktu', "(timbuktu", "timbuktu)",
    "timbuktu*", "^timbuktu", "=timbuktu", "!timbuktu", "timbuktu:*", "timbuktu <->", "& timbuktu",
    "| timbuktu", "\\timbuktu", "'timbuktu", "''timbuktu''", "timbuktu%", "_timbuktu_", "timbuktu;",
    "timbuktu, Timbuktu", "{timbuktu}", "ＴＩＭＢＵＫＴＵ", "𝐓𝐢𝐦𝐛𝐮𝐤𝐭𝐮", "TIMBU\u0301KTU",
]  # fmt: skip
"""Signs around a word are no part of it, and none of them is an operator."""

NO_WORD = [
    "😀",
    "☮🕊",
    "...",
    "-",
    "*",
    '"',
    "(",
    "' '",
    "&",
    "| !",
    "<->",
    ":*",
    "%",
    "_",
    "\u0301",
]
"""What holds nothing to look for."""

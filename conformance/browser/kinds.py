"""One page of each kind that there is, by what it shows; the ids are those of the seed."""

DOCUMENT = "africa-world-news-2023-12-30"
MISSION = "/missions/minusma"
CHARTS = ("strength", "casualties", "map", "timeline")

SECTIONS = (
    "figures",
    "bases",
    "contingents",
    "timeline",
    "strengths",
    "casualties",
    "statements",
    "tasks",
)
PAGES = (
    "/",
    MISSION,
    f"{MISSION}?lang=fr&datetime=2023-12-08&place=kidal&known_on=2024-02-01",
    *(f"{MISSION}/{section}" for section in SECTIONS),
    "/missions",
    "/resolutions",
    "/resolutions/2690",
    "/places",
    "/places/kidal",
    "/documents",
    f"/documents/{DOCUMENT}",
    "/search",
    "/search?q=gao",
    "/search?q=zzzz",
    "/contingents/bangladesh-at-mopti-camp",
    "/bases/minusma-gao",
    "/casualties/mali-conflict-deaths",
    "/strengths/minusma-personnel-at-start-of-withdrawal",
    "/events/attacks-in-the-sahel",
    "/statements/bamako-is-capital",
    "/tasks/aid-political-transition",
    "/countries/MLI",
    "/people/antonio-guterres",
    "/organisations/al-qaeda",
)
EMBEDS = tuple(f"/embed/{chart}?mission=minusma" for chart in CHARTS)
REFUSALS = {"/missions/nowhere": 404, f"{MISSION}?datetime=tomorrow": 400}
"""Pages that say what is wrong, and the status that they have."""

EVERY = {**dict.fromkeys((*PAGES, *EMBEDS), 200), **REFUSALS}

"""Pages can be read by everyone: structure, names and languages of what they hold (WCAG 2.2)."""

import itertools

import httpx
import pytest

from tests.web.reading import PAGES, page, text

EVERY = (*PAGES, *(f"{path}{'&' if '?' in path else '?'}lang=fr" for path in PAGES))


@pytest.mark.parametrize("path", EVERY)
def test_headings_are_in_order_and_there_is_one_first(api: httpx.Client, path: str) -> None:
    headings = page(api, path).xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(text(heading) for heading in headings)


@pytest.mark.parametrize("path", EVERY)
def test_landmarks_titles_and_ids_are_there_once(api: httpx.Client, path: str) -> None:
    tree = page(api, path)
    for landmark in ("main", "body/header", "body/footer", "head/title"):
        assert len(tree.xpath(f"//{landmark}")) == 1, landmark
    ids = [str(id) for id in tree.xpath("//@id")]
    assert len(ids) == len(set(ids))
    for name in ("aria-labelledby", "aria-describedby", "for"):
        assert {str(id) for id in tree.xpath(f"//@{name}")} <= set(ids)
    assert tree.xpath("//a[@class='skip']/@href") == ["#content"]
    assert tree.get("lang") == ("fr" if "lang=fr" in path else "en")


@pytest.mark.parametrize("path", EVERY)
def test_every_field_and_every_link_has_a_name(api: httpx.Client, path: str) -> None:
    tree = page(api, path)
    labelled = {str(id) for id in tree.xpath("//label/@for")}
    fields = tree.xpath("//input[@type!='hidden'] | //select")
    assert fields
    assert all(field.get("id") in labelled for field in fields)
    for link in tree.xpath("//a | //button | //summary"):
        assert text(link)
        assert text(link) in (link.get("aria-label") or text(link))


@pytest.mark.parametrize("path", EVERY)
def test_tables_have_heads_and_scroll_inside_of_a_region_that_takes_the_focus(
    api: httpx.Client, path: str
) -> None:
    for table in page(api, path).xpath("//table"):
        around = table.getparent()
        assert around.get("role") == "region"
        assert around.get("tabindex") == "0"
        assert around.get("aria-label")
        width = len(table.xpath("./thead/tr/th[@scope='col']"))
        for row in table.xpath("./tbody/tr"):
            spans = (int(cell.get("colspan", 1)) for cell in row.xpath("./th | ./td"))
            assert sum(spans) == width
        assert all(cell.get("scope") for cell in table.xpath(".//th"))


def test_what_is_written_in_english_is_marked_so_on_a_french_page(api: httpx.Client) -> None:
    tree = page(api, "/missions/minusma?lang=fr")
    rows = tree.xpath("//ol[@class='timeline']/li")
    assert len(rows) > 10
    assert all(row.xpath("./div[2]/p//*[@lang='en']") for row in rows)
    assert len(tree.xpath("//p[@class='note']")) == len(
        tree.xpath("//p[@class='note'][@lang='en']")
    )


def test_places_and_countries_have_their_french_names(api: httpx.Client) -> None:
    main = text(page(api, "/missions/minusma?lang=fr").xpath("//main")[0])
    assert "Tombouctou" in main
    assert "Tchad" in main
    assert "Mission multidimensionnelle intégrée" in main
    assert "Tombouctou" in text(page(api, "/places/timbuktu?lang=fr").xpath("//h1")[0])

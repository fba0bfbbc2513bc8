"""Pictures as tests read them."""

import xml.etree.ElementTree as ET
from typing import Any

import httpx

SVG = "{http://www.w3.org/2000/svg}"


def svg(api: httpx.Client, path: str, **params: Any) -> ET.Element:
    """A picture, as its elements."""
    answer = api.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].partition(";")[0] == "image/svg+xml"
    return ET.fromstring(answer.content)


def groups(picture: ET.Element, name: str) -> list[ET.Element]:
    """The groups of marks that a view of a specification has drawn, one for each list behind it."""
    found = []
    for group in picture.iter(f"{SVG}g"):
        names = group.get("class", "").split()
        if "role-mark" in names and any(
            each == f"{name}_marks" or is_copy(each, name) for each in names
        ):
            found.append(group)
    return found


def is_copy(group: str, name: str) -> bool:
    """Whether a group is of a further list: `monthly_1_marks`."""
    number = group.removeprefix(f"{name}_").removesuffix("_marks")
    return group.startswith(f"{name}_") and number.isdigit()


def marks(picture: ET.Element, name: str) -> list[ET.Element]:
    """What a view has drawn."""
    return [mark for group in groups(picture, name) for mark in group]


def texts(picture: ET.Element) -> str:
    """All that is written in a picture, a space between lines."""
    return " ".join(" ".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


def features(api: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of a list of the API."""
    answer = api.get(f"/v1/{path}.geojson", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["features"]
    return found

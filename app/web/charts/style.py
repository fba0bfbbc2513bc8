"""Style: how every chart looks, and how long a line of text may be.

The colours are those of Okabe and Ito, which people who see colours differently can tell apart.
"""

import textwrap
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.values.terms import BaseState, Cause, FactKind, Outcome, StrengthCategory
from app.web.charts.expressions import capital
from app.web.labels import Labels

BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, YELLOW, BLACK, GREY = "#CC79A7", "#56B4E9", "#B9A800", "#222222", "#8A8A8A"

COLOURS: Mapping[StrEnum, str] = {
    StrengthCategory.ALL_PERSONNEL: BLACK,
    StrengthCategory.UNIFORMED: BLUE,
    StrengthCategory.TROOPS: VERMILION,
    StrengthCategory.POLICE: GREEN,
    StrengthCategory.EXPERTS: PURPLE,
    StrengthCategory.STAFF_OFFICERS: SKY,
    StrengthCategory.CIVILIAN: ORANGE,
    Cause.HOSTILE_ACT: VERMILION,
    Cause.ACCIDENT: ORANGE,
    Cause.ILLNESS: BLUE,
    Cause.SELF_INFLICTED: PURPLE,
    Cause.TO_BE_DETERMINED: SKY,
    Cause.ANY: BLACK,
    Cause.NOT_STATED: GREY,
    Outcome.DEATH: VERMILION,
    Outcome.INJURY: BLUE,
    Outcome.DISPLACEMENT: GREEN,
    BaseState.IN_USE: GREEN,
    BaseState.BEING_CLOSED: ORANGE,
    BaseState.HANDED_OVER: BLUE,
    BaseState.CLOSED: VERMILION,
    BaseState.RETAINED_FOR_LIQUIDATION: PURPLE,
    FactKind.MILESTONE: VERMILION,
    FactKind.ACTION: BLUE,
    FactKind.EVENT: GREEN,
    FactKind.BASE_STATUS: ORANGE,
    FactKind.CASUALTY: BLACK,
    FactKind.CONTINGENT: SKY,
    FactKind.STRENGTH: PURPLE,
    FactKind.STATEMENT: GREY,
    FactKind.TASK: YELLOW,
    FactKind.ROLE: "#7A5195",
}

PADDING = 16
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
TITLE, SUBTITLE, TEXT, NOTE = 18, 13, 12, 11
LINE = 1.3
CHARACTER = 0.52
"""How wide a character is on the average, in parts of the size of its font."""


def config(words: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """What all marks and axes share, and how numbers and months are written."""
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal",
            "labelColor": "#333333", "titleColor": "#333333", "gridColor": "#e4e4e4",
            "domainColor": "#8a8a8a", "tickColor": "#8a8a8a",
        },
        "title": {
            "fontSize": TITLE, "subtitleFontSize": SUBTITLE, "anchor": "start", "frame": "bounds",
            "color": "#111111", "subtitleColor": "#444444", "offset": 14, "subtitlePadding": 6,
        },
        "legend": {"labelFontSize": TEXT, "titleFontSize": TEXT, "titleFontWeight": "normal", "symbolOpacity": 1},
        "text": {"fontSize": TEXT},
        "locale": {
            "number": {
                "decimal": words["decimal"], "thousands": labels.thousands, "grouping": [3],
                "currency": ["", ""],
            },
            "time": {
                "dateTime": "%x %X", "date": "%d/%m/%Y", "time": "%H:%M:%S", "periods": ["AM", "PM"],
                "days": words["days"], "shortDays": [day[:3] for day in words["days"]],
                "months": list(labels.dates.months), "shortMonths": words["short_months"],
            },
        },
    }  # fmt: skip


def scale(codes: Sequence[StrEnum], labels: Labels) -> dict[str, Any]:
    """The colours of codes, in their order: the same code always has the same one."""
    domain = [capital(labels.code(type(code), str(code))) for code in codes]
    return {"domain": domain, "range": [COLOURS[code] for code in codes]}


def wrapped(text: str, width: int, size: int) -> list[str]:
    """A text in lines that fit; a word that is longer than a line is broken."""
    return textwrap.wrap(text, max(12, int(width / (size * CHARACTER)))) or [""]

"""How wide words are, before anybody knows in which font they will be set, and what of them fits."""

import unicodedata
from functools import cache

from auditctl.reports.language import Language
from auditctl.reports.pictures.drawing import WIDTH, Box, Code, Percent, Words, rounded
from auditctl.reports.prose import clean

WIDTHS = (
    (0.3, "'ijlıIJ"),
    (0.42, " !,.:;/\\|()[]-­·‘’frtſ¡²³¹"),
    (0.56, '"*_`?¿´¨csz–“”„•'),
    (0.66, "0123456789$£€{}abdeghknopquvxyyEFKLPSTYß«»"),
    (0.8, "ABCDGHNOQRUVXZ&Ø"),
    (1.02, "#+<=>^~±×÷≤≥@%—…mwMWæÆœŒ"),
)
"""Em of the characters: at least what DejaVu Sans takes, the widest of the fonts that `style.css` names."""
UNKNOWN = 1.1
WIDE = 1.7
"""Em of symbols such as emoji, and of what East Asian fonts set in a square."""
ELLIPSIS = "…"
MARGIN = 2
"""Room on both sides of words that are backed."""


@cache
def _em(character: str) -> float:
    base = unicodedata.normalize("NFD", character)[0]
    for width, characters in WIDTHS:
        if base in characters:
            return width
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    is_wide = unicodedata.east_asian_width(character) in "WF" or unicodedata.category(character) == "So"
    return WIDE if is_wide else UNKNOWN


def width(text: str, size: float) -> float:
    """Return how wide a text is at most, in the unit of the size of its letters."""
    return sum(map(_em, text)) * size


def fitting(text: str, room: float, size: float) -> str:
    """Return a text in one line, cut with an ellipsis where it would be wider than its room."""
    whole = " ".join(clean(text[: _longest(room, size)]).split())
    if len(text) <= _longest(room, size) and width(whole, size) <= room:
        return whole
    kept, left = [], room - width(ELLIPSIS, size)
    for character in whole:
        left -= width(character, size)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ELLIPSIS if kept else ""


def _longest(room: float, size: float) -> int:
    """Return more characters than fit; of a text of a megabyte the rest need not be looked at."""
    return int(room / size * 10) + 10


def lettered(words: Words, language: Language) -> str:
    """Return what words say in a language, as far as it fits."""
    parts = [said(words.lead, language)] if words.lead else []
    parts.append(said(words.said, language))
    whole = " ".join(parts)
    if words.count is not None:
        whole = f"{whole}: {language.number(words.count)}"
    return fitting(whole, words.room, words.size)


def backing(words: Words, text: str) -> Box:
    """Return the box behind words that say a text, within the drawing."""
    wide = min(width(text, words.size) + 2 * MARGIN, WIDTH)
    begin = {"start": words.x - MARGIN, "middle": words.x - wide / 2, "end": words.x - wide + MARGIN}
    x = min(max(begin[words.anchor], 0), WIDTH - wide)
    return Box(
        rounded(x), rounded(words.y - words.size * 0.95), rounded(wide), words.size * 1.2, style="plate"
    )


def said(value: object, language: Language) -> str:
    """Return one thing in a language."""
    match value:
        case Code(kind, code):
            return language.word(kind, code)
        case Percent(percent):
            return language.percent(percent)
        case int():
            return language.number(value)
    return language.say(value)

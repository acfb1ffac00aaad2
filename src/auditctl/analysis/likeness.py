"""When two texts say nearly the same: compared without regard to case, diacritics, spacing and punctuation."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

THRESHOLD = 90.0
"""Likeness (rapidfuzz `ratio`, 0 to 100) from which two texts count as nearly the same: one word in ten differs."""
SHORTEST_PART = 12
"""Letters that a text has at least before it can count as a part taken from a longer one."""
KEYS = 3
WINDOW = 5
"""Each text meets at most this many neighbours under each of its rarest words, so that work grows with the texts."""

EXACT = 24
"""Up to so many texts, each meets each."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}]")
_LETTERS = {ord("\N{LATIN SMALL LETTER DOTLESS I}"): "i", ord("ß"): "s", ord("ø"): "o", ord("ł"): "l"}
"""Letters that Unicode does not take apart."""


class _Folds(dict[int, str]):
    """Letter by letter: lower case and without diacritics; one letter stays one letter."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKD", chr(code))[:1].casefold()[:1]
        self[code] = plain or chr(code)
        return self[code]


_FOLDS = _Folds(_LETTERS)


def folded(text: str) -> str:
    """Return a composed text in lower case without diacritics, letter by letter; every Turkish i becomes i."""
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def composed(text: str) -> str:
    """Return a text with each letter as one character; a mark that no letter takes up is left out."""
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFC", text))


def words(text: str) -> list[str]:
    return _WORD.findall(folded(composed(text)))


@lru_cache(maxsize=1024)
def normalised(text: str) -> str:
    """Return the words of a text alone, as they are compared."""
    return " ".join(words(text))


def repeats(text: str, source: str) -> bool:
    """Whether a text says nearly the same as a source, or is taken out of it."""
    one, other = normalised(text), normalised(source)
    if _alike(one, other):
        return True
    return SHORTEST_PART <= len(one) <= len(other) and _share(one, other) >= THRESHOLD


def near_groups(texts: Mapping[K, str]) -> list[list[K]]:
    """Return the keys of texts that say nearly the same, in groups of two and more.

    Near-linear: in a crowd, texts meet only their neighbours in sorted order (Hernández and Stolfo 1995, sorted
    neighbourhood), over all and under each of their rarest words, so that a pair may be missed there.
    """
    same: dict[str, list[K]] = {}
    for key, text in texts.items():
        if plain := normalised(text):
            same.setdefault(plain, []).append(key)
    leaders = {plain: plain for plain in same}
    for one, other in combinations(same, 2) if len(same) <= EXACT else _neighbours(sorted(same)):
        first, second = _leader(leaders, one), _leader(leaders, other)
        if first != second and _alike(one, other):
            leaders[second] = first
    groups: dict[str, list[K]] = {}
    for plain, keys in same.items():
        groups.setdefault(_leader(leaders, plain), []).extend(keys)
    return [keys for keys in groups.values() if len(keys) > 1]


def _neighbours(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of sorted texts that are worth a comparison."""
    held = {text: sorted(set(text.split())) for text in texts}
    frequency = Counter(word for found in held.values() for word in found)
    blocks = {"": texts}
    for text in texts:
        shared = (word for word in held[text] if frequency[word] > 1)
        for word in sorted(shared, key=lambda word: (frequency[word], word))[:KEYS]:
            blocks.setdefault(word, []).append(text)
    for block in blocks.values():
        for index, one in enumerate(block):
            for other in block[index + 1 : index + 1 + WINDOW]:
                yield one, other


def _leader(leaders: dict[str, str], text: str) -> str:
    while leaders[text] != text:
        leaders[text] = leaders[leaders[text]]
        text = leaders[text]
    return text


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    if one == other:
        return True
    from rapidfuzz import fuzz  # noqa: PLC0415 - only texts that are compared need it

    return fuzz.ratio(one, other, score_cutoff=THRESHOLD) > 0


def _share(part: str, whole: str) -> float:
    """Return how well the best passage of the longer text matches the shorter one, 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - see above

    return fuzz.partial_ratio(part, whole, score_cutoff=THRESHOLD)

"""What a text gives away: word lists per language (data), and names of people."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from pathlib import Path

from auditctl.analysis.likeness import composed, folded, words
from auditctl.repository import Repository
from auditctl.source.quick import trusted

_WORD = re.compile(r"[^\W_]+")


class Tone(StrEnum):
    """The lists that `wordlists/LANGUAGE.yaml` may hold."""

    blaming = "blaming"
    recommending = "recommending"
    nonconformity = "nonconformity"
    human_error = "human-error"
    training = "training"


def phrases(text: str, tone: Tone, language: str) -> list[str]:
    """Return the phrases of a list that stand in a text, as written there; none where the language has no list."""
    held = _patterns(language).get(tone)
    if held is None:
        return []
    starts, pattern = held
    whole = composed(text)
    compared = folded(whole)
    if not any(start in compared for start in starts):
        return []
    found = (whole[match.start() : match.end()] for match in pattern.finditer(compared))
    return list(dict.fromkeys(" ".join(phrase.split()) for phrase in found))


@cache
def _patterns(language: str) -> dict[Tone, tuple[frozenset[str], re.Pattern[str]]]:
    """Return, for each list, the letters that its phrases have, which rules most texts out, and their pattern."""
    file = Path(__file__).parent.parent / "wordlists" / f"{language}.yaml"
    if not file.is_file():
        return {}
    lists = trusted(file.read_text("utf-8"))
    return {Tone(name): (_starts(held), _pattern(held)) for name, held in lists.items() if held}


def _starts(held: Iterable[str]) -> frozenset[str]:
    return frozenset(max(folded(phrase).split()[0].split("*"), key=len)[:4] for phrase in held)


def _pattern(held: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole words; `*` at the beginning or the end of a word stands for any letters."""
    choices = (
        r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in folded(phrase).split())
        for phrase in held
    )
    return re.compile(rf"\b(?:{'|'.join(sorted(choices, key=len, reverse=True))})\b")


def people_named(repository: Repository, text: str) -> list[str]:
    """Return the ids of people whose name stands in a text: the full one, or a part of it as a name is written.

    That is the surname with a capital, or the first name with one inside a sentence; a full name rules out namesakes.
    """
    names = _names(repository)
    said = words(text)
    if names.keys().isdisjoint(said):
        return []
    joined = f" {' '.join(said)} "
    known = {person: name for word in set(said) & names.keys() for person, name in names[word].items()}
    full = [person for person, name in known.items() if f" {' '.join(name)} " in joined]
    parts = {part for person in full for part in known[person]}
    single = [
        person
        for word, is_inside in _capitals(composed(text))
        if word not in parts
        for person, name in names.get(word, {}).items()
        if word == name[-1] or is_inside
    ]
    return list(dict.fromkeys([*full, *single]))


def _capitals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words with a capital, as compared, and whether each stands inside a sentence and before no other."""
    compared = folded(text)
    spans = [match.span() for match in _WORD.finditer(text)]
    for (begin, end), following in zip_longest(spans, (begin for begin, _ in spans[1:])):
        if text[begin].isupper():
            before = text[:begin].rstrip()
            opens = not before or before[-1] in ".!?:;"
            is_double = following == end + 1 and text[following].isupper()
            yield compared[begin:end], not (opens or is_double)


def _names(repository: Repository) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, by surname and by first name, the people who bear it with their full name, all as compared."""
    if "names of people" not in repository.memo:
        index: dict[str, dict[str, tuple[str, ...]]] = {}
        for person, record in repository.people.items():
            name = tuple(words(record.data.name))
            for word in {name[0], name[-1]} if name else ():
                index.setdefault(word, {})[person] = name
        repository.memo["names of people"] = index
    kept: dict[str, dict[str, tuple[str, ...]]] = repository.memo["names of people"]
    return kept

"""What a text gives away: word lists per language (data), and names of people."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

from auditctl.analysis.likeness import folded, words
from auditctl.repository import Repository
from auditctl.source.quick import trusted


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
    whole = text if text.isascii() else unicodedata.normalize("NFC", text)
    compared = folded(whole)
    if not any(start in compared for start in starts):
        return []
    found = (whole[match.start() : match.end()] for match in pattern.finditer(compared))
    return list(dict.fromkeys(" ".join(phrase.split()) for phrase in found))


@cache
def _patterns(language: str) -> dict[Tone, tuple[frozenset[str], re.Pattern[str]]]:
    """Return, for each list, how its phrases begin, which rules most texts out, and their pattern."""
    file = Path(__file__).parent.parent / "wordlists" / f"{language}.yaml"
    if not file.is_file():
        return {}
    lists = trusted(file.read_text("utf-8"))
    return {Tone(name): (_starts(held), _pattern(held)) for name, held in lists.items() if held}


def _starts(held: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(phrase).partition("*")[0].split()[0][:4] for phrase in held)


def _pattern(held: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of whole words; `*` at the end of a word stands for any ending."""
    choices = (
        r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in folded(phrase).split())
        for phrase in held
    )
    return re.compile(rf"\b(?:{'|'.join(sorted(choices, key=len, reverse=True))})\b")


def people_named(repository: Repository, text: str) -> list[str]:
    """Return the ids of people whose surname stands in a text as a word; a full name rules out namesakes."""
    said = words(text)
    surnames = _surnames(repository)
    if surnames.keys().isdisjoint(said):
        return []
    found: list[str] = []
    for word in dict.fromkeys(said):
        bearers = surnames.get(word, {})
        joined = f" {' '.join(said)} " if bearers else ""
        full = [person for person, name in bearers.items() if f" {name} " in joined]
        found += full or list(bearers)
    return found


def _surnames(repository: Repository) -> dict[str, dict[str, str]]:
    """Return, by surname, the people who bear it with their full name, all as compared."""
    if "surnames" not in repository.memo:
        index: dict[str, dict[str, str]] = {}
        for person, record in repository.people.items():
            if name := words(record.data.name):
                index.setdefault(name[-1], {})[person] = " ".join(name)
        repository.memo["surnames"] = index
    kept: dict[str, dict[str, str]] = repository.memo["surnames"]
    return kept

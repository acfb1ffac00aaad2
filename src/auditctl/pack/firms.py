"""Firms of auditors in a redacted pack: where one or two people work for a firm, its name is theirs."""

import re
from collections.abc import Iterator

from auditctl.model.organisation import Firm
from auditctl.model.record import Record
from auditctl.pack.forms import SHORTEST, WORD
from auditctl.pack.ordinary import ordinary_words
from auditctl.pack.plain import plain_text
from auditctl.pack.pseudonyms import Replacement, Salt, bounded
from auditctl.repository import Repository


def firms_of_auditors(repository: Repository, salt: Salt) -> Iterator[Replacement]:
    """Yield what replaces the firms that auditors on record work for: names, ids, and the word that they go by.

    The name of the audited organisation stays.
    """
    people = (repository.people.get(name) for name in repository.auditors)
    employers = {person.data.employer for person in people if person}
    firms = {name: firm for name, firm in sorted(repository.firms.items()) if name in employers}
    codes = salt.codes("firm", firms)
    own = _words(repository.settings.name)
    taken = {*own, *(word for item in repository.people.values() for word in _words(item.data.name))}
    for name, firm in firms.items():
        if _words(firm.data.name) != own:
            yield _of_name(firm.data.name, codes[name])
    for name in firms:
        if name not in ordinary_words():
            yield Replacement(_id(name, repository), f"firm-{codes[name]}")
    for name, firm in firms.items():
        yield from _of_first_word(firm, codes[name], taken)


def _of_name(name: str, code: str) -> Replacement:
    words = r"\s+".join(map(re.escape, name.split()))
    return Replacement(_apart(bounded(words)), f"Firm {code}")


def _id(name: str, repository: Repository) -> re.Pattern[str]:
    """Return what matches an id; where it is a part of ids of people, by itself alone, for those are replaced as a whole."""
    whole = _apart(bounded(re.escape(name)))
    if any(whole.search(person) for person in repository.people):
        return _apart(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return whole


def _apart(pattern: str) -> re.Pattern[str]:
    """Return a pattern that leaves addresses alone, which are replaced as a whole."""
    return re.compile(rf"(?<!@){pattern}(?!@)", re.IGNORECASE)


def _of_first_word(firm: Record[Firm], code: str, taken: set[str]) -> Iterator[Replacement]:
    """Yield the word by which a firm goes, where it can mean nothing else."""
    first = next(iter(WORD.findall(firm.data.name)), "")
    read = plain_text(first).text
    if len(read) >= SHORTEST and read not in taken and read not in ordinary_words():
        yield Replacement(re.compile(rf"(?<!@){bounded(re.escape(first))}"), f"Firm {code}")


def _words(text: str) -> list[str]:
    return WORD.findall(plain_text(text).text)

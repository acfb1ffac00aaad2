"""Names in a text, and the pseudonyms that stand in their place: the same one for the same person everywhere."""

import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from auditctl.model.people import Person
from auditctl.model.record import Record

SHORTEST, DIGITS = 4, 64
"""Digits of a pseudonym at least, and those of a sha256."""
_MAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
"""Where a word begins and ends: hyphens, dots and underscores part words too."""
_TURKISH = str.maketrans("iı", "İI")
_TURKISH_SMALL = str.maketrans("İI", "iı")
_PLAIN = str.maketrans("ıİşŞğĞçÇöÖüÜøØłŁđĐ", "iIsSgGcCoOuUoOlLdD")
_APOSTROPHE = re.compile(r"['’]")
GAP = r"(?:[ ,._-]+|\s+)"
"""What may stand between two words of a name: never a line end and the dash of a list."""


@dataclass(frozen=True)
class Salt:
    """A secret, without which a digest tells nothing about what it was made of."""

    secret: bytes

    def digest(self, kind: str, text: str) -> str:
        return hmac.new(self.secret, f"{kind}:{text}".encode(), "sha256").hexdigest()

    def codes(self, kind: str, names: Iterable[str]) -> dict[str, str]:
        """Return a code for each name: as few digits as tell all of them apart."""
        whole = {name: self.digest(kind, name) for name in names}
        for length in range(SHORTEST, DIGITS):
            if len({code[:length] for code in whole.values()}) == len(whole):
                return {name: code[:length] for name, code in whole.items()}
        return whole


@dataclass(frozen=True)
class Replacement:
    """A pattern with what stands in the place of its matches: as an id, and as it is written in prose."""

    pattern: str
    as_id: str
    as_name: str

    def of(self, match: str) -> str:
        is_id = match == match.lower() and " " not in match and "\n" not in match
        return self.as_id if is_id else self.as_name


@dataclass(frozen=True)
class Pseudonyms:
    """Everything that is replaced in a text, the longest first."""

    replacements: tuple[Replacement, ...]
    mails: Mapping[str, str]
    salt: Salt

    def replaced(self, text: str) -> str:
        """Return a text with pseudonyms in the place of names, and salted digests in that of sha256 digests."""
        return self._pattern.sub(self._of, unicodedata.normalize("NFC", text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        named = (f"(?P<r{index}>{item.pattern})" for index, item in enumerate(self.replacements))
        parts = [rf"(?P<mail>{_MAIL})", r"(?P<sha>(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f]))", *named]
        return re.compile("|".join(parts), re.IGNORECASE)

    def _of(self, match: re.Match[str]) -> str:
        group, found = match.lastgroup or "", match[0]
        if group == "mail":
            known = self.mails.get(found.casefold())
            return f"{known or self.salt.digest('mail', found.casefold())[:8]}@redacted.invalid"
        if group == "sha":
            return self.salt.digest("sha256", found.lower())
        return self.replacements[int(group[1:])].of(found)


def pseudonyms(
    people: Mapping[str, Record[Person]],
    salt: Salt,
    ordinary: Container[str],
    further: Iterable[Replacement] = (),
) -> Pseudonyms:
    """Return what replaces people by their ids, names and addresses, and `further` things before them.

    A part of a name that is an `ordinary` word is replaced only where it begins with a capital.
    """
    codes = salt.codes("person", people)
    whole = [item for name, record in people.items() for item in _whole(name, record.data.name, codes[name])]
    whole.sort(key=lambda item: -len(item.pattern))
    mails = {
        mail.casefold(): f"person-{codes[name]}"
        for name, record in people.items()
        for mail in record.data.emails
    }
    return Pseudonyms((*further, *whole, *_parts(people, codes, salt, ordinary)), mails, salt)


def _whole(id_: str, name: str, code: str) -> Iterator[Replacement]:
    as_id, as_name = f"person-{code}", f"Person {code}"
    words = id_.split("-")
    joint = GAP if len(words) > 1 else ""
    yield Replacement(bounded(joint.join(map(re.escape, words))), as_id, as_name)
    parts = [_any_form(part) for part in name.split()]
    for order in (parts, [*parts[-1:], *parts[:-1]]):
        yield Replacement(bounded(GAP.join(order)), as_id, as_name)
    if len(parts) > 1:
        initial = f"(?:{re.escape(name[0])}|{re.escape(plain(name[0]))})"
        yield Replacement(bounded(rf"{initial}(?:\.\s*|[_-]?){parts[-1]}"), as_id, as_name)


def _parts(
    people: Mapping[str, Record[Person]], codes: Mapping[str, str], salt: Salt, ordinary: Container[str]
) -> Iterator[Replacement]:
    """Yield the single words of names; one that several people bear stands for none of them."""
    bearers: dict[str, list[str]] = {}
    for id_, record in people.items():
        for part in {_without_signs(word) for word in re.split(r"[\s-]+", record.data.name)}:
            if len(part) > 1 and part[0].isupper():
                bearers.setdefault(part, []).append(id_)
    counts = Counter({part: len(held) for part, held in bearers.items()})
    for part in sorted(bearers, key=lambda word: (-len(word), word)):
        code = codes[bearers[part][0]] if counts[part] == 1 else salt.digest("part", part)[:SHORTEST]
        form = _any_form(part)
        if part.casefold() in ordinary or plain(part).casefold() in ordinary or len(part) < SHORTEST:
            capital, rest = re.escape(part[0]), "".join(map(re.escape, part[1:]))
            upper = re.escape(part.translate(_TURKISH).upper())
            form = f"(?-i:{capital}{rest}|{re.escape(part.upper())}|{upper}|{re.escape(plain(part))})"
        yield Replacement(bounded(form), f"person-{code}", f"Person {code}")


def _without_signs(word: str) -> str:
    return word.strip(".,;:'’\"()")


def plain(text: str) -> str:
    """Return a name as it is written without Turkish or accented letters, such as in a user name."""
    decomposed = unicodedata.normalize("NFD", text.translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _any_form(word: str) -> str:
    """Return a pattern of a word in every form: with and without accents, in capitals of Turkish and others."""
    spelt = {word, plain(word), _APOSTROPHE.sub("", word), _APOSTROPHE.sub("", plain(word))}
    spelt |= {_APOSTROPHE.sub("’", word), _APOSTROPHE.sub("'", word)}
    forms = {
        form
        for item in spelt
        for form in (item, item.translate(_TURKISH).upper(), item.upper(), item.lower())
    }
    forms |= {item.translate(_TURKISH_SMALL).lower() for item in spelt}
    return (
        "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form))) + ")"
    )


def bounded(pattern: str) -> str:
    """Return a pattern that matches whole words alone."""
    return f"{_BEFORE}(?:{pattern}){_AFTER}"

"""Names in a text, and the pseudonyms that stand in their place: the same one for the same person everywhere."""

import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditctl.model.people import Person
from auditctl.model.record import Record
from auditctl.pack.forms import Kind
from auditctl.pack.plain import plain_text
from auditctl.pack.sightings import Register, Sighting, register_of

SHORTEST, DIGITS = 4, 64
"""Digits of a pseudonym at least, and those of a sha256."""
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_SHA256 = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.IGNORECASE)
_IDS = re.compile(r"[a-z0-9-]+(?:(?:, | and | or )[a-z0-9-]+)*")
NOWHERE = "redacted.invalid"
"""The domain of every address in a redacted text."""


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
    """A pattern of something that is no person, with what stands in the place of its matches."""

    pattern: re.Pattern[str]
    pseudonym: str


@dataclass(frozen=True)
class Pseudonyms:
    """Everything that is replaced in a text: `further` things first, then addresses and digests, then people."""

    register: Register
    codes: Mapping[str, str]
    mails: Mapping[str, str]
    salt: Salt
    further: tuple[Replacement, ...] = ()

    def replaced(self, text: str) -> str:
        """Return a text with pseudonyms in the place of names, and salted digests in that of sha256 digests."""
        for item in self.further:
            text = item.pattern.sub(item.pseudonym, text)
        text = _SHA256.sub(lambda match: self.salt.digest("sha256", match[0].lower()), text)
        return self._without_people(self._without_mails(text))

    def replaced_value(self, value: str) -> str:
        """Return a value of a sentence with pseudonyms: there an id stands by itself, whatever it means as a word."""
        if not _IDS.fullmatch(value):
            return self.replaced(value)
        parts = re.split(r"(, | and | or )", value)
        return "".join(
            f"person-{self.codes[part]}" if part in self.codes else self.replaced(part) for part in parts
        )

    def left(self, text: str) -> Iterator[Sighting]:
        """Yield what still names somebody on record and can mean nothing else."""
        return (item for item in self.register.sightings(text) if item.is_certain)

    def left_mail(self, text: str) -> str:
        """Return an address on record that a text still has, or nothing."""
        found = (match[0] for match in _MAIL.finditer(plain_text(text).text))
        return next((mail for mail in found if mail in self.mails), "")

    def _without_mails(self, text: str) -> str:
        if "@" not in (plain := plain_text(text)).text:
            return text
        return _spliced(
            text,
            ((*plain.place(*match.span()), self._mail(match[0])) for match in _MAIL.finditer(plain.text)),
        )

    def _mail(self, mail: str) -> str:
        known = self.mails.get(mail)
        return f"{known or self.salt.digest('mail', mail)[:8]}@{NOWHERE}"

    def _without_people(self, text: str) -> str:
        plain = plain_text(text)
        found = self.register.sightings(text, plain)
        return _spliced(text, ((item.start, item.end, self._person(text, item)) for item in found))

    def _person(self, text: str, item: Sighting) -> str:
        code = self._code(item)
        found = text[item.start : item.end]
        is_prose = found != found.lower() and item.form.kind is not Kind.joint and "%" not in found
        if not is_prose and not any(letter.isspace() for letter in found):
            return f"person-{code}"
        ending = found[-item.ending :] if item.ending else ""
        return f"Person {code}" + (f"\u2019{ending}" if ending else "")

    def _code(self, item: Sighting) -> str:
        """Return the code of somebody; what several people are called has one of its own."""
        if len(item.people) == 1:
            return self.codes[next(iter(item.people))]
        return self.salt.digest("part", " ".join(item.form.words))[:SHORTEST]


def _spliced(text: str, parts: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other words in the place of parts, which come in order."""
    made, at = [], 0
    for start, end, words in parts:
        made += [text[at:start], words]
        at = end
    return "".join([*made, text[at:]])


def pseudonyms(
    people: Mapping[str, Record[Person]], salt: Salt, further: Iterable[Replacement] = ()
) -> Pseudonyms:
    """Return what replaces people by their ids, names and addresses, and `further` things before them."""
    codes = salt.codes("person", people)
    mails = {
        plain_text(mail).text: f"person-{codes[name]}"
        for name, record in people.items()
        for mail in record.data.emails
    }
    return Pseudonyms(register_of(people), codes, mails, salt, tuple(further))


def bounded(pattern: str) -> str:
    """Return a pattern that matches whole words alone."""
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"

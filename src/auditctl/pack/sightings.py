"""Where people are named in a text, in whatever form, case and spelling, broken over lines or by markup."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product, takewhile

from auditctl.model.people import Person
from auditctl.model.record import Record
from auditctl.pack.forms import SHORTEST, WORD, Form, Kind, forms
from auditctl.pack.ordinary import ordinary_words
from auditctl.pack.plain import PlainText, plain_text

LONG = 8
"""Letters from which on two words of a name as one are found within a longer word too."""
_GAP = re.compile(r"(?:<[^<>]{0,80}>|(?!\n[ \t]*- )[\s,._*~`\"'\\/|+<>#&()\[\]\u2010-\u2015-])*")
"""What may stand between two words of a name: never a line end and the dash of a list."""
_MARKUP = re.compile(r"[*`<>#\[\]()|\"\\]")
_MARKS = re.compile(r"[-_.+']")
_MOST_BETWEEN = 100
_BEFORE_ID = re.compile(r"(?:^|[\n\[{,:/]|(?:^|\n)[ \t]*-)[ \t]*[\"']?$")
_AFTER_ID = re.compile(r"[\"']?(?:[ \t]*(?:[,\]}\n]|$)|[ \t]+#|:(?:\s|$)|/|\.(?:yaml|md)\b)")
"""What stands around an id that is all of a key, of a value, of an entry of a list or of a step of a path."""
_PLURALS = ("", "lar", "ler", "gil", "giller")
_ENDINGS = (
    "", "i", "u", "yi", "yu", "a", "e", "ya", "ye", "in", "un", "nin", "nun", "da", "de", "ta", "te", "dan", "den", "tan",
    "ten", "daki", "deki", "taki", "teki", "la", "le", "yla", "yle", "dir", "dur", "tir", "tur", "s",
)  # fmt: skip
SUFFIXES = frozenset(map("".join, product(_PLURALS, _ENDINGS))) - {""}
"""Endings that Turkish and English put to a name, also without an apostrophe."""
_LONGEST_SUFFIX = max(map(len, SUFFIXES))
_HARD = {"g": "k", "d": "t", "b": "p", "c": "k"}
"""The last letter of a name before it grows soft: Burağa for Burak'a, Mehmede for Mehmet'e."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place in a text where people are named: one, or several whom that form does not tell apart."""

    start: int
    end: int
    people: frozenset[str]
    form: Form
    ending: int = 0
    """Letters at the end that are no part of the name."""

    @property
    def is_certain(self) -> bool:
        """Whether it can be nothing but a name."""
        if self.form.kind is Kind.letters:
            return False
        is_whole = self.form.kind not in {Kind.part, Kind.id} or len(self.form.words) > 1
        return is_whole or not self.form.is_ordinary


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a form stands in what is read, and how many letters of an ending are within."""

    start: int
    end: int
    form: Form
    ending: int


@dataclass(frozen=True, slots=True)
class _Single:
    """A form of one word in a longer one: from where, how many letters, and how many of an ending behind it."""

    form: Form
    at: int
    length: int
    ending: int


@dataclass(frozen=True)
class Register:
    """The people that are looked for, by the forms of their names."""

    people: Mapping[Form, frozenset[str]]
    rows: Mapping[str, tuple[Form, ...]]
    """Forms of several words by the first one, the longest first."""
    singles: Mapping[str, tuple[Form, ...]]
    long: Mapping[str, tuple[Form, ...]]
    """Forms of one word that are found within others, by their first letters."""
    known: dict[str, tuple[_Single, ...]] = field(default_factory=dict)
    """What was found of a word already."""

    def sightings(self, text: str, plain: PlainText | None = None) -> Iterator[Sighting]:
        """Yield where people are named, in order and apart from each other."""
        read = plain or plain_text(text)
        tokens = [_Token(match[0], *match.span()) for match in WORD.finditer(read.text)]
        end = 0
        for index, token in enumerate(tokens):
            if token.start < end:
                continue
            for found in self._at(text, read, tokens, index):
                yield from self._sighted(read, tokens[index:], found)
                end = found.end

    def _sighted(self, read: PlainText, tokens: Iterable[_Token], found: _Found) -> Iterator[Sighting]:
        """Yield a form as one sighting, or where markup parts its words a sighting for each, so that markup stays whole."""
        people, between = self.people[found.form], read.text[found.start : found.end]
        if len(found.form.words) == 1 or not _MARKUP.search(between):
            yield Sighting(*read.place(found.start, found.end), people, found.form, found.ending)
            return
        for token in takewhile(lambda item: item.start < found.end, tokens):
            yield Sighting(*read.place(token.start, token.end), people, found.form)

    def _at(self, text: str, read: PlainText, tokens: list[_Token], index: int) -> list[_Found]:
        """Return the longest form that begins at a word, or those within it."""
        token = tokens[index]
        found = []
        for form in self.rows.get(token.word, ()):
            row = tokens[index : index + len(form.words)]
            ending = _ending_of_row(form, read.text, row)
            if ending is not None and _counts_row(form, text, read, row):
                found.append(_Found(token.start, row[-1].end, form, ending))
        for single in self._singles(token.word):
            start = token.start + single.at
            one = _Found(start, start + single.length + single.ending, single.form, single.ending)
            if _counts_single(one, text, read):
                found.append(one)
        return [max(found, key=_weight)] if found else self._within(token)

    def _singles(self, word: str) -> tuple[_Single, ...]:
        held = self.known.get(word)
        if held is None:
            held = self.known[word] = tuple(self._singles_of(word))
        return held

    def _singles_of(self, word: str) -> Iterator[_Single]:
        core = word.strip("0123456789")
        at = word.find(core) if core else 0
        for start, stem in dict.fromkeys([(0, word), (at, core)]):
            yield from (_Single(form, start, len(stem), 0) for form in self.singles.get(stem, ()))
        for length in range(1, min(_LONGEST_SUFFIX, len(core) - SHORTEST) + 1):
            stem, tail = core[:-length], core[-length:]
            if tail in SUFFIXES:
                for spelt in _spellings(stem, tail):
                    forms_ = (form for form in self.singles.get(spelt, ()) if form.kind is not Kind.id)
                    yield from (_Single(form, at, len(stem), length) for form in forms_)

    def _within(self, token: _Token) -> list[_Found]:
        """Return names written as one word within a longer one."""
        found = []
        at = 0
        while at <= len(token.word) - LONG:
            held = self.long.get(token.word[at : at + LONG], ())
            form = next((form for form in held if token.word.startswith(form.words[0], at)), None)
            if form:
                start = token.start + at
                found.append(_Found(start, start + len(form.words[0]), form, 0))
                at += len(form.words[0])
            else:
                at += 1
        return found


def register_of(people: Mapping[str, Record[Person]]) -> Register:
    """Return the register of people by all forms of their names."""
    named: dict[Form, set[str]] = defaultdict(set)
    for id_, record in people.items():
        for form in forms(id_, record.data):
            if form.words:
                named[form].add(id_)
    rows: dict[str, list[Form]] = defaultdict(list)
    singles: dict[str, list[Form]] = defaultdict(list)
    long: dict[str, list[Form]] = defaultdict(list)
    for form in sorted(named, key=lambda item: -len("".join(item.words))):
        word = form.words[0]
        (rows if len(form.words) > 1 else singles)[word].append(form)
        if form.kind is Kind.joint and len(word) >= LONG:
            long[word[:LONG]].append(form)
    people_of = {form: frozenset(held) for form, held in named.items()}
    return Register(people_of, _fixed(rows), _fixed(singles), _fixed(long))


def _fixed(found: dict[str, list[Form]]) -> dict[str, tuple[Form, ...]]:
    return {word: tuple(held) for word, held in found.items()}


def _spellings(stem: str, tail: str) -> tuple[str, ...]:
    hard = _HARD.get(stem[-1]) if tail[0] in "aeiu" else None
    return (stem, stem[:-1] + hard) if hard else (stem,)


def _weight(found: _Found) -> tuple[int, bool, int]:
    return found.end - found.start, found.form.kind is Kind.id, -list(Kind).index(found.form.kind)


def _ending_of_row(form: Form, read: str, row: list[_Token]) -> int | None:
    """Return how many letters stand behind the last word of a form; None where these are other words."""
    words = form.words
    if len(row) < len(words) or any(
        token.word != word for token, word in zip(row[:-1], words[:-1], strict=True)
    ):
        return None
    last, ending = row[-1].word, len(row[-1].word) - len(words[-1])
    if not last.startswith(words[-1]) or (ending and not _may_end(form, last[-ending:])):
        return None
    for one, other in pairwise(row):
        if other.start - one.end > _MOST_BETWEEN or not _GAP.fullmatch(read, one.end, other.start):
            return None
    return ending


def _may_end(form: Form, tail: str) -> bool:
    if form.kind is Kind.id or len(form.words[-1]) == 1:
        return False
    return tail in SUFFIXES or tail.isdecimal()


def _counts_row(form: Form, text: str, read: PlainText, row: list[_Token]) -> bool:
    """Whether several words in a row name somebody here."""
    between = [read.text[one.end : other.start] for one, other in pairwise(row)]
    is_tied = all(_MARKS.fullmatch(gap) for gap in between)
    if form.kind in {Kind.id, Kind.login}:
        return is_tied
    are_capital = [_is_capital(text, read, token.start) for token in row]
    if form.kind is Kind.letters:
        is_dotted = all("." in gap for gap in between) and read.text[row[-1].end : row[-1].end + 1] == "."
        return all(are_capital) and is_dotted
    if form.kind is Kind.initial:
        return is_tied or all(are_capital)
    return is_tied or any(are_capital) or not form.is_english


def _counts_single(found: _Found, text: str, read: PlainText) -> bool:
    """Whether one word names somebody here."""
    form, word = found.form, found.form.words[0]
    is_called = read.text[found.start - 1 : found.start] == "@"
    is_tied = not form.is_english and _is_within_id(read.text, found.start, found.end)
    if form.kind is Kind.id:
        is_known = word not in ordinary_words() or is_tied or is_called
        return is_known or _is_whole_value(read.text, found.start, found.end)
    if form.kind is Kind.joint:
        return is_called or word not in ordinary_words()
    if form.kind is Kind.login:
        return is_called or not form.is_ordinary
    return is_tied or not form.is_ordinary or _is_capital(text, read, found.start)


def _is_capital(text: str, read: PlainText, at: int) -> bool:
    begin, end = read.place(at, at + 1)
    return _may_be_capital(text[begin:end])


def _may_be_capital(letter: str) -> bool:
    """Whether a letter is a capital, also as an escape or an entity, or of a script that has none."""
    if len(letter) > 1 and letter[0] in "\\&%":
        return True
    return letter[:1].isupper() or letter[:1].lower() == letter[:1].upper()


def _is_whole_value(read: str, start: int, stop: int) -> bool:
    return bool(_BEFORE_ID.search(read[max(start - 40, 0) : start]) and _AFTER_ID.match(read, stop))


def _is_within_id(read: str, start: int, stop: int) -> bool:
    """Whether a word is part of a longer id or name of a file."""
    return read[start - 1 : start] in {"-", "_"} or read[stop : stop + 1] in {"-", "_"}

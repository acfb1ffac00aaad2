"""In which forms a person is named: words in a row, read as `plain` reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, permutations

from auditctl.model.people import Person
from auditctl.pack.ordinary import english_words, ordinary_words
from auditctl.pack.plain import plain_text

MOST_WORDS = 6
"""Words of a name beyond which it is looked for in its own order alone."""
SHORTEST = 4
"""Letters from which on a word is a name wherever it stands."""
WORD = re.compile(r"[^\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

Words = tuple[str, ...]


class Kind(StrEnum):
    """What kind of form it is, which decides where it counts."""

    name = "name"
    """Words of a name in a row, in any order."""
    initial = "initial"
    """A word of a name with the first letter of another, apart."""
    joint = "joint"
    """Words of a name, or an initial and a word, as one word: burakyilmaz, byilmaz."""
    id = "id"
    login = "login"
    """What stands before the @ of an address."""
    part = "part"
    """A word of a name by itself."""
    letters = "letters"
    """The first letters of a name: B.Y."""


@dataclass(frozen=True, slots=True)
class Form:
    kind: Kind
    words: Words

    @property
    def is_ordinary(self) -> bool:
        """Whether every word of it means something else too, or is too short to be a name by itself."""
        ordinary = ordinary_words()
        return all(word in ordinary or len(word) < SHORTEST for word in self.words)

    @property
    def is_english(self) -> bool:
        """Whether an English sentence may be made of its words."""
        return english_words().issuperset(self.words)


def forms(id_: str, person: Person) -> Iterator[Form]:
    """Yield the forms in which a person is named; some of them more than once."""
    yield Form(Kind.id, _words(id_))
    for mail in person.emails:
        yield Form(Kind.login, _words(mail.partition("@")[0]))
    names = (person.name, person.name.translate(_UMLAUTS))
    for words in dict.fromkeys(_words_of_name(name, within) for name in names for within in ("'", "")):
        yield from _of_name(words)


def _words(text: str) -> Words:
    return tuple(WORD.findall(plain_text(text).text))


def _words_of_name(name: str, within: str = "") -> Words:
    """Return the words of a name, where a sign may stand `within` one."""
    read = plain_text(name).text
    return tuple(WORD.findall(read.replace(within, "") if within else read))


def _of_name(words: Words) -> Iterator[Form]:
    yield from (Form(Kind.part, (word,)) for word in words if len(word) > 1)
    if len(words) == 1:
        return
    orders = [words, (words[-1], *words[:-1])]
    yield Form(Kind.letters, tuple(word[0] for word in words))
    if len(words) <= MOST_WORDS:
        orders += [pair for size in range(2, len(words)) for pair in combinations(words, size)]
        orders += permutations(words, 2)
    for order in dict.fromkeys(orders):
        yield from (Form(Kind.name if len(row) > 1 else Kind.joint, row) for row in _joinings(order))
    for first, other in permutations(words, 2):
        if len(other) > 1:
            yield Form(Kind.initial, (first[0], other))
            yield Form(Kind.initial, (other, first[0]))
            yield Form(Kind.joint, (first[0] + other,))
            if other not in ordinary_words() and len(other) > SHORTEST:
                yield Form(Kind.joint, (other + first[0],))
    initials = "".join(word[0] for word in words[:-1])
    if len(words) > 2:  # noqa: PLR2004 - two initials and a surname
        yield Form(Kind.joint, (initials + words[-1],))
        yield Form(Kind.initial, (*(word[0] for word in words[:-1]), words[-1]))


def _joinings(words: Words) -> Iterator[Words]:
    """Yield words in a row with any neighbours written as one."""
    if len(words) == 1:
        yield words
        return
    for rest in _joinings(words[1:]):
        yield (words[0], *rest)
        yield (words[0] + rest[0], *rest[1:])

"""Phrases that remember how they were put together, so that a report can say them in another language.

A phrase is English text and behaves as such: the command line, JSON and files print it as it is. A report asks its
language to say it instead, from the template and the values that it keeps. The catalogues are made from the calls
of `phrase` and `counted`, so their templates are literals; what is put together from phrases is one itself, or its
parts are English for ever.
"""

from collections.abc import Iterable, Mapping


class Phrase(str):
    """A phrase of one template, or of two where a number decides; the values are named in it by `%(name)s`.

    `number` is None where none decides. `things` are those that it stands for, where it does not name them all.
    """

    __slots__ = ("many", "number", "one", "things", "values")
    one: str
    many: str
    number: int | None
    values: Mapping[str, object]
    things: tuple[object, ...]


class Series(str):
    """Things in a row; `last` says by which word the last one is joined, and is empty where none is."""

    __slots__ = ("between", "last", "parts")
    parts: tuple[object, ...]
    between: str
    last: str


class Remark(str):
    """An English message with what says in other languages what it is about: a phrase, or a text of a context."""

    __slots__ = ("about", "context")
    about: str
    context: str


class Title(str):
    """An English title with its titles in other languages by their codes."""

    __slots__ = ("others",)
    others: Mapping[str, str]


def phrase(template: str, /, **values: object) -> Phrase:
    """Return a phrase with its values."""
    return _made(template, "", None, values)


def counted(one: str, many: str, n: int, /, **values: object) -> Phrase:
    """Return the phrase for a number, which both templates name `%(n)s`."""
    return _made(one, many, n, {"n": n, **values})


def filled(unfilled: Phrase, /, **values: object) -> Phrase:
    """Return a phrase that was made without its values, with them."""
    return _made(unfilled.one, unfilled.many, unfilled.number, values)


def naming(words: Phrase, things: Iterable[object]) -> Phrase:
    """Return a phrase as one that stands for things in a row; what tells them apart need not be in its words."""
    words.things = tuple(things)
    return words


def listed(things: Iterable[object]) -> Series:
    """Return `a, b and c`."""
    return _series(tuple(things), ", ", "and")


def joined(between: str, things: Iterable[object]) -> Series:
    """Return things with the same sign between each two, such as a comma or a semicolon."""
    return _series(tuple(things), between, "")


def remark(message: str, about: str, context: str = "") -> str:
    """Return a message with what it is about; one that is a phrase says itself in every language and stays.

    `about` is a phrase, or with a context a text that stands in the catalogues under it.
    """
    if isinstance(message, Phrase | Series):
        return message
    made = Remark(message)
    made.about, made.context = about, context
    return made


def titled(english: str, **others: str | None) -> Title:
    """Return a title with those of other languages that there are."""
    made = Title(english)
    made.others = {code: title for code, title in others.items() if title}
    return made


def _made(one: str, many: str, number: int | None, values: dict[str, object]) -> Phrase:
    template = many if number is not None and number != 1 else one
    made = Phrase(template % values if values else template)
    made.one, made.many, made.number, made.values, made.things = one, many, number, values, ()
    return made


def _series(parts: tuple[object, ...], between: str, last: str) -> Series:
    *front, end = map(str, parts or ("",))
    made = Series(f"{between.join(front)} {last} {end}" if front and last else between.join([*front, end]))
    made.parts, made.between, made.last = parts, between, last
    return made

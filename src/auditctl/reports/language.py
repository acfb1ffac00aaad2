"""The language of a report: its phrases, dates, numbers, lists and letters.

Phrases come from gettext catalogues. Ids, paths, commands and what people wrote are never translated.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations

from auditctl.model.requirements import Requirements
from auditctl.phrases import Phrase, Remark, Series, Title
from auditctl.reports.words import WORDS
from auditctl.resources import catalogue_file

CODES = ("en", "tr")


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code` is also what the attribute `lang` of a page says.

    `day` is the form of a date, `share` that of a percentage; `thousands` and `decimal` are the signs in a number.
    `small` and `capital` are the letters that this language pairs otherwise than Unicode does.
    """

    code: str
    day: str
    share: str
    thousands: str
    decimal: str
    small: str = ""
    capital: str = ""
    translations: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)

    def phrase(self, phrase: str) -> str:
        """Return a phrase in this language; one that no catalogue knows stays as it is."""
        return self.translations.gettext(phrase)

    def phrase_in(self, context: str, phrase: str) -> str:
        """Return a phrase that means different things; the context says which."""
        return self.translations.pgettext(context, phrase)

    def counted(self, one: str, many: str, n: int) -> str:
        """Return the phrase for a number."""
        return self.translations.ngettext(one, many, n)

    def word(self, kind: str, code: str) -> str:
        """Return the phrase for a code of a kind; what has none, such as an id, is its own."""
        known = WORDS[kind].get(code)
        return self.phrase_in(kind, known) if known else code

    def words(self, kind: str, codes: Iterable[str]) -> str:
        """Return the phrases for several codes, separated by commas."""
        return ", ".join(self.word(kind, code) for code in codes)

    def say(self, value: object) -> str:
        """Return any value in this language: phrases and lists with what is in them, dates and numbers."""
        if type(value) is str:
            return value
        if isinstance(value, Phrase):
            return self._said(value)
        if isinstance(value, Series):
            return self._in_a_row(value)
        if isinstance(value, Title):
            return value.others.get(self.code, str(value))
        if isinstance(value, Remark):
            return self._remarked(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return str(value)

    def has_title(self, title: Title) -> bool:
        """Whether a title is known in this language."""
        return self.code == ENGLISH.code or self.code in title.others

    def _said(self, phrase: Phrase) -> str:
        if phrase.number is None:
            template = self.phrase(phrase.one)
        else:
            template = self.counted(phrase.one, phrase.many, phrase.number)
        return template % self.spoken(phrase.values) if phrase.values else template

    def spoken(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return the values of a phrase in this language."""
        return {name: self.say(value) for name, value in values.items()}

    def _in_a_row(self, series: Series) -> str:
        said = [self.say(part) for part in series.parts]
        return self.listed(said) if series.last else series.between.join(said)

    def _remarked(self, remark: Remark) -> str:
        """Return a message, and where it is of another language, first what it is about."""
        about = self.phrase_in(remark.context, remark.about) if remark.context else self.say(remark.about)
        return str(remark) if about == remark.about else f"{about}: “{remark}”"

    def listed(self, things: Iterable[object]) -> str:
        """Return `a, b and c`."""
        *front, last = [self.say(thing) for thing in things] or [""]
        if not front:
            return last
        return self.phrase("%(front)s and %(last)s") % {"front": ", ".join(front), "last": last}

    def date(self, day: dt.date) -> str:
        """Return `2026-10-23`, or in Turkish `23.10.2026`."""
        return self.day.format(day=day.day, month=day.month, year=day.year)

    def weekday(self, day: dt.date) -> str:
        """Return the name of the day of the week."""
        return self.word("weekday", str(day.isoweekday()))

    def number(self, value: float, places: int | None = None) -> str:
        """Return `1,234.5`, or in Turkish `1.234,5`; with so many decimal places, or as many as the value has."""
        plain = f"{value:,}" if places is None else f"{value:,.{places}f}"
        return plain.translate({ord(","): self.thousands, ord("."): self.decimal})

    def percent(self, value: float, places: int | None = 0) -> str:
        """Return `42%`, or in Turkish `%42`, of a number between 0 and 100."""
        return self.share.format(self.number(value, places))

    def upper(self, text: str) -> str:
        """Return the text in capitals; in Turkish `i` becomes `İ` and `ı` becomes `I`."""
        return text.translate(str.maketrans(self.small, self.capital)).upper()

    def lower(self, text: str) -> str:
        """Return the text in small letters; in Turkish `I` becomes `ı` and `İ` becomes `i`."""
        return text.translate(str.maketrans(self.capital, self.small)).lower()

    def capitalized(self, text: str) -> str:
        """Return the text with its first letter as a capital; the rest stays."""
        return self.upper(text[:1]) + text[1:]

    def title(self, text: str) -> str:
        """Return the text with each word capitalized; the rest stays."""
        return " ".join(self.capitalized(word) for word in text.split(" "))


def unofficial_titles(requirements: Requirements, language: Language) -> tuple[str, ...]:
    """Return the names of the standards in force whose titles in a language are no official translation."""
    known = (requirements.catalogs.get(name) for name in requirements.standards)
    return tuple(held.name for held in known if held and language.code in held.catalog.unofficial)


ENGLISH = Language("en", "{year:04}-{month:02}-{day:02}", "{}%", ",", ".")


@cache
def language_of(code: str) -> Language:
    """Return the language of a code of `CODES`; KeyError for another."""
    return {"en": lambda: ENGLISH, "tr": _turkish}[code]()


def _turkish() -> Language:
    with catalogue_file("tr").open("rb") as file:
        return Language(
            "tr", "{day:02}.{month:02}.{year:04}", "%{}", ".", ",", "iı", "İI", GNUTranslations(file)
        )

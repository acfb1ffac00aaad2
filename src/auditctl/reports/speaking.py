"""What templates say in the language of a report: phrases with their values, words for codes, dates, numbers, lists."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from auditctl.phrases import Title
from auditctl.reports.language import Language

if TYPE_CHECKING:
    from jinja2.nodes import EvalContext

Safe = Callable[[object], object]
"""What makes a value harmless in a format; text that is so already passes it unchanged."""


def speaking(language: Language, safe: Safe) -> dict[str, Callable[..., object]]:
    """Return the functions of templates in a language, by name."""

    def phrase(phrase: str, /, **values: object) -> str:
        return _filled(language, safe, language.phrase(phrase), values)

    def phrase_of(one: str, many: str, n: int, /, **values: object) -> str:
        return _filled(language, safe, language.counted(one, many, n), {"n": n, **values})

    def phrase_in(context: str, phrase: str, /, **values: object) -> str:
        return _filled(language, safe, language.phrase_in(context, phrase), values)

    return {
        "_": phrase,
        "ngettext": phrase_of,
        "pgettext": phrase_in,
        "word": language.word,
        "words": language.words,
        "date": lambda day: _day(language, day),
        "weekday": language.weekday,
        "number": language.number,
        "percent": language.percent,
        "listed": language.listed,
    }


def filters(language: Language) -> dict[str, Callable[..., object]]:
    """Return the filters in which a language matters: lists of values, and the case of letters."""
    from jinja2 import pass_eval_context  # noqa: PLC0415 - only a report needs Jinja
    from jinja2.filters import do_join  # noqa: PLC0415

    @pass_eval_context
    def join(
        context: "EvalContext",
        values: Iterable[object],
        between: str = "",
        attribute: str | int | None = None,
    ) -> str:
        said = values
        if attribute is None:
            said = (value if hasattr(value, "__html__") else language.say(value) for value in values)
        row: str = do_join(context, said, between, attribute)
        return row

    return {
        "join": join,
        "upper": lambda text: language.upper(language.say(text)),
        "lower": lambda text: language.lower(language.say(text)),
        "title": lambda text: language.title(language.say(text)),
        "capitalize": lambda text: language.capitalized(language.lower(language.say(text))),
    }


def titled(title: str, language: Language, safe: Safe) -> object:
    """Return a title for HTML; one that has no translation says that it is English, for those who hear the page."""
    if isinstance(title, Title) and not language.has_title(title):
        from markupsafe import Markup, escape  # noqa: PLC0415 - only a report needs it

        return Markup('<span lang="en">{}</span>').format(escape(safe(title)))
    return title


def _filled(language: Language, safe: Safe, template: str, values: dict[str, object]) -> str:
    """Return a phrase with its values; with markup among them, itself and the others made harmless as markup."""
    if not values:
        return template
    if any(hasattr(value, "__html__") for value in values.values()):
        from markupsafe import Markup, escape  # noqa: PLC0415

        return Markup(escape(safe(template))) % {name: escape(safe(value)) for name, value in values.items()}  # noqa: S704
    return template % language.spoken(values)


def _day(language: Language, day: date | None) -> str | None:
    return None if day is None else language.date(day)

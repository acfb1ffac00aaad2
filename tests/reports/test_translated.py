"""Everything that a report says is said by its language; what is left are words of users, ids, paths and commands.

The reports of the examples are laid out in a language that puts brackets around every phrase that it says. What
stands outside of them must then stand in the files of the example.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from gettext import NullTranslations
from html import unescape
from pathlib import Path

import pytest

from auditctl.analysis.conformity import conformity
from auditctl.check import check
from auditctl.reports.conformity import conformity_report
from auditctl.reports.kinds import KINDS, Kind, OfAudit, OfAudits, OfGoal, OfProgramme, OfRepository
from auditctl.reports.language import Language
from auditctl.reports.look import look
from auditctl.reports.render import ENVIRONMENTS
from auditctl.repository import Repository, load
from auditctl.rules.registry import registry

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
AUDITS = {"lodos": "2026-main", "poyraz": "2027-full"}
TODAY = date(2026, 11, 20)
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
QUOTED = re.compile(r"(?<=⟦⟧: )“[^”]*”")
"""An English message of a rule after what it is about."""
BETWEEN = re.compile(r"[⟦⟧|:;,()*_#\n→±–…\"'`<>{}\[\]/\\]|\.(?: |$)|- |^\d+\.|&\w+;")
PLAIN = re.compile(
    r"auditctl [\d.]+|\d[\d.:%+-]*|[0-9a-f]{64}|sha256|[A-Z]{3}\d{3}|check|lang=en|[a-z0-9-]+\.yaml(?::\d+)?"
)
COMMAND = re.compile(
    r"\bauditctl (?:explain|plan|capa|finding|report|audit|fieldwork|evidence)(?: [^\s|⟦⟧]+)*"
)
TAG = re.compile(r"<style.*?</style>|<head>.*?</head>|<text.*?</text>|<[^>]*>", re.DOTALL)
"""With the words of pictures, which are cut where they do not fit; the tables behind them say the same."""


class Bracketed(NullTranslations):
    """A catalogue that puts brackets around every phrase."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        assert context
        return f"⟦{message}⟧"


LANGUAGE = Language("xx", "{day:02}.{month:02}.{year:04}", "%{}", ".", ",", translations=Bracketed())


@cache
def repository(example: str) -> Repository:
    return load(EXAMPLES / example, TODAY)


def view(example: str, kind: Kind) -> object:
    held = repository(example)
    audit = held.audits[AUDITS[example]]
    match kind:
        case OfAudit():
            return kind.view(held, audit)
        case OfAudits():
            return kind.view(held, None)
        case OfProgramme():
            return kind.view(held, next(iter(held.cycles.values())))
        case OfRepository():
            return kind.view(held)
        case OfGoal():
            from auditctl.analysis.readiness import goal_on

            return kind.view(held, goal_on(held, date(2026, 12, 8)), None)


def laid_out(example: str, name: str, report: object, format_: str) -> str:
    held = repository(example)
    environment = ENVIRONMENTS[format_](held.root, LANGUAGE)
    environment.globals["unofficial"] = ()
    template = environment.get_template(f"report/{name}.{format_}.j2")
    return template.render(report=report, look=look(held))


@cache
def corpus(example: str) -> str:
    """Return every text that users wrote, and what catalogues name, in one line."""
    paths = [*(EXAMPLES / example).rglob("*.yaml"), *(EXAMPLES / example).rglob("*.md")]
    paths += (EXAMPLES.parent / "src" / "auditctl" / "catalogs").glob("*.yaml")
    texts = (re.sub(r"(?m)^\s*[>#-]", " ", path.read_text("utf-8")) for path in paths)
    names = " ".join(
        path.relative_to(EXAMPLES / example).as_posix() for path in paths if EXAMPLES in path.parents
    )
    return plain(" ".join([*texts, names.replace(".yaml", "").replace("/", " ")]))


def plain(text: str) -> str:
    """Return a text in one line without signs that Markdown, YAML or HTML add."""
    return " ".join(re.sub(r"[\\*_`'\"“”’#>]|&\w+;|''", " ", text).split()).casefold()


def left_over(text: str) -> Iterator[str]:
    """Yield the pieces of text that no phrase said."""
    while "⟦" in (rest := BRACKETED.sub(" ⁂ ", text)) and rest != text:
        text = rest
    said = re.sub(r"⁂\s*: “[^”]*”", "⁂", rest)
    for piece in re.split(BETWEEN.pattern + "|⁂", COMMAND.sub(" ", said), flags=re.MULTILINE):
        words = plain(piece).strip(" .-")
        if re.search(r"[a-zçğıöşü]{2}", words) and not re.fullmatch(PLAIN.pattern, words, re.IGNORECASE):
            yield words


@pytest.mark.parametrize("format_", ["md", "html"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("example", AUDITS)
def test_a_report_says_nothing_outside_of_its_language(example: str, kind: str, format_: str) -> None:
    text = laid_out(example, KINDS[kind].name, view(example, KINDS[kind]), format_)
    assert_said(example, text, format_)


@pytest.mark.parametrize("format_", ["md", "html"])
def test_the_conformity_says_nothing_outside_of_its_language(format_: str) -> None:
    held = repository("lodos")
    judged = conformity(held, check(held).diagnostics, registry())
    assert_said("lodos", laid_out("lodos", "conformity", conformity_report(held, judged), format_), format_)


def assert_said(example: str, text: str, format_: str) -> None:
    read = unescape(TAG.sub("\n", text)) if format_ == "html" else text
    assert "⟦" in read
    assert [piece for piece in left_over(read) if not is_known(piece, corpus(example))] == []


def is_known(piece: str, known: str) -> bool:
    """Whether a text stands in the files, as a whole or behind an id and before a version, a number or an id."""
    first, _, rest = piece.partition(" ")
    front, _, last = piece.rpartition(" ")
    return (
        piece in known
        or (first in known and rest in known and bool(rest))
        or (front in known and last in known and bool(front))
    )


def test_words_outside_of_brackets_are_found() -> None:
    text = "| ⟦Owner ⟦Grade⟧ of⟧ | Olga Ops, zebra crossing (14) | ⟦A rule⟧: “english message” |"
    assert list(left_over(text)) == ["olga ops", "zebra crossing"]
    assert is_known("nc-1 olga ops", "x nc-1 y olga ops z")
    assert not is_known("zebra crossing", "a zebra is seen")

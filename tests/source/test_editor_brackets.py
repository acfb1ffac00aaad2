"""Lists and mappings in brackets stay in brackets."""

from datetime import date

import pytest

from auditctl.source import parser
from auditctl.source.editor import Append, Insert, Remove, Set
from edits_shown import Shown, check

CASES: dict[str, Shown] = {
    "a value in brackets is quoted for brackets": (
        Set(("cancelled", "why"), "merged, with [2026-main]"),
        """\
cancelled: {by: ingrid, why: old , date: 2026-10-16} # gone
=>
cancelled: {by: ingrid, why: 'merged, with [2026-main]' , date: 2026-10-16} # gone
""",
    ),
    "a list and prose within brackets stand on one line": (
        Set(("cause", "whys"), ["a\nb\n", {"no": "5.10"}]),
        """\
cause: {whys: x, by: y}
=>
cause: {whys: ["a\\nb\\n", {"no": "5.10"}], by: y}
""",
    ),
    "a key without colon in brackets": (
        Set(("raised", "by"), "elif"),
        """\
raised: {date: , by}
=>
raised: {date: , by: elif}
""",
    ),
    "a key without value in brackets": (
        Set(("raised", "date"), date(2026, 10, 6)),
        """\
raised: {date: , by}
=>
raised: {date: 2026-10-06, by}
""",
    ),
    "an item on the line of the others, before a comma at the end": (
        Append(("evidence",), "c"),
        """\
evidence: [a, b, ] # two
=>
evidence: [a, b, c, ] # two
""",
    ),
    "a key in brackets": (
        Set(("raised", "date"), date(2026, 10, 6)),
        """\
raised: {by: elif}
=>
raised: {by: elif, date: 2026-10-06}
""",
    ),
    "an item on a line of its own": (
        Append(("evidence",), "c"),
        """\
evidence: [
  a, # one
  b # two
]
=>
evidence: [
  a, # one
  b, # two
  c
]
""",
    ),
    "an item on a line of its own, with the comma that the others have": (
        Append(("evidence",), "c"),
        """\
evidence: [
    a,
    b,   # two
  ]
=>
evidence: [
    a,
    b,   # two
    c,
  ]
""",
    ),
    "an item before another": (
        Insert(("evidence", 1), "x"),
        """\
evidence: [a, b]
=>
evidence: [a, x, b]
""",
    ),
    "an item gone from between": (
        Remove(("evidence", 1)),
        """\
evidence: [a, "b", c]
=>
evidence: [a, c]
""",
    ),
    "the last item gone": (
        Remove(("evidence", 1)),
        """\
evidence: [a, b] # two
=>
evidence: [a] # two
""",
    ),
    "an item gone with its line": (
        Remove(("evidence", 1)),
        """\
evidence: [
  a,
  b, # two
  c
]
=>
evidence: [
  a,
  c
]
""",
    ),
    "the only item gone": (
        Remove(("evidence", 0)),
        """\
evidence: [
  a, # one
] # so far
=>
evidence: [] # so far
""",
    ),
    "a key beside the one of a pair without braces": (
        Set(("plan", 0, "by"), "elif"),
        """\
plan: [step: submitted, done]
=>
plan: [{step: submitted, by: elif}, done]
""",
    ),
    "an item before another on a line of its own": (
        Insert(("evidence", 0), "x"),
        """\
evidence: [
  a,
  b
]
=>
evidence: [
  x,
  a,
  b
]
""",
    ),
    "the last item gone from the line of the bracket": (
        Remove(("evidence", 1)),
        """\
evidence: [a, # one
  b] # two
=>
evidence: [a, # one
  ] # two
""",
    ),
    "a key gone from behind one without a value": (
        Remove(("raised", "by")),
        """\
raised: {date: , by}
=>
raised: {date: }
""",
    ),
    "the only key of a record in brackets gone": (
        Remove(("a",)),
        """\
{a: 1} # so far
=>
{} # so far
""",
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", CASES)
def test_an_edit_touches_only_what_it_means(name: str, newline: str) -> None:
    check(CASES[name], newline)


@pytest.mark.parametrize("name", CASES)
def test_the_pure_parser_leads_to_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "FAST", None)
    check(CASES[name])

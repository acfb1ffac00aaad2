"""Items that come in, in block style."""

from datetime import date

import pytest

from auditctl.source import parser
from auditctl.source.editor import Append, Insert
from edits_shown import Shown, check

STEP = {"step": "approved", "by": "ingrid-lind", "date": date(2026, 11, 6)}
CASES: dict[str, Shown] = {
    "an item comes below the comments of the last one, above blank lines": (
        Append(("evidence",), "c"),
        """\
evidence:
  - a
  - b  # last
    # seen twice
  # - old

  # about the rest
owner: x
=>
evidence:
  - a
  - b  # last
    # seen twice
  # - old
  - c

  # about the rest
owner: x
""",
    ),
    "a list that is not indented ends at the comment of the next key": (
        Append(("evidence",), "b"),
        """\
evidence:
- a
  # of October
# who
owner: x
=>
evidence:
- a
  # of October
- b
# who
owner: x
""",
    ),
    "the first item of a key without a value": (
        Append(("plan",), STEP),
        """\
plan:   # in order
owner: x
=>
plan:   # in order
  - step: approved
    by: ingrid-lind
    date: 2026-11-06
owner: x
""",
    ),
    "the first item of an empty list": (
        Append(("evidence",), "a"),
        """\
evidence: [] # none
=>
evidence: # none
  - a
""",
    ),
    "behind mappings on one line": (
        Append(("plan",), STEP),
        """\
plan:
  - {step: submitted, by: elif, date: 2026-11-03}
=>
plan:
  - {step: submitted, by: elif, date: 2026-11-03}
  - step: approved
    by: ingrid-lind
    date: 2026-11-06
""",
    ),
    "behind an item without a value": (
        Append(("whys",), "nobody asked"),
        """\
whys:
  -
=>
whys:
  -
  - nobody asked
""",
    ),
    "to a list within a list": (
        Append(("rows", 0), "c"),
        """\
rows:
  - - a
    - b
  - - x
=>
rows:
  - - a
    - b
    - c
  - - x
""",
    ),
    "before an item and the comment above it": (
        Insert(("plan", 1), "new"),
        """\
plan:
  - a
    # of a
  # of b
  - b
=>
plan:
  - a
    # of a
  - new
  # of b
  - b
""",
    ),
    "before the first item of a list within a list": (
        Insert(("rows", 0, 0), {"k": "v", "w": "x"}),
        """\
rows:
  - - a # first
    - b
=>
rows:
  - - k: v
      w: x
    - a # first
    - b
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

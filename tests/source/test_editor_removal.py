"""Keys and items that go, with what belongs to them."""

import pytest

from auditctl.source import parser
from auditctl.source.editor import Remove
from edits_shown import Shown, check

CASES: dict[str, Shown] = {
    "a key with its value and what is indented below": (
        Remove(("actions", "register")),
        """\
actions:
  # the register
  register: # one
    what: x
    # due: later
  review: {what: y}
=>
actions:
  # the register
  review: {what: y}
""",
    ),
    "a block of text, and the blank lines behind it that it does not keep stay": (
        Remove(("statement",)),
        """\
statement: |
  one

  two

owner: x
=>

owner: x
""",
    ),
    "what stands between a block that keeps blank lines and a blank line": (
        Remove(("owner",)),
        """\
statement: |+
  one
owner: x

by: y
=>
statement: |+
  one
by: y
""",
    ),
    "the first key of an item": (
        Remove(("plan", 0, "step")),
        """\
plan:
  - step: submitted # first
    by: elif # owner
=>
plan:
  - by: elif # owner
""",
    ),
    "the first key of an item, with a comment above the second": (
        Remove(("plan", 0, "step")),
        """\
plan:
  - step: submitted
    # the owner
    by: elif
=>
plan:
  -
    # the owner
    by: elif
""",
    ),
    "the only key of a mapping": (
        Remove(("decision", "by")),
        """\
decision: # open
  # who
  by: elif
owner: x
=>
decision: {} # open
  # who
owner: x
""",
    ),
    "the only item of a list": (
        Remove(("evidence", 0)),
        """\
evidence:
- a # one
owner: x
=>
evidence: []
owner: x
""",
    ),
    "the only key of the record": (
        Remove(("owner",)),
        """\
# CA-01
owner: x
# end
=>
# CA-01
# end
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

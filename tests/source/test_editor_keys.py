"""Keys that come in and get other names."""

import pytest

from auditctl.source import parser
from auditctl.source.editor import Append, Rename, Set
from edits_shown import Shown, check

CASES: dict[str, Shown] = {
    "a new key comes to the end, below the comments of the last one": (
        Set(("cause", "by"), "elif"),
        """\
cause:
  method: five-whys
  whys:
    - one
    # two is open
  # category: method

# later
owner: ayse
=>
cause:
  method: five-whys
  whys:
    - one
    # two is open
  # category: method
  by: elif

# later
owner: ayse
""",
    ),
    "keys on the way are made": (
        Set(("actions", "register", "owner"), "elif"),
        """\
findings: [one]
# nothing yet
=>
findings: [one]
# nothing yet
actions:
  register:
    owner: elif
""",
    ),
    "below a key without a value": (
        Set(("actions", "register", "owner"), "elif"),
        """\
actions:  # R@submitted
  # name: {what: …}
owner: ayse
=>
actions:  # R@submitted
  # name: {what: …}
  register:
    owner: elif
owner: ayse
""",
    ),
    "below an empty mapping": (
        Set(("actions", "register"), "x"),
        """\
actions: {}  # none
=>
actions:  # none
  register: x
""",
    ),
    "behind a block of text that keeps its blank lines": (
        Set(("by",), "elif"),
        """\
statement: |+
  one


=>
statement: |+
  one


by: elif
""",
    ),
    "behind an item that begins on the line of its dash": (
        Set(("plan", 0, "by"), "burak"),
        """\
plan:
- step: submitted
- step: approved
=>
plan:
- step: submitted
  by: burak
- step: approved
""",
    ),
    "into a record with nothing but comments": (
        Append(("findings",), "one"),
        """\
# CA-01

=>
# CA-01

findings:
  - one
""",
    ),
    "into an empty record in brackets": (
        Set(("owner",), "elif"),
        """\
{} # so far
=>
owner: elif # so far
""",
    ),
    "a new name for a key": (
        Rename(("actions", "register"), "no"),
        """\
actions:
  "register": {what: x} # one
=>
actions:
  "no": {what: x} # one
""",
    ),
    "a new name for the first key of an item": (
        Rename(("extent", 0, "what"), "area"),
        """\
extent:
  - what: x
    by: y
=>
extent:
  - area: x
    by: y
""",
    ),
    "a new name for a key that stands close to its colon": (
        Rename(("a",), "b"),
        """\
{"a":1}
=>
{b: 1}
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

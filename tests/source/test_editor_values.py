"""Values that give way to others: comments, quotes and the lines around them stay."""

from datetime import date

import pytest

from auditctl.source import parser
from auditctl.source.editor import Set
from edits_shown import Shown, check

STEP = {"step": "approved", "by": "ingrid-lind", "date": date(2026, 11, 6)}
CASES: dict[str, Shown] = {
    "a comment behind a value stays, with the space before it": (
        Set(("grade",), "major"),
        """\
grade:   minor   # auditctl: ignore[FND003] agreed
owner: ayse
=>
grade:   major   # auditctl: ignore[FND003] agreed
owner: ayse
""",
    ),
    "what a reader of YAML 1.1 would change is quoted": (
        Set(("start",), "09:30"),
        """\
start: "09:00"
=>
start: "09:30"
""",
    ),
    "a key without a value gets one before its comment": (
        Set(("due",), date(2026, 10, 9)),
        """\
due:  # when
done:
=>
due: 2026-10-09  # when
done:
""",
    ),
    "a tilde is no value": (
        Set(("due",), "5.10"),
        """\
due: ~ # when
=>
due: "5.10" # when
""",
    ),
    "nothing in place of a value": (
        Set(("due",), None),
        """\
due: 2026-10-09 # when
=>
due: # when
""",
    ),
    "a list in place of a text: the comment stays with the key": (
        Set(("checked",), ["key rotation", "no"]),
        """\
checked: access # by hand
by: elif
=>
checked: # by hand
  - key rotation
  - "no"
by: elif
""",
    ),
    "prose in place of a text: the comment stays behind the |": (
        Set(("statement",), "Geri yükleme testi yok.\nÜç eksik.\n"),
        """\
statement: 'none' # short
by: elif
=>
statement: | # short
  Geri yükleme testi yok.
  Üç eksik.
by: elif
""",
    ),
    "prose above a comment that would fall to it stands in quotes": (
        Set(("statement",), "one\ntwo\n"),
        """\
statement: none
    # deep
by: elif
=>
statement: "one\\ntwo\\n"
    # deep
by: elif
""",
    ),
    "a block of text that keeps its blank lines goes with them": (
        Set(("statement",), "short"),
        """\
statement: |+ # long
  one

  two


by: elif
=>
statement: short # long
by: elif
""",
    ),
    "one that does not keep them leaves them": (
        Set(("statement",), "short"),
        """\
statement: >2-
    one

   two

by: elif
=>
statement: short

by: elif
""",
    ),
    "one word of a folded text: the others keep their lines": (
        Set(("statement",), "No restore test since 2025-11-18; four are missing."),
        """\
statement: >-
    No restore test since 2025-11-18;
    three are missing.
=>
statement: >-
    No restore test since 2025-11-18;
    four are missing.
""",
    ),
    "a word more in a text over several lines": (
        Set(("statement",), "No restore test ever, since 2025-11-18"),
        """\
statement: No restore test,
  since 2025-11-18 # so far
=>
statement: No restore test ever,
  since 2025-11-18 # so far
""",
    ),
    "a word less in a text in quotes": (
        Set(("statement",), "No test since 2025"),
        """\
statement: "No restore
  test since 2025" # so far
=>
statement: "No
  test since 2025" # so far
""",
    ),
    "another text in place of one over several lines": (
        Set(("statement",), "done"),
        """\
statement:
  No restore test
  since 2025-11-18 # so far
by: elif
=>
statement:
  done # so far
by: elif
""",
    ),
    "a list in place of a text on a line of its own": (
        Set(("statement",), ["done"]),
        """\
statement: # what
  "none
   at all" # so far
by: elif
=>
statement: # what
  # so far
  - done
by: elif
""",
    ),
    "a mapping in place of a mapping": (
        Set(("cause",), {"by": "ece", "whys": ["a", "b: c"]}),
        """\
cause:
  # in a workshop
  by: elif  # owner
  whys:
    - x
owner: ayse
=>
cause:
  # in a workshop
  by: ece
  whys:
    - a
    - 'b: c'
owner: ayse
""",
    ),
    "a text in place of a mapping": (
        Set(("cause",), "unknown"),
        """\
cause: # so far
  by: elif
  whys:
  - x
owner: ayse
=>
cause: unknown # so far
owner: ayse
""",
    ),
    "an item in place of an item": (
        Set(("plan", 1), STEP),
        """\
plan:
- {step: submitted, by: burak}
- step: rejected
  by: ingrid
- {step: submitted, by: burak}
=>
plan:
- {step: submitted, by: burak}
- step: approved
  by: ingrid-lind
  date: 2026-11-06
- {step: submitted, by: burak}
""",
    ),
    "a mapping in place of a word keeps the comment behind its first key": (
        Set(("plan", 0), {"step": "submitted", "by": "burak"}),
        """\
plan:
  - submitted # by Burak
=>
plan:
  - step: submitted # by Burak
    by: burak
""",
    ),
    "a key in quotes": (
        Set(("A.8.13",), False),
        """\
"A.8.13" : 'true'
=>
"A.8.13" : false
""",
    ),
    "a key behind a question mark": (
        Set(("b",), 2),
        """\
? a
: 1
? b # rare
: 1
=>
? a
: 1
? b # rare
: 2
""",
    ),
    "a comment without a space, before which a plain text would be lost": (
        Set(("process",), "backup"),
        """\
process: "restore" #12
=>
process: "backup" #12
""",
    ),
    "a list in place of a text that has its line to itself": (
        Set(("statement",), ["done"]),
        """\
statement:
  'none'
by: elif
=>
statement:
  - done
by: elif
""",
    ),
    "a first word more in a text over several lines": (
        Set(("statement",), "Still no restore test\nsince May\n"),
        """\
statement: |
    no restore test
    since May
=>
statement: |
    Still no restore test
    since May
""",
    ),
    "an item far from its dash, by one of several lines": (
        Set(("plan", 0), {"step": "submitted", "by": "burak"}),
        """\
plan:
  -   submitted # by Burak
  -
=>
plan:
  - step: submitted # by Burak
    by: burak
  -
""",
    ),
    "an item below its dash, by one of several lines": (
        Set(("plan", 0), ["a", "b"]),
        """\
plan:
  - # first
      submitted # by Burak
  -
=>
plan:
  -   - a # first
      # by Burak
      - b
  -
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

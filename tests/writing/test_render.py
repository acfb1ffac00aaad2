"""What is written is what was meant, for our reader, for ruamel.yaml and for a reader of YAML 1.1."""

import io
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from auditctl.source.guards import UNSEEN
from auditctl.source.reader import Document, parsed, plain
from auditctl.writing.layout import EVIDENCE, FINDING
from auditctl.writing.render import fragment, record_text, verify

texts = st.text(min_size=1, max_size=80).filter(lambda text: not UNSEEN.search(text))
awkward = st.sampled_from(
    ["no", "Yes", "on", "y", "N", "~", "null", "true", "12:30", "09:00", "5.10", "8.10", "8.1", "1e3", "0x1F", "0o7", "1_000", "-", "=", "<<",
     ".inf", "2026-10-06", "2026-13-45", "# x", "a: b", "a #b", "- a", "? a", "[a", "{a: b}", "*a", "&a", "!a", "%a", "@a", "`a", "'", '"', "\\", "---",
     "...", " a", "a ", "a\n", "\na", " a\nb", "a\n\nb\n\n", "\t", "a\tb", "a\n\tb\n", "a\r\nb", "\x85", "a\u2028b", "| a", "> a", "=======", "<<<<<<< a\nb\n"]
)  # fmt: skip
values = texts | awkward


def read_by_all(text: str) -> list[Any]:
    """Return the data as our reader, ruamel.yaml and PyYAML give it."""
    ours = parsed(Document("record.yaml", text))
    assert ours.problems == ()
    safe: Any = YAML(typ="safe", pure=True)
    return [plain(ours.root), safe.load(io.StringIO(text)), yaml.safe_load(text)]


@given(values)
@example("ğ İ 😀")
@example("x" * 5000)
@example("word " * 2000)
def test_any_text_stays_the_same_text_for_every_reader(value: str) -> None:
    assert read_by_all(fragment({"title": value})) == [{"title": value}] * 3


@given(st.lists(values, min_size=1, max_size=4))
def test_any_list_of_texts_stays_the_same(items: list[str]) -> None:
    assert read_by_all(fragment({"requirements": items})) == [{"requirements": items}] * 3


@given(values, values, values)
@settings(max_examples=60)
def test_a_whole_record_stays_the_same_whatever_its_texts_end_with(
    title: str, statement: str, effect: str
) -> None:
    data = {
        "title": title,
        "grade": "minor",
        "statement": statement,
        "effect": effect,
        "evidence": [effect],
        "details": title,
    }
    for found in read_by_all(record_text(FINDING, data)):
        assert found == data


def test_a_date_is_plain_and_a_text_that_looks_like_one_is_quoted() -> None:
    text = fragment({"collected": {"by": "ann-audit", "date": date(2026, 10, 6)}, "title": "2026-10-06"})
    assert text == 'collected:\n  by: ann-audit\n  date: 2026-10-06\ntitle: "2026-10-06"\n'


def test_lines_of_prose_stand_in_a_block_and_turkish_stays_readable() -> None:
    assert fragment({"statement": "Geri yükleme testi yok.\n  Üç çeyrek eksik.\n"}) == (
        "statement: |\n  Geri yükleme testi yok.\n    Üç çeyrek eksik.\n"
    )


def test_a_record_has_the_order_of_the_format_with_words_for_its_next_reader() -> None:
    raised = {"by": "ann-audit", "date": date(2026, 10, 5)}
    text = record_text(
        FINDING,
        {
            "raised": raised,
            "requirements": ["A.8.13", "8.1"],
            "grade": "minor",
            "title": "No restore test",
            "process": "backup",
        },
    )
    assert text == (
        "title: No restore test\n"
        "grade: minor  # major | minor | ofi | strength\n"
        "# grade_reason:  # why this grade and not the one beside it\n"
        "process: backup  # where it was found: an id of processes.yaml\n"
        "# session:  # the session of the schedule in which it was found\n"
        "requirements:  # what it is held against: A.8.13, 8.1, bck-pol#4.2\n"
        "  - A.8.13\n"
        '  - "8.1"\n'
        "# statement:  # what was found: where, when, how many of how many\n"
        "# effect:  # what it can lead to\n"
        "# evidence:  # records of this audit's evidence/, without .yaml\n"
        "raised:  # who found it, and when\n"
        "  by: ann-audit\n"
        "  date: 2026-10-05\n"
    )  # fmt: skip


def test_a_long_value_has_its_comment_above() -> None:
    text = record_text(EVIDENCE, {"kind": "record", "title": "T", "source": "ticketing " * 12 + "end"})
    assert "\n# where it came from; interview: the role; observation: the place\nsource: ticketing" in text


def test_a_template_shows_every_field() -> None:
    template = record_text(FINDING, {}, template=True)
    assert yaml.safe_load(template) == {"title": None, "grade": None, "process": None, "raised": None}
    whole = yaml.safe_load(template.replace("\n# ", "\n"))
    assert list(whole) == [field.key for field in FINDING]


def test_text_that_says_something_else_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="does not say what was meant"):
        verify("title: no\n", {"title": "yes"})

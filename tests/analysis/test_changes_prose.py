"""Prose whose lines break elsewhere is the same; a list, code and a new word are not."""

import pytest

from auditctl.analysis.changes.prose import as_it_reads

SAME = [
    ("one two\nthree\n", "one\ntwo three"),
    ("one two\r\nthree\r\n", "one two three"),
    ("one\n\n\n\ntwo\n", "one\n\ntwo"),
    ("- a b\n- c\n", "- a b\n- c"),
]
OTHER = [
    ("- a\n- b", "- a - b"),
    ("one\n\ntwo", "one two"),
    ("1. a\n2. b", "1. a 2. b"),
    ("one  \ntwo", "one two"),
    ("```\na\nb\n```", "```\na b\n```"),
    ("    a\n    b", "    a b"),
    ("Head\n====\ntext", "Head ==== text"),
    ("one", "two"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_other_line_breaks_are_the_same_text(first: str, second: str) -> None:
    assert as_it_reads(first) == as_it_reads(second)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_what_a_reader_sees_is_another_text(first: str, second: str) -> None:
    assert as_it_reads(first) != as_it_reads(second)

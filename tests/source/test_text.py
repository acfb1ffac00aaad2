"""Text for people and names for files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditctl.model.types import is_slug
from auditctl.source.text import slug, visible


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Restore tests missing", "restore-tests-missing"),
        ("İzmir ofisi: ziyaretçi ışığı & güvenliği", "izmir-ofisi-ziyaretci-isigi-guvenligi"),
        ("Straße in Łódź, Ærø and Þingvellir", "strasse-in-lodz-aero-and-thingvellir"),
        ("Контроль доступа", "kontrol-dostupa"),
        ("Έλεγχος", "elegchos"),
        ("it's 3 of 15", "its-3-of-15"),
        ("no", "no-record"),
        ("!!!", "record"),
        ("😀", "record"),
        ("a" * 80, "a" * 60),
        ("word " * 20, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_title_becomes_an_id(title: str, name: str) -> None:
    assert slug(title) == name
    assert is_slug(name)


def test_a_taken_id_gets_a_number() -> None:
    assert slug("Leavers", {"leavers", "leavers-2"}) == "leavers-3"
    assert len(slug("a" * 80, {"a" * 60})) <= 60


@given(st.text(max_size=200), st.sets(st.sampled_from(["record", "a", "b", "a-2"])))
def test_every_title_has_an_id_that_is_free(title: str, taken: set[str]) -> None:
    name = slug(title, taken)
    assert is_slug(name)
    assert name not in taken


@given(st.text())
def test_visible_text_steers_nothing(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)


def test_visible_text_keeps_letters() -> None:
    assert visible("ğüş 😀 \x1b[31mred\u202e") == "ğüş 😀 \\x1b[31mred\\u202e"

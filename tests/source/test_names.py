"""Text for people, and names for files."""

import pytest

from auditctl.source.text import LONGEST, RESERVED, slug, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Yedekten dönüş 日本 👩‍🔧", "Yedekten dönüş 日本 👩‍🔧"),
        ("a\tb", "a\tb"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\r\nb\rc", "a\\r\\nb\\rc"),
        ("\x85\u2028\ufeff", "\\x85\\u2028\\ufeff"),
        ("\udcff", "\\udcff"),
        ("\U0001ffff", "\\U0001ffff"),
        ("\x7f\x00", "\\x7f\\x00"),
    ],
)
def test_what_programs_would_obey_becomes_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(visible(text)) == shown


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Restore tests missing", "restore-tests-missing"),
        ("  A.8.13: no *restore* test!  ", "a-8-13-no-restore-test"),
        ("Işık İzmir'de değişti; çöp, ütü", "isik-izmirde-degisti-cop-utu"),
        ("IŞIK ĞÜZEL ÇÖP", "isik-guzel-cop"),
        ("Isparta i\u0307zin", "isparta-izin"),
        ("Straße für Ärger", "strasse-fur-arger"),
        ("Søren Ærø Łódź Đorđe Þór Œuvre", "soren-aero-lodz-dorde-thor-oeuvre"),
        ("Crème brûlée – naïve", "creme-brulee-naive"),
        ("Проверка ещё Щит", "proverka-esche-schit"),
        ("Έλεγχος ψ", "elegchos-ps"),
        ("日本語 audit 2026", "audit-2026"),
        ("ﬁle № ２", "file-no-2"),
        ("日本語", "record"),
        ("", "record"),
        ("---", "record"),
        ("2026", "2026"),
    ],
)
def test_a_title_becomes_an_id(title: str, expected: str) -> None:
    assert slug(title) == expected


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_no_id_is_a_word_that_means_something_else(word: str) -> None:
    assert slug(word.upper()) == f"{word}-record"


def test_a_long_title_is_cut_between_words() -> None:
    name = slug("The restore test of the payroll cluster was not performed in the third quarter")
    assert name == "the-restore-test-of-the-payroll-cluster-was-not-performed-in"
    assert len(name) == LONGEST


def test_a_word_that_fills_the_id_is_cut_within() -> None:
    assert slug("x" * 80) == "x" * 60
    assert slug("a " + "x" * 80) == "a-" + "x" * 58


def test_a_name_that_is_taken_gets_a_number_and_stays_short_enough() -> None:
    assert slug("Restore", {"restore"}) == "restore-2"
    assert slug("Restore", {"restore", "restore-2", "restore-3"}) == "restore-4"
    assert slug("", {"record"}) == "record-2"
    assert slug("Yes", {"yes-record"}) == "yes-record-2"
    long = slug("word " * 30)
    again = slug("word " * 30, {long})
    assert again.endswith("-2")
    assert len(again) <= LONGEST
    assert slug("x" * 80, {"x" * 60}) == "x" * 58 + "-2"

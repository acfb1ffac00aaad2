"""The language of a report: letters, dates, numbers, lists, and phrases that keep how they were put together."""

import copy
import pickle
from datetime import date

import pytest

from auditctl.model.settings import Language as Code
from auditctl.phrases import Phrase, counted, filled, joined, listed, phrase, remark, titled
from auditctl.reports.language import CODES, ENGLISH, Language, language_of
from auditctl.reports.words import WORDS

TURKISH = language_of("tr")


@pytest.mark.parametrize(
    ("language", "written", "upper", "lower"),
    [
        (TURKISH, "istanbul ışığı", "İSTANBUL IŞIĞI", "istanbul ışığı"),
        (TURKISH, "DİYARBAKIR", "DİYARBAKIR", "diyarbakır"),
        (TURKISH, "çöğüş İI", "ÇÖĞÜŞ İI", "çöğüş iı"),
        (ENGLISH, "istanbul", "ISTANBUL", "istanbul"),
        (ENGLISH, "INDIA", "INDIA", "india"),
        (TURKISH, "", "", ""),
    ],
)
def test_letters_are_paired_as_the_language_does(
    language: Language, written: str, upper: str, lower: str
) -> None:
    assert language.upper(written) == upper
    assert language.lower(written) == lower


def test_titles_begin_with_the_capital_of_the_language_and_keep_the_rest() -> None:
    assert TURKISH.title("iç tetkik, ısı ve ISO") == "İç Tetkik, Isı Ve ISO"
    assert TURKISH.capitalized("iyileştirme fırsatı") == "İyileştirme fırsatı"
    assert ENGLISH.title("internal audit of ISO") == "Internal Audit Of ISO"
    assert ENGLISH.capitalized("istanbul") == "Istanbul"


def test_dates_and_days_of_the_week() -> None:
    day = date(2026, 10, 3)
    assert (ENGLISH.date(day), ENGLISH.weekday(day)) == ("2026-10-03", "Saturday")
    assert (TURKISH.date(day), TURKISH.weekday(day)) == ("03.10.2026", "Cumartesi")
    assert (ENGLISH.date(date(987, 1, 2)), TURKISH.date(date(987, 1, 2))) == ("0987-01-02", "02.01.0987")


@pytest.mark.parametrize(
    ("value", "places", "english", "turkish"),
    [
        (0, None, "0", "0"),
        (999, None, "999", "999"),
        (1000, None, "1,000", "1.000"),
        (-1234567, None, "-1,234,567", "-1.234.567"),
        (12.5, None, "12.5", "12,5"),
        (1234.567, 2, "1,234.57", "1.234,57"),
        (41.666, 0, "42", "42"),
    ],
)
def test_numbers_have_the_signs_of_the_language(
    value: float, places: int | None, english: str, turkish: str
) -> None:
    assert ENGLISH.number(value, places) == english
    assert TURKISH.number(value, places) == turkish


def test_a_percentage_stands_behind_its_sign_in_turkish() -> None:
    assert (ENGLISH.percent(41.7), TURKISH.percent(41.7)) == ("42%", "%42")
    assert (ENGLISH.percent(41.66, 1), TURKISH.percent(41.66, 1)) == ("41.7%", "%41,7")


@pytest.mark.parametrize(
    ("things", "english", "turkish"),
    [
        ([], "", ""),
        (["4.1"], "4.1", "4.1"),
        (["4.1", "4.2"], "4.1 and 4.2", "4.1 ve 4.2"),
        (["a", "b", date(2026, 1, 2)], "a, b and 2026-01-02", "a, b ve 02.01.2026"),
    ],
)
def test_lists_end_with_the_word_of_the_language(things: list[object], english: str, turkish: str) -> None:
    assert ENGLISH.listed(things) == english == str(listed(things))
    assert TURKISH.listed(things) == turkish == TURKISH.say(listed(things))


def test_a_phrase_is_english_and_says_itself_in_another_language_with_what_is_in_it() -> None:
    said = phrase(
        "%(work)s until %(day)s", work=phrase("owned %(process)s", process="backup"), day=date(2026, 1, 2)
    )
    assert said == "owned backup until 2026-01-02"
    assert ENGLISH.say(said) == said
    assert TURKISH.say(said) == "02.01.2026 tarihine kadar backup sürecinin sahibiydi"
    assert TURKISH.say(joined("; ", [said, 1200])) == f"{TURKISH.say(said)}; 1.200"


def test_a_number_decides_on_the_phrase_and_turkish_has_one_for_all() -> None:
    def files(n: int) -> Phrase:
        return counted("%(n)s file", "%(n)s files", n)

    assert [str(files(n)) for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    assert [TURKISH.say(files(n)) for n in (0, 1, 2000)] == ["0 dosya", "1 dosya", "2.000 dosya"]


def test_a_phrase_may_get_its_values_later() -> None:
    late = filled(phrase("never audited: %(clauses)s"), clauses=listed(["4.1", "4.2"]))
    assert late == "never audited: 4.1 and 4.2"
    assert TURKISH.say(late) == "hiç tetkik edilmeyen: 4.1 ve 4.2"


def test_what_is_written_as_a_placeholder_in_a_value_stays() -> None:
    said = phrase("owns %(process)s", process="%(process)s 100% {x}")
    assert said == "owns %(process)s 100% {x}"
    assert TURKISH.say(said) == "%(process)s 100% {x} sürecinin sahibi"


def test_a_message_in_english_alone_says_first_what_it_is_about() -> None:
    told = remark("backup names no owner", "A process has no owner", "rule")
    assert ENGLISH.say(told) == told == "backup names no owner"
    assert TURKISH.say(told) == "Bir sürecin sahibi yok: “backup names no owner”"
    said = phrase("%(process)s has no owner", process="backup")
    assert remark(said, "A process has no owner", "rule") is said


def test_a_title_is_that_of_the_language_and_english_where_there_is_none() -> None:
    known, unknown = titled("Policy", tr="Politika"), titled("Policy", tr=None)
    assert [language.say(known) for language in (ENGLISH, TURKISH)] == ["Policy", "Politika"]
    assert TURKISH.say(unknown) == "Policy"
    assert [TURKISH.has_title(title) for title in (known, unknown)] == [True, False]
    assert ENGLISH.has_title(unknown)


@pytest.mark.parametrize(
    "said",
    [
        phrase("owned %(process)s", process="backup"),
        counted("%(n)s file", "%(n)s files", 2),
        listed(["a", phrase("closed")]),
        titled("Policy", tr="Politika"),
        remark("backup names no owner", "A process has no owner", "rule"),
    ],
)
def test_they_are_whole_after_a_copy_and_in_another_process(said: str) -> None:
    for held in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):  # noqa: S301 - our own
        assert type(held) is type(said)
        assert held == said
        assert TURKISH.say(held) == TURKISH.say(said)


def test_words_of_users_are_said_as_they_are() -> None:
    for words in ("major", "2026-10-23", "1,234.5", "Yes", "%(n)s", ""):
        assert TURKISH.say(words) == words
    assert TURKISH.word("state", "our-own-state") == "our-own-state"


def test_every_language_is_there_and_another_is_none() -> None:
    assert list(CODES) == [code.value for code in Code]
    assert [language_of(code).code for code in CODES] == list(CODES)
    assert language_of("tr") is language_of("tr")
    with pytest.raises(KeyError):
        language_of("de")


def test_a_state_of_the_coverage_map_has_one_letter_of_its_own_in_each_language() -> None:
    for code in CODES:
        letters = [language_of(code).word("cover letter", state) for state in WORDS["cover letter"]]
        assert len(set(letters)) == len(letters)
        assert set(map(len, letters)) == {1}

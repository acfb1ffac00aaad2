import pytest

from auditctl.analysis.likeness import folded, near_groups, repeats


def is_near(one: str, other: str) -> bool:
    return near_groups({1: one, 2: other}) == [[1, 2]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No owner was named.", "no OWNER  was named"),
        ("Sahipsiz kontrol görevleri", "SAHİPSİZ KONTROL GOREVLERI"),
        ("control tasks have no deputy", "control tasks have no deputies"),
        ("Isıtıcı KAPISI kilitsiz", "ısıtıcı kapısı kilitsiz"),
        ("İzmir iş istasyonları", "izmir iş istasyonlari"),
        ("izmir’deki sunucular; yedeksiz", "İzmir'deki sunucular: YEDEKSİZ"),
        ("Şifre çözümü gecikti", "S\u0327ifre c\u0327o\u0308zu\u0308mu\u0308 gecikti"),
        ("SAHİPSİZ KONTROL".lower(), "sahipsiz kontrol"),
    ],
)
def test_case_punctuation_diacritics_and_a_word_ending_make_no_difference(one: str, other: str) -> None:
    assert is_near(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no owner was named", "no date was named"),
        ("", ""),
        ("...", "!"),
        ("a", "b"),
        ("three of four tests are missing", "tests are missing, three of four"),
        ("görev devredilmiyor", "görev denetlenmiyor"),
    ],
)
def test_what_says_something_else_or_nothing_is_not_near(one: str, other: str) -> None:
    assert not is_near(one, other)


def test_a_folded_text_keeps_its_length_so_that_places_agree() -> None:
    text = "Iğdır İSKELESİ, straße, Çeşme"
    assert folded(text) == "igdir iskelesi, strase, cesme"
    assert len(folded(text)) == len(text)


def test_a_part_of_the_source_repeats_it_but_not_the_other_way_round() -> None:
    source = "3 of 4 restore tests are missing. The calendar was not updated since March."
    assert repeats("the calendar was not updated", source)
    assert not repeats(source, "the calendar was not updated")
    assert not repeats("since", source)


def test_groups_hold_every_text_that_is_near_to_one_of_them() -> None:
    texts = {
        "a": "no control task has a deputy",
        "b": "No control task has a deputy.",
        "c": "no control tasks have a deputy",
        "d": "alerts go to a mailbox that nobody reads",
        "e": "",
        "f": "",
    }
    assert [sorted(group) for group in near_groups(texts)] == [["a", "b", "c"]]


def test_near_texts_are_found_among_many_that_differ_in_their_first_word() -> None:
    crowd = {
        f"n{number}": f"cause {number} lies in step {number * 7} of unit {number * 13}"
        for number in range(300)
    }
    pair = {
        "x": "alpha the purchase by card bypasses the supplier process",
        "y": "zeta the purchase by card bypasses the supplier process",
    }
    assert ["x", "y"] in [sorted(group) for group in near_groups(crowd | pair)]


def test_a_crowd_of_two_dozen_is_compared_one_by_one() -> None:
    texts = {
        str(number): f"{'abcdefghijklmnopqrstuvwxyz'[number] * 9} of the quarter" for number in range(22)
    }
    pair = {
        "x": "the ledger of the year is kept by hand in a drawer",
        "y": "our ledger of the year is kept by hand in a drawer",
    }
    assert [sorted(group) for group in near_groups(texts | pair)] == [["x", "y"]]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Takvim güncellenmemiş", "3 sınama yok. TAKVİM GÜNCELLENMEMİŞ; görevli yok."),
        ("no restore test since November", "No restore test since November! Three are missing."),
    ],
)
def test_what_is_taken_out_of_a_source_repeats_it(text: str, source: str) -> None:
    assert repeats(text, source)

"""Word lists per language, and names of people, as the rules find them in texts."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.analysis.wording import Tone, people_named, phrases
from auditctl.repository import load
from auditctl.source.quick import trusted
from small_repository import lay

LISTS = Path(__file__).parents[2] / "src" / "auditctl" / "wordlists"
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("tone", "language", "text", "found"),
    [
        (Tone.blaming, "en", "The team was Careless and to\nblame.", ["Careless", "to blame"]),
        (Tone.recommending, "en", "The register should be kept; we recommend a tool.", ["should", "recommend"]),
        (Tone.nonconformity, "en", "The interval does not meet the policy.", ["does not meet"]),
        (Tone.human_error, "en", "The operator forgot it by mistake.", ["forgot", "by mistake"]),
        (Tone.training, "en", "Retraining and an awareness mail", ["Retraining", "awareness"]),
        (Tone.blaming, "tr", "DİKKATSİZLİĞİ yüzünden", ["DİKKATSİZLİĞİ"]),
        (Tone.recommending, "tr", "Takvim güncellenmelidir, kayıt tutulmalı.", ["güncellenmelidir", "tutulmalı"]),
        (Tone.recommending, "tr", "Bir araç önerilir.", ["önerilir"]),
        (Tone.nonconformity, "tr", "Sınama YAPILMAMIŞTIR; şarta aykırıdır.", ["YAPILMAMIŞTIR", "aykırıdır"]),
        (Tone.human_error, "tr", "İNSAN HATASINDAN, gorev unutuldu", ["İNSAN HATASINDAN", "unutuldu"]),
        (Tone.training, "tr", "Personele eğitim verilecek, farkındalığı artırılacak", ["eğitim", "farkındalığı"]),
    ],
)  # fmt: skip
def test_a_phrase_is_found_as_it_is_written(tone: Tone, language: str, text: str, found: list[str]) -> None:
    assert phrases(text, tone, language) == found


@pytest.mark.parametrize(
    ("tone", "language", "text"),
    [
        (Tone.blaming, "en", "Each fault in the disk is logged; a lazybed was dug."),
        (Tone.recommending, "en", "The shoulder of the road"),
        (Tone.nonconformity, "en", "Two of four tests are shown."),
        (Tone.human_error, "en", "The tool lets a job end without a check."),
        (Tone.training, "en", "The strain on the disks"),
        (Tone.recommending, "tr", "Mali tablolar, normali ve temeli belli bir ameliyat"),
        (Tone.recommending, "tr", "The register should be kept."),
        (Tone.nonconformity, "tr", "Sınamalar yapıldı ve raporlandı."),
        (Tone.human_error, "tr", "Görev sahibi değişince görev devredilmiyor."),
        (Tone.training, "tr", "Yedekleme işi otomatik denetlenecek."),
        (Tone.human_error, "de", "Menschlicher Fehler, human error"),
    ],
)
def test_a_plain_fact_and_another_language_hold_no_phrase(tone: Tone, language: str, text: str) -> None:
    assert phrases(text, tone, language) == []


@pytest.mark.parametrize("language", ["en", "tr"])
def test_each_language_has_every_list_and_no_phrase_twice(language: str) -> None:
    held = trusted((LISTS / f"{language}.yaml").read_text("utf-8"))
    assert set(held) == set(Tone)
    for phrase_list in held.values():
        assert len(set(phrase_list)) == len(phrase_list)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tom Tech switched the job off.", ["tom-tech"]),
        ("tom tech switched the job off.", ["tom-tech"]),
        ("TECH'in kaydı", ["tom-tech"]),
        ("It was left to tom-tech.", ["tom-tech"]),
        ("The job was switched off by Tom.", ["tom-tech"]),
        ("Tom was there, and Paul People too.", ["paul-people"]),
        ("It was handed to Tom Baker of the supplier.", []),
        ("The audit log shows what people do in ops.", []),
        ("High-tech backups", []),
        ("", []),
    ],
)
def test_people_are_named_by_their_names_as_names_are_written(
    text: str, found: list[str], tmp_path: Path
) -> None:
    assert people_named(load(lay(tmp_path), TODAY), text) == found

"""Reports in Turkish: whole pages of a small firm whose records are Turkish too."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from auditctl.check import check
from auditctl.reports.language import Language, language_of
from auditctl.reports.render import render
from auditctl.repository import load
from pages import assert_well_made
from small_report import FINDINGS, ISSUED
from small_repository import auditctl, files, lay

TODAY = date(2026, 11, 20)
TURKISH = language_of("tr")
ISO_DAY = re.compile(r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w-])")
PROSE = re.compile(r"(since|of|on) \*{0,2}\d{4}-\d{2}-\d{2}\*{0,2}|<strong>\d{4}-\d{2}-\d{2}</strong>")
"""Days within what people wrote in these records."""


def report(root: Path, format_: str, language: Language | None = None) -> str:
    repository = load(root, TODAY)
    return render(repository, repository.audits["a"], check(repository), format_, language)


def turkish(more: dict[str, str] | None = None) -> dict[str, str]:
    """Return the files of a repository whose settings say that it speaks Turkish."""
    return {"auditctl.yaml": f"language: tr\n{files()['auditctl.yaml']}", **(more or {})}


def test_a_page_is_marked_up_as_turkish_and_with_as_much_care(tmp_path: Path) -> None:
    lay(tmp_path, FINDINGS | ISSUED)
    assert_well_made(report(tmp_path, "html", TURKISH), "tr")


@pytest.mark.parametrize("format_", ["md", "html"])
def test_every_day_is_written_as_in_turkish_but_for_those_that_people_wrote(
    tmp_path: Path, format_: str
) -> None:
    lay(tmp_path, FINDINGS | ISSUED)
    text = re.sub(r"<head>.*?</head>", "", report(tmp_path, format_, TURKISH), flags=re.DOTALL)
    assert "20.11.2026" in text
    assert ISO_DAY.findall(PROSE.sub("", text)) == []


def test_the_settings_say_the_language_and_the_command_line_another(tmp_path: Path) -> None:
    lay(tmp_path, turkish())
    assert "# İç tetkik raporu: Main audit" in report(tmp_path, "md")
    assert "# Internal audit report: Main audit" in report(tmp_path, "md", language_of("en"))
    assert "# Internal audit report:" in auditctl(tmp_path, "report", "a", "--lang", "en").out
    done = auditctl(tmp_path, "conformity", "--format", "markdown")
    assert done.out.startswith("# İç tetkik sürecinin gerekliliklere göre durumu: ")
    done = auditctl(tmp_path, "conformity", "--format", "html", "--lang", "en")
    assert '<html lang="en">' in done.out


def test_a_language_is_for_documents(tmp_path: Path) -> None:
    lay(tmp_path)
    for words in (("conformity",), ("ready", "--json"), ("conformity", "--format", "json")):
        done = auditctl(tmp_path, *words, "--lang", "tr")
        assert done.code == 2
        assert "--lang is for documents" in done.err


def test_the_terminal_stays_english(tmp_path: Path) -> None:
    lay(tmp_path, turkish(FINDINGS))
    for words in (("status",), ("plan", "a"), ("conformity",), ("check",), ("capa", "show", "mend")):
        done = auditctl(tmp_path, *words)
        assert not re.search("[ığşİĞŞ]", done.out), words


def test_what_people_wrote_and_ids_are_never_translated(tmp_path: Path) -> None:
    records = {
        "audits/a/findings/draft.yaml": "title: open\ngrade: minor\nstatement: yes\nprocess: closed\n"
        "raised: {by: ann-audit, date: 2026-10-05}\n",
    }
    text = report(lay(tmp_path, records), "md", TURKISH)
    assert "#### Henüz numaralanmadı: open\n" in text
    assert "\n**Tespit**\n\nyes\n" in text
    assert "- Süreç: closed\n" in text


def test_a_name_takes_no_suffix_and_stands_as_it_is(tmp_path: Path) -> None:
    people = files()["auditctl.yaml"].replace("name: Ann Audit", "name: İlknur Ilgaz")
    text = report(lay(tmp_path, FINDINGS | ISSUED | {"auditctl.yaml": people}), "md", TURKISH)
    assert "| Baş tetkikçi | İlknur Ilgaz |" in text
    assert not re.search(r"İlknur Ilgaz['’]", text)


def test_findings_are_told_in_the_words_of_the_field(tmp_path: Path) -> None:
    text = report(lay(tmp_path, FINDINGS | ISSUED), "md", TURKISH)
    for said in (
        "### Majör uygunsuzluklar (1)",
        "### Minör uygunsuzluklar (1)",
        "### İyileştirme fırsatları (1)",
        "## Güçlü yönler",
        "## Geri çekilen bulgular",
        "### Bağımsızlık açıklaması",
        "**Tetkik edilenin görüşü**: itiraz edildi, Olga Ops, 07.10.2026",
        "Geri çekilen 1 bulgu sayıma dâhil değildir.",
        "| Düzeltici faaliyet | Run the test | Tom Tech | 15.11.2026 | açık, 5 gün gecikmiş |",
    ):
        assert said in text, said


def test_why_somebody_may_not_audit_is_told_in_turkish(tmp_path: Path) -> None:
    schedule = files()["audits/a/schedule.yaml"].replace("ann-audit", "tom-tech")
    page = unescape(report(lay(tmp_path, {"audits/a/schedule.yaml": schedule}), "html", TURKISH))
    assert "<td>backup sürecini yürütüyor ve backup sürecindeki vault sistemini işletiyor</td>" in page
    assert "tom-tech 05.10.2026 tarihinde backup sürecini tetkik ediyor, ancak: backup sürecini" in page


def test_titles_of_requirements_are_turkish_and_said_to_be_unofficial(tmp_path: Path) -> None:
    lay(tmp_path, FINDINGS)
    text = report(tmp_path, "md", TURKISH)
    assert "A.8.13 Bilgi yedekleme" in text
    note = "ISO/IEC 27001:2022 gereklilik başlıkları resmî olmayan çeviriyle verilmiştir."
    assert text.count(note) == 4
    assert report(tmp_path, "html", TURKISH).count(note) == 4
    assert "unofficial" not in report(tmp_path, "md", language_of("en"))


def test_a_standard_without_turkish_titles_keeps_its_own_and_says_that_they_are_english(
    tmp_path: Path,
) -> None:
    settings = files()["auditctl.yaml"].replace("[iso27001-2022]", "[iso27001-2022, iso9001-2015]")
    page = report(lay(tmp_path, {"auditctl.yaml": settings}), "html", TURKISH)
    assert '<td><span lang="en">Customer focus</span></td>' in page
    assert "<td>Liderlik ve bağlılık</td>" in page
    assert 'lang="en"' not in report(tmp_path, "html", language_of("en")).replace('<html lang="en"', "")


@pytest.mark.parametrize(("unofficial", "notes"), [("", 0), ("unofficial: [tr], ", 3)])
def test_an_own_catalogue_says_itself_whether_its_titles_are_official(
    tmp_path: Path, unofficial: str, notes: int
) -> None:
    own = f"""\
catalog: {{id: ev, name: Ev kuralları, title: House rules, {unofficial}languages: [en, tr]}}
nodes:
  - {{id: "1", kind: clause, title: Clean desks, title_tr: Temiz masalar, assessable: true}}
"""
    settings = (
        files()["auditctl.yaml"].replace("[iso27001-2022]", "[ev]").replace("[clauses, controls]", '["1"]')
    )
    settings = settings.replace("requirements: [A.8.13, A.8.14]", 'requirements: ["1"]')
    text = report(lay(tmp_path, {"auditctl.yaml": settings, "catalogs/ev.yaml": own}), "md", TURKISH)
    assert "| 1 | Temiz masalar |" in text
    assert text.count("Ev kuralları gereklilik başlıkları resmî olmayan") == notes


def test_own_templates_speak_the_language_too(tmp_path: Path) -> None:
    own = (
        '{{ "istanbul"|upper }} {{ "ILGAZ"|lower }} {{ "iç tetkik"|title }} {{ "ıSI"|capitalize }}\n'
        "{{ report.title.as_of }} {{ date(report.title.as_of) }} {{ weekday(report.title.as_of) }}\n"
        '{{ number(1234.5) }} {{ percent(50) }} {{ listed(["a", "b", "c"]) }} {{ language }}\n'
        '{{ [report.title.as_of, 2]|join("; ") }} {{ _("Draft") }} {{ word("state", "open") }}\n'
    )
    lay(tmp_path, {"templates/report/audit.md.j2": own})
    assert report(tmp_path, "md", TURKISH).splitlines() == [
        "İSTANBUL ılgaz İç Tetkik Isı",
        "20.11.2026 20.11.2026 Cuma",
        "1.234,5 %50 a, b ve c tr",
        "20.11.2026; 2 Taslak açık",
    ]


def test_markup_in_a_value_of_a_phrase_stays_and_the_rest_is_escaped(tmp_path: Path) -> None:
    own = (
        "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}"
        '{{ _("%(first)s to %(last)s", first=bold("<1>"), last="<2>") }}'
    )
    lay(tmp_path, {"templates/report/audit.html.j2": own})
    assert report(tmp_path, "html", TURKISH) == "<b>&lt;1&gt;</b>\u00a0– &lt;2&gt;\n"


def test_turkish_letters_pass_through_tables_and_headings(tmp_path: Path) -> None:
    title = "Yedekleme | İŞLETİM ve ısı ölçümü çığ gibi"
    finding = f"title: '{title}'\ngrade: minor\nraised: {{by: ann-audit, date: 2026-10-05}}\n"
    lay(tmp_path, {"audits/a/findings/is.yaml": finding})
    assert f"#### Henüz numaralanmadı: {title.replace('|', chr(92) + '|')}\n" in report(
        tmp_path, "md", TURKISH
    )
    assert title in report(tmp_path, "html", TURKISH)


def test_the_same_records_and_day_give_the_same_bytes_in_turkish(tmp_path: Path) -> None:
    lay(tmp_path, turkish(FINDINGS | ISSUED))
    for format_ in ("md", "html"):
        made = [
            auditctl(
                tmp_path,
                "--as-of",
                "2026-11-20",
                "report",
                "a",
                "--format",
                format_,
                env={"PYTHONHASHSEED": seed},
            )
            for seed in ("0", "4711")
        ]
        assert made[0].code == 0, made[0].err
        assert made[0].out == made[1].out

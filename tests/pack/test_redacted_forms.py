"""Redacted packs: people in every form in which somebody writes them, and the words that are left alone."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from small_repository import Ended, auditctl
from small_sealed import ENV, lay_ready

PEOPLE = """people:
  burak-yilmaz: {name: Burak Yılmaz, department: ops, emails: [by77@lodos.example]}
  ada: {name: Ada Uz, department: people}
  deniz-sahin: {name: Deniz Şahin, department: people}
  mehmet-tut: {name: Mehmet Tut}
  hans: {name: Hans Müller}
  cem-oz: {name: "Cem \\u00d6zg\\u00fcr"}
"""
NAMED = [
    "BurakYilmaz", "BurakYılmaz", "burakyilmaz", "@burakyilmaz", "burak.yilmaz", "burak_yilmaz", "byilmaz", "b.yilmaz",
    "B. Yılmaz", "Yılmaz B.", "B.Y.", "yilmazb", "by77", "by77@lodos.example", "BY77@LODOS.EXAMPLE", "BURAK YILMAZ",
    "YILMAZ, BURAK", "Yılmaz'ın", "Yılmaz’a", "Yılmazın", "Yilmaz's", "Burak'a", "Buraka", "Burağa", "Burakların",
    "Burakgil", "burakta", "Buraks", "yılmaz", "yilmaz", "Yılmazlardan", "Burak\u00a0Yılmaz", "Burak&nbsp;Yılmaz",
    "Burak **Yılmaz**", "<b>Burak</b> Yılmaz", "_Burak_ `Yılmaz`", "[Burak](https://wiki.example/Burak%20Y%C4%B1lmaz)",
    "Bu\u00adrak", "Burak\u200bYılmaz", "Yıl-\n  maz", "Burak\n  Yılmaz", "Y&#305;lmaz", "notesBurakYilmaz_v2.pdf",
    "2026burak", "Ada", "ADA", "Ada'nın", "interview-ada", "@ada", "Ada Uz", "ada uz", "adauz@", "Deniz", "deniz şahin",
    "DENİZ ŞAHİN", "Deniz'in", "interview-deniz", "Şahin", "dsahin", "Mehmede", "Mehmet'e", "Müller", "Mueller", "muller",
    "Özgür", "OZGUR", "cem.ozgur", "Cem",
]  # fmt: skip
WORDS = [
    "in ada code", "Adana and adapt", "the deniz project", "Denizli", "Canada", "a canal", "milestones", "data lake",
    "A.8.13", "BY the book", "yilmazlik", "cement", "handling", "Hanseatic", "denizanasi",
]  # fmt: skip
GONE = re.compile(
    r"bura[kğg]|y[ıi]lmaz(?!lik)|by77|\bB\.Y\.|lodos\.example|(?-i:\bAda\b(?!na)|\bADA\b)|@ada|-ada\b|ada uz|adauz|(?-i:\bDeniz\b)|deniz [şs]ahin"
    r"|(?-i:DENİZ)|-deniz|names (?:ada|hans)|[Şş]ahin|mehmed|mehmet|m[üu]e?ller|[öo]zg[üu]r|\bcem\b|bu\u00adrak",
    re.IGNORECASE,
)


def lay_told(root: Path) -> Path:
    """Write every form into the prose of a finding and of a corrective action."""
    lay_ready(root)
    settings = root / "auditctl.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("people:\n  mia-chief", f"{PEOPLE}  mia-chief", 1), "utf-8"
    )
    prose = "\n\n".join(f"  x {form} y." for form in [*NAMED, *WORDS])
    finding = root / "audits/a/findings/restore.yaml"
    text = finding.read_text("utf-8")
    start, end = text.index("\n  No restore"), text.index("effect:")
    finding.write_text(f"{text[:start]}\n{prose}\n# Burak\n# Yılmaz asked for this\n{text[end:]}", "utf-8")
    (root / "audits/a/capas").mkdir()
    (root / "audits/a/capas/burakyilmaz-plan.yaml").write_text(
        f"findings: [restore]\nowner: ada\nconsequences: |\n{prose}\n"
        'actions: {ada: {what: "Bura\\u006b Y\\u0131lmaz plans\\nit", owner: ada, due: 2026-12-01}}\n',
        "utf-8",
    )
    return root


def packed(root: Path, *words: str) -> Ended:
    return auditctl(root, "pack", "a", "-o", "p.zip", "--force", "--redact", *words, env=ENV)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = lay_told(tmp_path_factory.mktemp("told"))
    done = packed(root, "--format", "md")
    assert done.code == 0, done.err
    archive = zipfile.ZipFile(root / "p.zip")
    return {name: f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()}


def test_no_form_of_a_name_is_left_in_any_file(held: dict[str, str]) -> None:
    left = [
        f"{name}: {match[0]}" for name, text in held.items() for match in GONE.finditer(_without_fonts(text))
    ]
    assert left == []


def _without_fonts(text: str) -> str:
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)


@pytest.mark.parametrize("word", WORDS)
def test_ordinary_words_are_left(held: dict[str, str], word: str) -> None:
    """A name that is a word too is a name where it has a capital, is an id or stands with the rest of the name."""
    assert word in held["a/report.md"].replace("\\", "")


def test_what_a_name_stood_in_is_still_whole(held: dict[str, str]) -> None:
    code = re.findall(r"x Person ([0-9a-f]{4}) y", held["a/report.md"])[0]
    told = held["a/report.md"].replace("\\", "")
    assert f"x Person {code} **Person {code}** y" in told
    assert f"x Person {code}’ın y" in told
    assert f"person-{code}@redacted.invalid" in told
    assert f"a/capas/person-{code}-plan.yaml" in held


def test_two_records_that_would_get_one_name_are_refused(tmp_path: Path) -> None:
    root = lay_told(tmp_path)
    finding = (root / "audits/a/findings/labels.yaml").read_text("utf-8")
    for name in ("burak-laptop", "yilmaz-laptop"):
        (root / f"audits/a/findings/{name}.yaml").write_text(finding, "utf-8")
    done = packed(root)
    assert (done.code, "would be called as another record is" in done.err) == (3, True), done.err
    assert not (root / "p.zip").exists()


def test_an_id_that_is_a_word_is_replaced_where_it_is_an_id(tmp_path: Path) -> None:
    """Also where a record has the same id, so that what refers to it still does."""
    root = lay_told(tmp_path)
    folder = root / "audits/a"
    (folder / "evidence/register.yaml").rename(folder / "evidence/ada.yaml")
    for path in (*folder.glob("*/*.yaml"),):
        text = re.sub(r"^(\s*evidence: \[)register", r"\1ada", path.read_text("utf-8"), flags=re.MULTILINE)
        path.write_text(text, "utf-8")
    done = packed(root)
    assert done.code == 0, done.err
    index = zipfile.ZipFile(root / "p.zip").read("a/evidence.csv").decode()
    assert re.search(r"^person-[0-9a-f]{4},record,Restore register", index, re.MULTILINE)


def test_names_of_other_scripts_go_too(tmp_path: Path) -> None:
    root = lay_told(tmp_path)
    settings = root / "auditctl.yaml"
    people = "people:\n  ivan-petrov: {name: Иван Петров}\n  wei: {name: 王伟}\n"
    settings.write_text(settings.read_text("utf-8").replace("people:\n", people, 1), "utf-8")
    capa = root / "audits/a/capas/burakyilmaz-plan.yaml"
    text = capa.read_text("utf-8").replace("x Adana", "x ПЕТРОВ, Ivan Petrov, ivan, 王伟 y. x Adana")
    capa.write_text(text, "utf-8")
    assert packed(root).code == 0
    archive = zipfile.ZipFile(root / "p.zip")
    whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert not re.search("петров|petrov|иван|ivan|王", whole, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "<p>asked by <i>Burak</i>&nbsp;<b>YILMAZ</b></p>",
        "<p title='b.yilmaz'></p>",
        "<p>by77@lodos.example</p>",
    ],
)
def test_a_template_that_brings_a_name_in_any_form_is_refused(tmp_path: Path, text: str) -> None:
    root = lay_told(tmp_path)
    (root / "templates/report").mkdir(parents=True)
    (root / "templates/report/plan.html.j2").write_text(text)
    done = packed(root)
    assert (done.code, "a/plan.html cannot be redacted: it still" in done.err) == (3, True), done.err
    assert not (root / "p.zip").exists()


def test_people_who_share_a_name_share_a_pseudonym_of_their_own(tmp_path: Path) -> None:
    root = lay_told(tmp_path)
    settings = root / "auditctl.yaml"
    text = settings.read_text("utf-8").replace("people:\n", "people:\n  burak-2: {name: Burak Yılmaz}\n", 1)
    settings.write_text(text, "utf-8")
    assert packed(root).code == 0
    told = json.loads(zipfile.ZipFile(root / "p.zip").read("check.json"))
    assert "burak" not in json.dumps(told, ensure_ascii=False).casefold()

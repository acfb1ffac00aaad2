"""The PDF of a report: tagged, the same bytes twice, nothing fetched, and everything on it that stands in the page."""

import builtins
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from auditctl.errors import AuditctlError
from auditctl.reports.pdf import NoPango, NoWeasyPrint, pdf
from hostile_page import hostile_page
from small_report import FINDINGS, ISSUED, report
from small_repository import auditctl, environment, lay


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(tmp_path_factory.mktemp("draft"), "html")


@pytest.fixture(scope="module")
def draft(page: str) -> bytes:
    return pdf(page)


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text(data: bytes) -> list[str]:
    """Return what each page says; the reader puts zeros between the letters of some fonts."""
    return [page.extract_text().replace("\0", "") for page in read(data).pages]


def minimal(body: str, style: str = "", head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><title>A title</title>{head}<style>{style}</style></head><body>{body}</body></html>'


def structure(data: bytes) -> list[tuple[str, str, dict[str, Any]]]:
    """Return each element of the structure with the kind of its parent."""

    def walk(node: Any, parent: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        held = node.get_object() if isinstance(node, IndirectObject) else node
        if not isinstance(held, dict) or "/S" not in held:
            return
        yield parent, held["/S"], held
        kids = held.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from walk(kid, held["/S"])

    root: Any = read(data).trailer["/Root"]
    return [found for kid in root["/StructTreeRoot"]["/K"] for found in walk(kid, "")]


def test_the_pdf_says_what_it_is(draft: bytes) -> None:
    found = read(draft)
    assert found.metadata
    assert found.metadata.title == "Internal audit report: Main audit, Kestrel Ltd (Draft)"
    assert found.metadata.author == "Kestrel Ltd"
    assert found.metadata.creator
    assert found.metadata.creator.startswith("auditctl ")
    assert [str(found.metadata[f"/{kind}Date"]) for kind in ("Creation", "Mod")] == ["D:20261120"] * 2
    root: Any = found.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_its_structure_is_that_of_the_page(page: str, draft: bytes) -> None:
    kinds = [kind for _, kind, _ in structure(draft)]
    html = document_fromstring(page)
    for level in "1234":
        assert kinds.count(f"/H{level}") == len(list(html.iter(f"h{level}"))), f"headings of level {level}"
    assert kinds.count("/Table") >= len(list(html.iter("table"))), "one for each page that a table stands on"
    assert kinds.count("/TH") >= len(list(html.iter("th")))
    allowed = {"/L": {"/LI", "/L", "/Caption"}, "/TR": {"/TH", "/TD"}, "/LI": {"/Lbl", "/LBody"}}
    wrong = {
        (parent, kind) for parent, kind, _ in structure(draft) if kind not in allowed.get(parent, {kind})
    }
    assert not wrong


def test_pictures_are_read_out_with_their_numbers(draft: bytes) -> None:
    figures = [held for _, kind, held in structure(draft) if kind == "/Figure"]
    assert figures
    assert all(held["/Alt"] for held in figures)
    assert any("Major nonconformities: 1" in held["/Alt"] for held in figures)


def test_the_bookmarks_are_the_headings(page: str, draft: bytes) -> None:
    def titles(outline: Any) -> Iterator[str]:
        for item in outline:
            if isinstance(item, list):
                yield from titles(item)
            else:
                yield item.title

    html = document_fromstring(page)
    headings = [" ".join(one.text_content().split()) for one in html.iter("h1", "h2", "h3", "h4")]
    assert list(titles(read(draft).outline)) == headings


def test_the_contents_say_the_pages(page: str, draft: bytes) -> None:
    pages = [" ".join(said.split()) for said in text(draft)]
    (contents,) = [said for said in pages if "Contents Management summary" in said]
    for entry in document_fromstring(page).xpath("//ul[@class='toc']//a"):
        title = " ".join(entry.text_content().split())
        found = re.search(rf"{re.escape(title)}[ .]*?(\d+)(?= |$)", contents)
        assert found, title
        assert title in pages[int(found[1]) - 1]


def test_every_page_has_its_number_and_says_draft(draft: bytes) -> None:
    pages = text(draft)
    for number, said in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in said
        assert "Draft" in said
        assert "Kestrel Ltd · a" in said
    assert all("Kestrel Ltd · Main audit" in said for said in pages[1:])


def test_an_issued_report_is_no_draft(tmp_path: Path) -> None:
    assert not [said for said in text(pdf(report(tmp_path, "html", FINDINGS | ISSUED))) if "Draft" in said]


def test_all_that_the_page_says_is_on_it(page: str, draft: bytes) -> None:
    said = re.sub(r"\s", "", "".join(text(draft)))
    for block in document_fromstring(page).iter("h1", "h2", "h3", "h4", "dt", "dd", "caption", "th"):
        words = re.sub(r"\s", "", block.text_content())
        assert words[:40] in said, words


def test_the_same_page_gives_the_same_bytes_another_day(page: str, draft: bytes) -> None:
    program = (
        "import sys; from auditctl.reports.pdf import pdf; sys.stdout.buffer.write(pdf(sys.stdin.read()))"
    )
    env = environment(TZ="Asia/Tokyo", SOURCE_DATE_EPOCH="1", PYTHONHASHSEED="7")
    time.sleep(1.1)
    again = subprocess.run(
        [sys.executable, "-c", program], input=page.encode(), env=env, capture_output=True, check=True
    )
    assert again.stdout == draft


def test_heads_of_tables_are_repeated() -> None:
    rows = "".join(f"<tr><td>row {n}</td></tr>" for n in range(120))
    style = "@page { size: A4 } thead { display: table-header-group } @media print { .x { color: red } }"
    pages = text(
        pdf(minimal(f"<table><thead><tr><th>The head</th></tr></thead><tbody>{rows}</tbody></table>", style))
    )
    assert len(pages) > 1
    assert all("The head" in said for said in pages)


@pytest.mark.parametrize(("words", "fits"), [(60, True), (3000, False)])
def test_a_finding_stays_on_one_page_where_it_fits_on_one(tmp_path: Path, words: int, *, fits: bool) -> None:
    long = "A statement of some length. " * (words // 5)
    findings = dict(FINDINGS)
    for name in ("one", "two", "three"):
        findings[f"audits/a/findings/{name}.yaml"] = (
            f"title: Finding {name}\ngrade: minor\nprocess: hiring\nrequirements: [A.6.5]\n"
            f"raised: {{by: ann-audit, date: 2026-10-05}}\nstatement: Begins {name}. {long} Ends {name}.\n"
        )
    pages = [" ".join(said.split()) for said in text(pdf(report(tmp_path, "html", findings)))]
    for name in ("one", "two", "three"):
        begins = [at for at, said in enumerate(pages) if f"Begins {name}." in said]
        ends = [at for at, said in enumerate(pages) if f"Ends {name}." in said]
        assert len(begins) == len(ends) == 1, "nothing is lost, whether it is divided or not"
        assert (begins == ends) == fits
        titles = [at for at, said in enumerate(pages) if f"numbered: Finding {name}" in said]
        assert begins[0] in titles, "its title is on the page where it begins"


def test_what_people_write_is_harmless(tmp_path: Path) -> None:
    data = pdf(hostile_page(tmp_path))
    said = re.sub(r"\s", "", "".join(text(data)))
    for written in (
        "<script>alert(1)</script>",
        "{{7*7}}",
        "[click](javascript:alert(1))",
        "deep",
        "🙂",
        "<!--swallowed",
    ):
        assert written in said
    for kind in ("/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/SubmitForm", "/RichMedia"):
        assert kind.encode() not in data
    actions = [
        str(note.get_object().get("/A")) for one in read(data).pages for note in one.get("/Annots", [])
    ]
    assert not [
        action for action in actions if re.search(r"javascript|vbscript|file:|data:", action, re.IGNORECASE)
    ]


def test_characters_that_no_font_has_are_said() -> None:
    remarks: list[str] = []
    pdf(minimal("<p>a \U00013000\U00013001 b \U00013000</p>"), remark=remarks.append)
    assert remarks == [
        "no font on this machine has the characters \U00013000\U00013001; in the PDF they are boxes"
    ]


@pytest.mark.slow
def test_a_word_without_end_ends(tmp_path: Path) -> None:
    begun = time.process_time()
    data = pdf(report(tmp_path, "html", FINDINGS | {
        "audits/a/findings/late.yaml": FINDINGS["audits/a/findings/late.yaml"] + f"statement: {'x' * 200_000}\n"
    }))  # fmt: skip
    assert sum(said.count("x") for said in text(data)) >= 200_000
    assert time.process_time() - begun < 60


def test_nothing_is_fetched_and_it_is_said(tmp_path: Path) -> None:
    picture = tmp_path / "secret.png"
    picture.write_bytes(b"")
    remarks: list[str] = []
    body = (
        f'<p>All of it</p><img src="{picture.as_uri()}" alt="a"><img src="https://tracker.example/p.png" alt="b">'
        f'<img src="secret.png" alt="c"><div style="background: url(http://tracker.example/q.png)">x</div>'
    )
    head = '<link rel="stylesheet" href="https://tracker.example/s.css"><link rel="attachment" href="file:///etc/passwd">'
    style = '@import url("http://tracker.example/t.css"); @font-face { font-family: F; src: url("file:///f.ttf") }'
    data = pdf(minimal(body, style, head), remark=remarks.append)
    assert "All of it" in text(data)[0]
    assert b"/EmbeddedFile" not in data
    said = "\n".join(remarks)
    assert "disallowed protocol: https://tracker.example/p.png" in said
    assert "disallowed protocol: file://" in said
    assert all(remark.startswith("left out of the PDF: ") for remark in remarks)


def test_a_font_that_is_not_there_is_said() -> None:
    remarks: list[str] = []
    pdf(minimal("<p>text</p>"), ["No Such Font"], remarks.append)
    (remark,) = remarks
    assert remark.startswith("the font 'No Such Font' is not installed on this machine; the PDF is set in ")


def test_without_weasyprint_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(NoWeasyPrint) as caught:
        pdf(minimal(""))
    assert "pip install 'auditctl[pdf]'" in caught.value.way_out


def test_without_pango_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pango(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: no such file\nmore of it")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(NoPango) as caught:
        pdf(minimal(""))
    assert "libpango" in caught.value.sentence
    assert "\n" not in caught.value.sentence
    assert "apt install libpango-1.0-0" in caught.value.way_out


def test_the_command_line_writes_it_and_stdout_holds_nothing_else(tmp_path: Path) -> None:
    root = lay(tmp_path, FINDINGS)
    written = auditctl(root, "--as-of", "2026-11-20", "report", "a", "-o", "report.pdf")
    assert (written.code, written.out) == (0, "report.pdf\n")
    assert (root / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
    again = auditctl(root, "--as-of", "2026-11-20", "report", "a", "-o", "report.pdf")
    assert again.code == 0, "its own PDF it knows and replaces"


def test_a_refusal_crosses_processes_as_it_is() -> None:
    refusal = NoPango("cannot load library 'x'")
    again: AuditctlError = pickle.loads(pickle.dumps(refusal))  # noqa: S301 - dumped in the same line
    assert (type(again), again.sentence, again.way_out) == (NoPango, refusal.sentence, refusal.way_out)

"""The look of a report: accent, logo, fonts, header, footer, classification; and what is said of those that are none."""

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from auditctl.errors import AuditctlError
from auditctl.reports.docx import document
from auditctl.reports.fonts import NoFont
from auditctl.reports.logo import NoPicture
from auditctl.reports.look import DARK, LIGHT, READABLE, NoColor, contrast, readable
from auditctl.reports.pdf import pdf
from installed import file
from pictures_made import DEJAVU, SVG, jpeg, png
from small_report import report
from small_repository import auditctl, files
from word import opened


def page(root: Path, look: str, **held: bytes) -> str:
    """Return the page of the small report in a look; names of files have `_` for their dot."""
    for name, data in held.items():
        root.mkdir(parents=True, exist_ok=True)
        (root / name.replace("_", ".")).write_bytes(data)
    return report(root, "html", {"auditctl.yaml": f"{files()['auditctl.yaml']}report: {look}\n"})


def refusal(root: Path, look: str, **held: bytes) -> AuditctlError:
    with pytest.raises(AuditctlError) as caught:
        page(root, look, **held)
    return caught.value


def logo_of(text: str) -> bytes:
    (found,) = re.findall(r'<img src="data:image/[a-z+]+;base64,([^"]+)" alt="Kestrel Ltd">', text)
    return base64.b64decode(found)


def test_the_accent_is_moved_until_text_in_it_can_be_read(tmp_path: Path) -> None:
    text = page(tmp_path, '{accent: "#ffe600"}')
    assert f"--accent-light: {readable('#ffe600', LIGHT)}; --accent-dark: #ffe600;" in text


@pytest.mark.parametrize("color", ["#000", "#fff", "#ffe600", "#1f5f8b", "#777777", "#800080"])
@pytest.mark.parametrize("background", [LIGHT, DARK])
def test_every_accent_is_readable_on_both_pages(color: str, background: str) -> None:
    assert contrast(readable(color, background), background) >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("given", ["red; }", "red", "#12", "#1234567", "rgb(0,0,0)"])
def test_an_accent_that_is_no_colour_is_refused(tmp_path: Path, given: str) -> None:
    error = refusal(tmp_path, f'{{accent: "{given}"}}')
    assert isinstance(error, NoColor)
    assert f"{given!r} is no colour" in error.sentence


@pytest.mark.parametrize(
    ("name", "data"),
    [("logo_png", png()), ("logo_PNG", png()), ("logo_jpg", jpeg()), ("logo_jpeg", jpeg())],
)
def test_a_logo_is_carried_as_it_is(tmp_path: Path, name: str, data: bytes) -> None:
    assert logo_of(page(tmp_path, f"{{logo: {name.replace('_', '.')}}}", **{name: data})) == data


def test_what_follows_a_picture_is_not_carried(tmp_path: Path) -> None:
    assert logo_of(page(tmp_path, "{logo: logo.png}", logo_png=png() + b"<script>")) == png()


def test_an_svg_is_carried_without_what_acts_or_is_fetched(tmp_path: Path) -> None:
    svg = SVG.replace("<rect", '<script>alert(1)</script><rect onload="x()" ').replace(
        "</svg>", '<image href="http://x.example/p.png"/></svg>'
    )
    carried = logo_of(page(tmp_path, "{logo: logo.svg}", logo_svg=svg.encode())).decode()
    assert "<rect" in carried
    assert not re.search(r"script|onload|x\.example", carried)


@pytest.mark.parametrize(
    ("logo", "data", "why"),
    [
        ("missing.png", b"", "no such file"),
        ("../logo.png", png(), "outside the repository"),
        ("logo.exe", b"MZ", "a logo ends in .png, .jpg, .jpeg, .svg"),
        ("logo.png", b"", "it is no PNG picture"),
        ("logo.png", b"hello, this is no picture", "it is no PNG picture"),
        ("logo.png", jpeg(), "it is no PNG picture"),
        ("logo.png", png()[:-20], "damaged or cut off"),
        ("logo.png", png().replace(b"IDAT", b"IDAX"), "damaged or cut off"),
        ("logo.png", b"\x89PNG\r\n\x1a\n", "damaged or cut off"),
        ("logo.png", png(said=(60_000, 60_000)), "it has 60000 by 60000 pixels"),
        ("logo.png", png(said=(0, 5)), "it has 0 by 5 pixels"),
        ("logo.png", png() + b"x" * 1024 * 1024, "larger than 1 MiB"),
        ("logo.jpg", b"GIF89a", "it is no JPEG picture"),
        ("logo.jpg", jpeg()[:60], "damaged or cut off"),
        ("logo.jpg", jpeg()[:-2], "damaged or cut off"),
        ("logo.svg", b"<html><body>hello</body></html>", "it is no SVG"),
        ("logo.svg", b"<svg", "it is no XML"),
        ("logo.svg", b"\xff\xfe\x00", "it is no SVG picture in UTF-8"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it says no size"),
        (
            "logo.svg",
            b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
            "entities",
        ),
    ],
)
def test_a_logo_that_is_no_picture_is_one_sentence(tmp_path: Path, logo: str, data: bytes, why: str) -> None:
    root = tmp_path / "audit"
    place = root / logo
    root.mkdir()
    if logo != "missing.png":
        place.write_bytes(data)
    error = refusal(root, f"{{logo: {logo}}}")
    assert isinstance(error, NoPicture)
    assert error.sentence.startswith(f"report.logo in auditctl.yaml: {logo} cannot be used: ")
    assert why in error.sentence
    assert "\n" not in error.sentence


def test_a_logo_that_is_a_folder_or_leads_out_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "audit"
    (root / "logo.png").mkdir(parents=True)
    assert "no regular file" in refusal(root, "{logo: logo.png}").sentence
    (tmp_path / "secret.png").write_bytes(png())
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    assert "outside the repository" in refusal(root, "{logo: link.png}").sentence


def test_the_command_line_says_it_and_exits(tmp_path: Path) -> None:
    page(tmp_path, "{}")
    settings = tmp_path / "auditctl.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("report: {}", "report: {logo: notes.png}"), "utf-8"
    )
    (tmp_path / "notes.png").write_text("no picture", "utf-8")
    done = auditctl(tmp_path, "report", "a", "-o", "r.html")
    assert done.code == 3
    assert done.err.startswith(
        "auditctl: report.logo in auditctl.yaml: notes.png cannot be used: it is no PNG picture\n"
    )
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize("name", ["logo_png", "logo_jpg", "logo_svg"])
def test_pdf_and_word_show_the_logo(tmp_path: Path, name: str) -> None:
    data = {"logo_png": png(), "logo_jpg": jpeg(), "logo_svg": SVG.encode()}[name]
    html = page(tmp_path, f"{{logo: {name.replace('_', '.')}}}", **{name: data})
    remarks: list[str] = []
    assert pdf(html, remark=remarks.append).startswith(b"%PDF")
    first = opened(document(html, remark=remarks.append)).inline_shapes[0]
    assert remarks == []
    assert first._inline.docPr.get("descr") == "Kestrel Ltd"
    assert first.height <= 56 * 9525
    assert first.width <= 192 * 9525


def test_a_family_is_asked_for_and_the_pdf_says_when_it_is_not_there(tmp_path: Path) -> None:
    html = page(tmp_path, "{fonts: {text: Corporate Sans, headings: DejaVu Serif, code: DejaVu Sans Mono}}")
    assert '--sans: "Corporate Sans", system-ui' in html
    assert '--serif: "DejaVu Serif", ' in html
    assert '--mono: "DejaVu Sans Mono", ' in html
    assert "font-src" not in html
    remarks: list[str] = []
    pdf(html, ("Corporate Sans", "DejaVu Serif"), remarks.append)
    assert [remark for remark in remarks if "is not installed" in remark] == remarks
    assert len(remarks) == 1
    assert "'Corporate Sans' is not installed on this machine" in remarks[0]
    styles = opened(document(html)).styles
    assert styles["Title"].font.name == "DejaVu Serif"
    assert "Corporate Sans" in styles.element.xml


def test_a_family_that_is_there_and_not_used_on_the_page_is_no_remark() -> None:
    assert file(DEJAVU)
    remarks: list[str] = []
    style = 'body { font-family: "DejaVu Sans" }'
    pdf(f"<html lang=en><title>T</title><style>{style}</style><p>x</p>", ("DejaVu Serif",), remarks.append)
    assert remarks == []


def test_a_family_and_a_language_may_hold_any_sign_of_xml(tmp_path: Path) -> None:
    html = page(tmp_path, "{fonts: {text: Smith & Sons, headings: R&D, code: A&B}}")
    styles = opened(document(html)).styles
    assert [styles[name].font.name for name in ("Title", "Report Code")] == ["R&D", "A&B"]
    assert 'w:ascii="Smith &amp; Sons"' in styles.element.xml
    odd = html.replace('<html lang="en"', f'<html lang="x&amp;y&quot;{"z" * 300}"')
    assert opened(document(odd)).core_properties.language.startswith('x&y"z')


def test_a_font_file_is_carried_in_the_page_and_in_the_pdf(tmp_path: Path) -> None:
    look = "{fonts: {text: brand.ttf, bold: bold.ttf, italic: 'it.ttf', headings: 'head[wght].ttf'}}"
    data = file(DEJAVU).read_bytes()
    html = page(tmp_path, look, brand_ttf=data, bold_ttf=data, it_ttf=data, **{"head[wght]_ttf": data})
    assert html.count("@font-face") == 4
    assert 'img-src data:; font-src data:">' in html
    assert '--sans: "Report Text", ' in html
    assert 'font-family: "Report Headings"; font-weight: 100 900;' in html
    remarks: list[str] = []
    made = pdf(html, remark=remarks.append)
    assert remarks == []
    fonts: Any = PdfReader(BytesIO(made)).pages[0]["/Resources"]
    names = {font.get_object()["/BaseFont"].rpartition("+")[2] for font in fonts["/Font"].values()}
    assert {name for name in names if name.startswith("Report")} >= {"Report-Text", "Report-Headings"}, names


@pytest.mark.parametrize(
    ("fonts", "said"),
    [
        ("{text: missing.woff2}", "report.fonts.text in auditctl.yaml: missing.woff2 cannot be used: no such file"),
        ("{headings: brand/missing.otf}", "report.fonts.headings in auditctl.yaml: brand/missing.otf cannot be used: no such file"),
        ("{text: notes.ttf}", "notes.ttf cannot be used: it is no truetype font"),
        ("{text: brand/font.exe}", "the file of a font ends in .woff2, .woff, .ttf, .otf"),
        ("{text: ../font.ttf}", "outside the repository"),
        ("{text: 'x\"; } body { display: none'}", "that is no name of a font family"),
        ("{bold: notes.ttf}", "it goes with a file in `text`"),
        ("{text: Georgia, italic: notes.ttf}", "it goes with a file in `text`"),
    ],
)  # fmt: skip
def test_a_font_that_cannot_be_used_is_one_sentence(tmp_path: Path, fonts: str, said: str) -> None:
    error = refusal(tmp_path, f"{{fonts: {fonts}}}", notes_ttf=b"no font")
    assert isinstance(error, NoFont)
    assert said in error.sentence


def test_a_font_that_is_damaged_is_said_and_the_pdf_is_made(tmp_path: Path) -> None:
    html = page(tmp_path, "{fonts: {text: brand.woff2}}", brand_woff2=b"wOF2" + b"\0" * 40)
    remarks: list[str] = []
    assert pdf(html, remark=remarks.append).startswith(b"%PDF")
    assert remarks == ["left out of the PDF: Font-face 'Report Text' cannot be loaded"]


def test_header_footer_and_classification_are_shown_and_stay_in_their_place(tmp_path: Path) -> None:
    text = page(tmp_path, """{header: Top, footer: Bottom, classification: 'a"; } </style> b'}""")
    assert "<p>Bottom</p>" in text
    assert text.count("</style>") == 1
    assert r"a\22 \3b  \7d  \3c /style\3e  b" in text
    assert 'data-head="Top · Main audit"' in text


def test_lines_of_the_house_are_on_every_page_of_the_pdf_and_of_word(tmp_path: Path) -> None:
    html = page(tmp_path, "{header: House line, footer: Foot line, classification: internal}")
    pages = [one.extract_text() for one in PdfReader(BytesIO(pdf(html))).pages]
    assert all("Foot line · a · internal" in said for said in pages)
    assert all("House line · Main audit" in said for said in pages[1:])
    section = opened(document(html)).sections[0]
    assert section.header.paragraphs[0].text.startswith("House line · Main audit")
    assert section.footer.paragraphs[0].text.startswith("Foot line · a · internal")


def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    html = page(tmp_path, f"{{header: {'word ' * 500}, footer: {'x' * 3000}}}")
    heads = re.findall(r'data-(?:head|foot)="([^"]*)"', html)
    assert len(heads) == 2
    assert all(len(head) <= 126 for head in heads)

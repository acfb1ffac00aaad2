"""The pictures on a page: well-formed, named, told apart without colour, and followed by their numbers."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from auditctl.analysis.programme import in_force
from auditctl.analysis.programme_overview import programme_overview
from auditctl.reports.language import Language
from auditctl.reports.pictures.burn_down import burn_down
from auditctl.reports.pictures.capa_ageing import capa_ageing
from auditctl.reports.pictures.causes import causes
from auditctl.reports.pictures.coverage_map import coverage_map
from auditctl.reports.pictures.findings_by_theme import findings_by_theme
from auditctl.reports.pictures.last_audits import last_audits
from auditctl.reports.pictures.matrix import matrix
from auditctl.reports.pictures.time_line import time_line
from auditctl.reports.render import ENVIRONMENTS
from auditctl.repository import Repository, load
from drawings import LANGUAGES
from hostile import HOSTILE
from small_actions import ACTIONS, CAUSE, files
from small_repository import lay

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
DAY = date(2026, 11, 20)
VIEWS: dict[str, Callable[[Repository], object]] = {
    "findings_by_theme": findings_by_theme,
    "capa_ageing": capa_ageing,
    "causes": causes,
    "burn_down": burn_down,
    "last_audits": last_audits,
    "matrix": matrix,
}
"""The macros that need nothing but a view."""
ENGLISH = LANGUAGES[0]


def said(repository: Repository, name: str, language: Language = ENGLISH, format_: str = "html") -> str:
    environment = ENVIRONMENTS[format_](repository.root, language)
    environment.globals["unofficial"] = ()
    source = f'{{% import "report/pictures.{format_}.j2" as pictures %}}{{{{ pictures.{name}(view) }}}}'
    return environment.from_string(source).render(view=VIEWS[name](repository))


def pictures_of_programme(repository: Repository, language: Language = ENGLISH) -> str:
    cycle = in_force(repository)
    assert cycle
    overview = programme_overview(repository, cycle)
    source = """{% import "report/pictures.html.j2" as pictures %}{{ pictures.time_line(line, "Time", "what is when", day) }}
    {% for map in maps %}{{ pictures.cover_map(map, loop.index, "Coverage", "what is covered") }}{% endfor %}"""
    maps = [coverage_map(part) for part in overview.coverage]
    environment = ENVIRONMENTS["html"](repository.root, language)
    return environment.from_string(source).render(line=time_line(overview), maps=maps, day=DAY)


def drawn(page: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", page, re.DOTALL)]  # noqa: S314 - ours


def cells(page: str) -> list[list[str]]:
    """Return the rows of a table of HTML."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


@pytest.fixture(scope="module")
def lodos() -> Repository:
    return load(LODOS, DAY)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("name", [*VIEWS, "programme"])
def test_a_picture_is_well_formed_named_and_of_patterns(
    lodos: Repository, name: str, language: Language
) -> None:
    page = pictures_of_programme(lodos, language) if name == "programme" else said(lodos, name, language)
    assert "<script" not in page
    assert "style=" not in page
    for svg in drawn(page):
        assert svg.get("role") == "img"
        title, description = svg.find("title"), svg.find("desc")
        assert title is not None
        assert description is not None
        assert (title.text or "").strip()
        assert (description.text or "").strip()
        assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        ids = [element.get("id") for element in svg.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        used = set(re.findall(r"url\(#([^)]+)\)", ET.tostring(svg, "unicode")))
        assert used == {element.get("id") for element in svg.iter("pattern")}
        for element in svg.iter():
            for key in ("x", "y", "width", "height", "cx", "cy", "r"):
                assert re.fullmatch(r"\d+(\.\d+)?", element.get(key, "0")), (
                    element.tag,
                    key,
                    element.get(key),
                )
            assert "fill" not in element.attrib or element.get("fill", "").startswith("url(#")


@pytest.mark.parametrize("name", VIEWS)
def test_the_same_page_has_the_same_bytes(lodos: Repository, name: str) -> None:
    assert said(lodos, name) == said(load(LODOS, DAY), name)


def test_a_picture_twice_on_a_page_has_its_own_ids(lodos: Repository) -> None:
    environment = ENVIRONMENTS["html"](lodos.root, ENGLISH)
    source = '{% import "report/pictures.html.j2" as pictures %}{{ pictures.causes(view) }}{{ pictures.causes(view, "more") }}'
    page = environment.from_string(source).render(view=causes(lodos))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4


def test_the_tables_say_what_the_views_know(lodos: Repository) -> None:
    themes = findings_by_theme(lodos)
    table = cells(said(lodos, "findings_by_theme"))
    assert table[0] == ["Theme", "Major", "Minor", "Improvement", "Strength", "Total"]
    assert table[1:-1] == [
        [f"{theme.id} {theme.title}", *map(str, theme.counts.values()), str(theme.total)]
        for theme in themes.themes
    ]
    assert table[-1] == ["Total", *map(str, themes.counts.values()), str(themes.total)]
    ageing = capa_ageing(lodos)
    table = cells(said(lodos, "capa_ageing"))
    assert [row[1:] for row in table[1:-1]] == [
        [*map(str, band.counts.values()), str(band.total)] for band in ageing.bands
    ]
    assert table[-1] == ["Total", *map(str, ageing.counts.values()), str(ageing.total)]
    assert cells(said(lodos, "causes"))[1] == ["Method", "5", "5 of 9 (56%)", "5 of 9 (56%)"]
    levels = burn_down(lodos).levels
    rows = cells(said(lodos, "burn_down"))[1:]
    assert [row[3] for row in rows] == ["–" if item.open is None else str(item.open) for item in levels]
    assert [row[0] for row in rows] == [str(item.day) for item in levels]
    last = last_audits(lodos)
    rows = cells(said(lodos, "last_audits"))[1:]
    assert [row[3:7] for row in rows] == [
        list(map(str, audit.figures.grades.counts.values())) for audit in last.audits
    ]


def test_the_words_of_a_picture_are_the_numbers_of_its_table(lodos: Repository) -> None:
    (svg,) = drawn(said(lodos, "findings_by_theme"))
    words = ["".join(element.itertext()) for element in svg.iter("text")]
    view = findings_by_theme(lodos)
    for theme in view.themes:
        assert words[words.index(f"{theme.id} {theme.title}") + 1] == str(theme.total)
    assert f"Minor nonconformities: {view.counts['minor']}" in words


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("findings_by_theme", "No finding is recorded."),
        ("capa_ageing", "No corrective action is open as of 2026-11-20."),
        ("causes", "No cause is recorded as of 2026-11-20."),
        ("burn_down", "No action is agreed as of 2026-11-20."),
        ("last_audits", "No internal audit has reported by 2026-11-20."),
    ],
)
def test_where_there_is_nothing_a_sentence_says_so(tmp_path: Path, name: str, sentence: str) -> None:
    known = load(lay(tmp_path), DAY)
    assert said(known, name).strip() == f"<p>{sentence}</p>"
    assert said(known, name, format_="md").strip() == sentence


def test_without_auditors_there_is_no_matrix(tmp_path: Path) -> None:
    settings = (lay(tmp_path) / "auditctl.yaml").read_text("utf-8")
    without = re.sub(r"auditors:\n.*?(?=^processes:)", "", settings, flags=re.DOTALL | re.MULTILINE)
    known = load(lay(tmp_path, {"auditctl.yaml": without}), DAY)
    assert "<svg" not in said(known, "matrix")


def hostile(root: Path, text: str) -> Repository:
    quoted = "'" + text.replace("'", "''").replace("\n", "\n\n    ") + "'"
    settings = (lay(root) / "auditctl.yaml").read_text("utf-8")
    settings = settings.replace("name: Backup and restore", f"name: {quoted}").replace(
        "name: Ann Audit", f"name: {quoted}"
    )
    audit = (
        f"title: {quoted}\nlegacy: {{from: 2025-01-05, to: 2025-01-06, lead: ann-audit, processes: all}}\n"
    )
    more = {"auditctl.yaml": settings, "audits/old/audit.yaml": audit}
    return load(lay(root, files(f"opened: 2026-10-14\n{CAUSE}{ACTIONS}") | more), DAY)


TAGS = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "text"}


@pytest.mark.parametrize("text", [*HOSTILE, '" onload="x', "a | b || c", "]]></svg><b>"])
def test_nothing_that_people_write_leaves_a_picture(tmp_path: Path, text: str) -> None:
    known = hostile(tmp_path, text)
    for name in VIEWS:
        pictures = drawn(said(known, name))
        assert len(pictures) == 1
        for svg in pictures:
            assert {element.tag for element in svg.iter()} <= TAGS
            assert not [key for element in svg.iter() for key in element.attrib if key.startswith("on")]


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "last_audits"])
def test_in_markdown_the_same_numbers_stand_in_a_table(lodos: Repository, name: str) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("js-default").parse(said(lodos, name, format_="md"))
    assert [token.type for token in tokens].count("table_open") == 1
    written = [token.content for token in tokens if token.type == "inline"]
    shown = [cell for row in cells(said(lodos, name)) for cell in row]
    assert [cell for cell in written if cell.isdigit()] == [cell for cell in shown if cell.isdigit()]

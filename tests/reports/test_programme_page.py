"""The report of a programme as a page: pictures that say what their tables say, broken by nothing people write."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from hostile import HOSTILE
from pages import Page, assert_well_made
from small_programme import EVERY_STATE, HEAD, WITHOUT
from small_programme_report import only, report


def test_the_page_is_self_contained_and_marked_up_with_care(tmp_path: Path) -> None:
    page = assert_well_made(report(tmp_path, "html"))
    assert page.tags.count("svg") == 3
    pictures = [attrs for tag, attrs in page.elements if tag == "svg"]
    assert all(attrs["role"] == "img" for attrs in pictures)
    assert page.tags.count("title") == 1 + 3
    assert page.tags.count("desc") == 3
    ids = {attrs.get("id") for _, attrs in page.elements}
    named = [name for attrs in pictures for name in str(attrs["aria-labelledby"]).split()]
    assert set(named) <= ids
    filled = re.findall(r'fill="url\(#([\w-]+)\)"', report(tmp_path, "html"))
    assert set(filled) <= ids


def test_the_pictures_say_the_same_as_their_tables(tmp_path: Path) -> None:
    page = report(tmp_path, "html")
    described = re.search(r'<desc id="time-line-text">(.*?)</desc>', page)
    assert described
    assert described[1].startswith("Old one: held, 2026-02-03; forgotten: late, 2026-03-02; ")
    assert len(described[1].split("; ")) == 9
    clauses, controls = re.findall(r'<desc id="cover-\d-text">(.*?)</desc>', page)
    assert clauses == "audited in time: 30"
    assert sum(int(part.rpartition(" ")[2]) for part in controls.split("; ")) == 93
    letters = re.findall(r'<text class="small"[^>]*>(A\.\d\.\d+) ([APON])</text>', page)
    assert len(letters) == 93
    assert ("A.8.13", "A") in letters


@pytest.mark.parametrize("more", [EVERY_STATE, only(HEAD), only(HEAD.replace("2026-12-31", "9999-12-31"))])
def test_nothing_is_drawn_outside_of_a_picture(tmp_path: Path, more: dict[str, str]) -> None:
    page = report(tmp_path, "html", more)
    for width, height, drawn in re.findall(r'<svg viewBox="0 0 (\d+) (\d+)"(.*?)</svg>', page, re.DOTALL):
        body = re.sub(r"<defs>.*?</defs>", "", drawn, flags=re.DOTALL)
        boxes = re.findall(
            r'<rect class="[\w ]+" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', body
        )
        assert boxes
        for x, y, wide, high in boxes:
            assert float(x) + float(wide) <= float(width)
            assert float(y) + float(high) <= float(height)


def test_of_hundreds_of_audits_the_picture_has_a_row_a_state(tmp_path: Path) -> None:
    days = [f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}" for number in range(300)]
    entries = "".join(
        f"  z{number:03}: {{planned: {{from: {day}, to: {day}}}}}\n" for number, day in enumerate(days)
    )
    page = report(tmp_path, "html", only(f"{HEAD}audits:\n{entries}"))
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert int(re.findall(r'viewBox="0 0 \d+ (\d+)"', picture)[0]) < 300
    assert picture.count('<rect class="part') == 301
    assert re.search(r"<desc[^>]*>\d+ scheduled; 1 \w+; \d+ late</desc>", picture)
    assert page.count('<th scope="row">z') == 300


def hostile(text: str) -> dict[str, str]:
    """Return a programme that says the same hostile thing wherever people may write."""
    quoted = "'" + text.replace("'", "''").replace("\n", "\n\n        ") + "'"
    settings = WITHOUT.replace("name: Backup and restore", f"name: {quoted}")
    programme = f"""\
{HEAD}title: {quoted}
objectives: [{quoted}]
methods: {quoted}
responsibilities: {quoted}
planning: {quoted}
reporting: {quoted}
risks: [{quoted}]
details: {quoted}
audits:
  z:
    title: {quoted}
    planned: {{from: 2026-05-05, to: 2026-05-05}}
    processes: [backup]
    why: {quoted}
    postponed: [{{to: 2026-11-05, by: mia-chief, date: 2026-05-01, why: {quoted}}}]
    cancelled: {{by: mia-chief, date: 2026-05-02, why: {quoted}}}
revisions: [{{by: mia-chief, date: 2026-05-01, why: {quoted}}}]
reviews: [{{by: mia-chief, date: 2026-05-01, result: {quoted}}}]
"""
    return {"auditctl.yaml": settings, "programmes/year.yaml": programme}


MORE = [
    "a | b || c",
    "`` ` unbalanced",
    "{{ 7*7 }} {% raw %} {#",
    "</style></svg><svg onload=alert(1)>",
    '" onclick="x',
]
CALM = "calm words"


@pytest.mark.parametrize("text", [*HOSTILE, *MORE])
def test_nothing_that_people_write_changes_the_page(tmp_path: Path, text: str) -> None:
    calm = Page(report(tmp_path, "html", hostile(CALM)))
    page = Page(report(tmp_path, "html", hostile(text)))
    assert page.open == []
    for tag in (
        "script",
        "style",
        "img",
        "svg",
        "title",
        "desc",
        "section",
        "h1",
        "h2",
        "h3",
        "meta",
    ):
        assert page.tags.count(tag) == calm.tags.count(tag), tag
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    schemes = [str(attrs.get("href")).partition(":")[0] for tag, attrs in page.elements if tag == "a"]
    assert not [scheme for scheme in schemes if scheme in {"javascript", "data", "vbscript", "tel"}]


@pytest.mark.parametrize("text", [*HOSTILE, *MORE])
def test_nothing_that_people_write_changes_the_markdown(tmp_path: Path, text: str) -> None:
    def shape(written: str) -> list[str]:
        tokens = MarkdownIt("js-default", {"html": True}).parse(written)
        inline = [child.type for token in tokens for child in token.children or []]
        assert not {"html_block", "html_inline", "image"} & {*inline, *(token.type for token in tokens)}
        return [token.tag for token in tokens if token.type in {"heading_open", "th_open", "td_open"}]

    own = text if text.count("|") < 6 else "a | b"  # a table in prose is a table
    assert shape(report(tmp_path, "md", hostile(own))) == shape(report(tmp_path, "md", hostile(CALM)))

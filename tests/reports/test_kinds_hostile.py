"""Nothing that people write changes the shape of any kind of report."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from hostile_records import TEXTS, hostile_records
from pages import Page
from small_kinds import made
from small_report import RAISED

TAGS = ("script", "style", "img", "svg", "article", "section", "table", "td", "h1", "h2", "h3", "h4", "meta")
KINDS = ("summary", "plan", "capa", "review")


def shape(text: str) -> list[str]:
    """Return the elements of Markdown, in which there may be neither HTML nor an image."""
    tokens = MarkdownIt("js-default", {"html": True}).parse(text)
    inline = {child.type for token in tokens for child in token.children or []}
    assert not {"html_block", "html_inline", "image"} & {*inline, *(token.type for token in tokens)}
    return [token.tag for token in tokens if token.type in {"heading_open", "th_open", "td_open"}]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_people_write_changes_a_report(tmp_path: Path, kind: str, text: str) -> None:
    calm, page = (Page(made(tmp_path, kind, hostile_records(said), "html")) for said in ("calm words", text))
    assert page.open == []
    for tag in TAGS:
        assert page.tags.count(tag) == calm.tags.count(tag), tag
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    assert all(str(attrs["href"]).startswith("#") for tag, attrs in page.elements if tag == "a")
    assert shape(made(tmp_path, kind, hostile_records(text))) == shape(
        made(tmp_path, kind, hostile_records("calm words"))
    )


def test_a_record_of_nearly_a_megabyte_is_no_burden(tmp_path: Path) -> None:
    long = "word " * 190_000
    more = {
        "audits/a/report.yaml": f"summary: {long}\nissued: {{by: mia-chief, date: 2026-10-12}}\n",
        "audits/a/findings/f.yaml": f"title: {'x' * 900_000}\ngrade: major\nprocess: backup\nrequirements: [A.8.13]\n{RAISED}\n",
    }  # fmt: skip
    assert len(made(tmp_path, "summary", more)) < 5_000
    assert "x" * 900_000 in made(tmp_path, "review", more)

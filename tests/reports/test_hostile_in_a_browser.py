"""Nothing that people write runs, loads, leads out of a page or changes its shape, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import opened
from hostile_page import MORE, hostile_page
from hostile_records import TEXTS, hostile_records
from lodos_pages import PAGES
from small_kinds import made

ALL = "\n".join([*TEXTS, *MORE, "\u00a0", "</main></div></body></html>"])  # fmt: skip
SHAPE = """() => Object.fromEntries(["main", "section", "article", "header", "footer", "table", "tr", "td", "th", "svg",
  "h1", "h2", "h3", "h4", "dl", "dt", "style", "meta", "body > *"].map(tag => [tag, document.querySelectorAll(tag).length]))"""


def written(root: Path, text: str) -> Path:
    root.mkdir(exist_ok=True)
    path = root / "page.html"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("kind", PAGES)
def test_nothing_that_people_write_is_more_than_text(browser: Browser, tmp_path: Path, kind: str) -> None:
    calm, hostile = (
        written(tmp_path / name, made(tmp_path / name, kind, hostile_records(text), "html"))
        for name, text in (("calm", "calm words"), ("hostile", ALL))
    )
    with opened(browser, calm) as it:
        shape = it.page.evaluate(SHAPE)
    with opened(browser, hostile) as it:
        assert it.page.evaluate(SHAPE) == shape
        assert it.dangers == []
        assert it.width_beyond(360) == 0
        said = it.page.locator("body").inner_text()
        assert it.happened == []
    assert "<script>alert(1)</script>" in said or kind == "conformity", "which quotes nobody"


def test_a_finding_that_says_everything_says_it_as_text(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path, hostile_page(tmp_path, "word " * 150_000))) as it:
        assert it.happened == []
        assert it.dangers == []
        assert it.width_beyond(360) == 0
        said = it.page.locator("article").first.inner_text()
    for words in ("{{ 7*7 }}", "[click](javascript:alert(1))", "<!-- swallowed", "a|b `c`", "deep", "🇹🇷"):
        assert words in said

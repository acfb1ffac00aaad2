"""Every kind of report in a real browser: for everybody to read, on a phone and on paper, and nothing but a page."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from browser import Opened, opened, violations
from lodos_pages import NAMES, page


@pytest.fixture(scope="module", params=NAMES)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page") / f"{request.param}.html"
    made.write_text(page(request.param), "utf-8")
    return made


@pytest.fixture(scope="module")
def shown(browser: Browser, path: Path) -> Iterator[Opened]:
    with opened(browser, path) as it:
        yield it


def test_axe_finds_nothing_light_and_dark(browser: Browser, path: Path) -> None:
    assert violations(browser, path) == []


def test_it_asks_for_nothing_says_nothing_and_runs_nothing(shown: Opened) -> None:
    assert shown.happened == []
    assert shown.dangers == []


def test_it_fits_a_phone(shown: Opened) -> None:
    assert shown.width_beyond(360) == 0


def test_a_table_wider_than_a_phone_scrolls_by_itself(shown: Opened) -> None:
    shown.page.set_viewport_size({"width": 360, "height": 800})
    boxes = shown.page.locator(".scroll")
    assert boxes.evaluate_all("all => all.every(one => one.tabIndex === 0)"), "for those without a mouse"
    assert boxes.evaluate_all("all => all.every(one => one.getBoundingClientRect().right <= 360)")


def test_it_prints(shown: Opened, path: Path) -> None:
    read = PdfReader(BytesIO(shown.page.pdf(prefer_css_page_size=True)))
    width, height = (float(side) * 25.4 / 72 for side in read.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    assert (len(read.pages) == 1) == path.stem.startswith("summary-"), "others have several pages"
    first, last = (" ".join(read.pages[at].extract_text().split()) for at in (0, -1))
    assert " ".join(shown.page.locator("h1").inner_text().split()) in first
    assert len(first) > 400, "the first page is no empty one"
    assert f"{len(read.pages)} / {len(read.pages)}" in last

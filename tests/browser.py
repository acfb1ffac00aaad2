"""A real browser, and what happens when it opens a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from installed import package, program

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe-core about colours."""
DANGERS = """() => [...document.querySelectorAll("*")].flatMap(element => [
  ...(element.matches("script, iframe, frame, object, embed, form, link, base, applet, portal") ? [element.outerHTML] : []),
  ...[...element.attributes].filter(one => one.name.startsWith("on") || one.name === "srcdoc"
    || ["href", "xlink:href", "src", "action", "background"].includes(one.name)
      && !one.value.startsWith("#") && !one.value.startsWith("data:image/")).map(one => `${one.name}=${one.value}`),
])"""


@contextmanager
def chromium() -> Iterator[Browser]:
    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Opened:
    """A page, with everything that it asked for, said, raised or popped up."""

    page: Page
    happened: list[str] = field(default_factory=list)

    @property
    def dangers(self) -> list[str]:
        """What could run, load or lead out of the page: elements, and attributes with their value."""
        return list(self.page.evaluate(DANGERS))

    def width_beyond(self, width: int) -> int:
        """Return by how many pixels the page is wider than a window of that width; what scrolls by itself is not."""
        self.page.set_viewport_size({"width": width, "height": 800})
        return int(self.page.evaluate("document.documentElement.scrollWidth")) - width


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[Opened]:
    """Open a page as anybody would; the page itself is the one request that is not told."""
    page = browser.new_page()
    shown = Opened(page)

    def dismissed(dialog: Dialog) -> None:
        shown.happened.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.on("console", lambda message: shown.happened.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: shown.happened.append(f"error: {error}"))
    page.on("request", lambda request: shown.happened.append(f"request: {request.url}"))
    page.goto(path.as_uri())
    assert shown.happened.pop(0) == f"request: {path.as_uri()}"
    yield shown
    page.close()


def violations(browser: Browser, path: Path) -> list[str]:
    """Return what axe-core finds wrong with a page; only here the page's own policy is put aside.

    Everything is looked at in the light, and in the dark what has to do with colours, which is all that it changes.
    """
    page = browser.new_page(bypass_csp=True)
    page.goto(path.as_uri())
    page.evaluate(_axe())
    found = [*_violations(page, "light", {}), *_violations(page, "dark", {"runOnly": COLOURS})]
    page.close()
    return found


def _violations(page: Page, scheme: Literal["light", "dark"], only: dict[str, list[str]]) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    result = page.evaluate("only => axe.run({resultTypes: ['violations'], elementRef: false, ...only})", only)
    return [
        f"{scheme}: {rule['id']}: {node['html']}" for rule in result["violations"] for node in rule["nodes"]
    ]


@cache
def _axe() -> str:
    return package("axe-core/axe.min.js").read_text("utf-8")

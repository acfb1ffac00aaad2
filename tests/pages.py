"""Pages of HTML as a reader of their source would look at them."""

import re
from html.parser import HTMLParser
from itertools import pairwise


class Page(HTMLParser):
    """The elements of a page in order, with what a reader of its source would worry about."""

    VOID = frozenset({"meta", "br", "img", "rect", "circle", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} closes nothing"
        assert self.open.pop() == tag

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def assert_well_made(text: str, language: str = "en") -> Page:
    """Return the page of a report, self-contained and marked up with care, in its language."""
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "iframe", "object", "form"} & set(page.tags)
    assert [attrs.get("src") for tag, attrs in page.elements if tag == "img"] == []
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text), "styles load nothing"
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
    assert ("html", {"lang": language}) in page.elements
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption")
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.elements if tag == "th")
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [str(attrs["href"])[1:] for tag, attrs in page.elements if tag == "a"]
    assert set(targets) <= set(ids)
    return page

"""PDF of a report: its HTML page on tagged A4 pages (PDF/UA-1), laid out by WeasyPrint.

Nothing is fetched: what the page does not carry itself as `data:` is left out. The same page gives the same bytes,
as long as WeasyPrint and the fonts of the machine are the same.
"""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from hashlib import sha256
from itertools import islice
from typing import Any

from auditctl import __version__
from auditctl.errors import AuditctlError
from auditctl.reports.pdf_page import arrange, prepared
from auditctl.reports.remarks import Remark, ignored

CONTENTS = ".toc a::after { content: leader('.') target-counter(attr(href), page); }"
"""The pages in the contents, which a browser cannot know."""
MOST_SHOWN = 20
"""Characters without a letter that a remark names."""


class NoWeasyPrint(AuditctlError):
    def __init__(self) -> None:
        super().__init__(
            "a PDF is laid out by WeasyPrint, which is not installed",
            "pip install 'auditctl[pdf]', or write the report as HTML and print it from a browser",
        )


class NoPango(AuditctlError):
    """WeasyPrint is there, but not a library of the system that it sets text with."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"WeasyPrint misses a library of the system: {why.splitlines()[0]}",
            "install Pango: `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` (Debian, Ubuntu), "
            "`dnf install pango` (Fedora), `brew install pango` (macOS); or print the HTML from a browser",
        )


def pdf(page: str, families: Sequence[str] = (), remark: Remark = ignored) -> bytes:
    """Return the PDF of a page; it says what is left out and which of the font families are not there.

    Raises NoWeasyPrint and NoPango.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - an extra

    with _heard(remark):
        html = weasyprint.HTML(string=prepared(page), url_fetcher=URLFetcher(allowed_protocols=("data",)))
        arrange(html.etree_element)
        laid_out = html.render(pdf_variant="pdf/ua-1", stylesheets=[weasyprint.CSS(string=CONTENTS)])
        data: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(page))
    used = {font.family.casefold() for font in laid_out.fonts.values()}
    for family in families:
        if family.casefold() not in used and not _is_installed(family):
            others = ", ".join(sorted({font.family for font in laid_out.fonts.values()}))
            remark(f"the font {family!r} is not installed on this machine; the PDF is set in {others}")
    return data


def _is_installed(family: str) -> bool:
    """Whether a line that asks for a family is set in it; it can be installed and be asked for by nothing on a page."""
    weasyprint = _weasyprint()
    line = f'<style>p {{ font-family: "{family}" }}</style><p>a</p>'
    laid_out = weasyprint.HTML(string=line).render()
    laid_out.write_pdf()  # only then it knows its fonts
    return family.casefold() in {font.family.casefold() for font in laid_out.fonts.values()}


def _identifier(page: str) -> bytes:
    """Return what tells this document from every other, and whose it is."""
    return f"auditctl {__version__} {sha256(page.encode()).hexdigest()[:32]}".encode()


def _weasyprint() -> Any:
    """Import WeasyPrint; what it prints where a library is missing does not belong among the bytes of a report."""
    try:
        with redirect_stdout(sys.stderr):
            import weasyprint  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise NoWeasyPrint from error
    except OSError as error:
        raise NoPango(str(error)) from error
    return weasyprint


class _Heard(logging.Handler):
    """Takes what WeasyPrint says that a reader of the PDF should know."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(logging.WARNING)
        self.remark = remark
        self.boxes: dict[str, None] = {}
        """Characters without a letter in any font, in their order."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or str(record.msg).startswith("Font-face"):
            self.remark(f"left out of the PDF: {record.getMessage()}")
        elif str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self.boxes[str(record.args[0])] = None

    def finish(self) -> None:
        if self.boxes:
            shown = "".join(islice(self.boxes, MOST_SHOWN))
            self.remark(f"no font on this machine has the characters {shown}; in the PDF they are boxes")


@contextmanager
def _heard(remark: Remark) -> Iterator[None]:
    log = logging.getLogger("weasyprint")
    handler = _Heard(remark)
    log.addHandler(handler)
    try:
        yield
        handler.finish()
    finally:
        log.removeHandler(handler)

"""Takes the first page of every report of the example as a picture, to be looked at before goldens are accepted.

python docs/report_screens.py FOLDER

Each kind is taken in English and Turkish, as a phone, a desk and a sheet of paper show it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from auditctl.reports.kinds import KINDS, OfAudit
from auditctl.reports.language import CODES

LODOS = Path(__file__).parent.parent / "examples" / "lodos"
SIZES = {"phone": (390, 844), "desk": (1280, 900), "paper": (658, 964)}
"""Width and height in pixels; `paper` is A4 within its margins."""


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for name, page in pages():
            path = folder / f"{name}.html"
            path.write_bytes(page)
            take(browser, path)
        browser.close()


def chromium() -> str | None:
    """Return where Chromium is; where it is not, Playwright takes its own."""
    return shutil.which("chromium")


def pages() -> Iterator[tuple[str, bytes]]:
    """Yield every report of the example with its name, such as `audit-tr`."""
    for kind in KINDS.values():
        audit = ["2026-main"] if isinstance(kind, OfAudit) else []
        for code in CODES:
            command = [sys.executable, "-m", "auditctl", "-C", str(LODOS), "--as-of", "2026-11-20", "report"]
            asked = [*audit, "--kind", kind.name, "--format", "html", "--lang", code]
            done = subprocess.run([*command, *asked], capture_output=True, check=True)
            yield f"{kind.name}-{code}", done.stdout


def take(browser: Browser, path: Path) -> None:
    """Write a picture of each size beside a page."""
    for size, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.emulate_media(media="print" if size == "paper" else "screen")
        page.goto(path.as_uri())
        page.screenshot(path=path.with_name(f"{path.stem}-{size}.png"))
        page.close()


if __name__ == "__main__":
    main()

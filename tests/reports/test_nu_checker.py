"""The Nu HTML checker has nothing to say about any page, nor about one that says everything."""

import json
import subprocess
from pathlib import Path

from hostile_page import hostile_page
from installed import package, program
from lodos_pages import NAMES, page


def said_by_nu(folder: Path) -> list[str]:
    """Return errors and warnings on the HTML and CSS of the pages in a folder, all looked at by one process."""
    checker = [program("java"), "-jar", str(package("vnu-jar/build/dist/vnu.jar"))]
    asked = ["--format", "json", "--stdout", "--no-langdetect"]
    done = subprocess.run(
        [*checker, *asked, *map(str, folder.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(one['url']).name}: {one['type']}: {one['message']}: {one.get('extract')}" for one in messages
    ]


def test_the_nu_checker_has_nothing_to_say(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.html").write_text(page(name), "utf-8")
    (tmp_path / "hostile.html").write_text(hostile_page(tmp_path / "hostile"), "utf-8")
    assert said_by_nu(tmp_path) == []


def test_it_looks_at_html_and_css(tmp_path: Path) -> None:
    text = "<!doctype html><html lang=en><title>A</title><style>p { colour: red }</style><p id=a id=b>"
    (tmp_path / "a.html").write_text(text, "utf-8")
    assert len(said_by_nu(tmp_path)) == 2

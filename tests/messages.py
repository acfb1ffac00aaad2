"""The message catalogues: taken from templates and code, brought up to date, compiled. `make messages` runs it.

    python tests/messages.py

New phrases arrive untranslated, which `tests/reports/test_messages.py` reports until a translator has filled them in;
phrases that no longer occur are dropped.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from auditctl.reports.words import WORDS
from auditctl.rules.registry import registry

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "src" / "auditctl" / "locales"
TEMPLATE = LOCALES / "messages.pot"
LANGUAGES = ("tr",)
TEMPLATES = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
CODE = {"phrase": None, "counted": (1, 2)}
SOURCES = (
    (ROOT / "templates" / "report", "**.j2", "jinja2", TEMPLATES),
    (ROOT / "src" / "auditctl", "**.py", "python", CODE),
)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The same phrases give the same bytes."""


def catalogue(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "auditctl.po"


def compiled(language: str) -> Path:
    return catalogue(language).with_suffix(".mo")


def extracted() -> Catalog:
    """Return every phrase of the templates and of the code; with their kind as context words and rules."""
    found = Catalog(project="auditctl", version="", msgid_bugs_address="", creation_date=UNDATED, fuzzy=False)
    found.header_comment = "# The phrases of the reports of auditctl."
    for folder, names, method, keywords in SOURCES:
        for path, _, message, _, context in extract_from_dir(folder, [(names, method)], keywords=keywords):
            place = (folder / path).relative_to(ROOT).as_posix()
            found.add(message, locations=[(place, 0)], context=context)
    for kind, words in WORDS.items():
        for word in words.values():
            found.add(word, locations=[("src/auditctl/reports/words.py", 0)], context=kind)
    for rule in registry().values():
        found.add(rule.summary, locations=[(f"tests/rules/{rule.code}.md", 0)], context="rule")
    return found


def read(language: str) -> Catalog:
    with catalogue(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the catalogue of a language with the phrases that there are now."""
    held = read(language)
    held.update(extracted(), no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    held.obsolete.clear()
    return held


def written(held: Catalog) -> bytes:
    """Return a catalogue as it stands in its file: sorted, with the files of a phrase but no lines."""
    file = io.BytesIO()
    write_po(file, held, width=116, sort_output=True, include_lineno=False)
    return file.getvalue()


def translated(held: Catalog) -> bytes:
    """Return a compiled catalogue."""
    file = io.BytesIO()
    write_mo(file, held)
    return file.getvalue()


def main() -> None:
    TEMPLATE.write_bytes(written(extracted()))
    for language in LANGUAGES:
        held = updated(language)
        catalogue(language).write_bytes(written(held))
        compiled(language).write_bytes(translated(held))


if __name__ == "__main__":
    main()

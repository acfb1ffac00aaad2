"""An edit shown whole: the file before, `=>`, the file after."""

from auditctl.source.editor import Edit, edited
from auditctl.source.reader import Document

Shown = tuple[Edit, str]


def after(text: str, *edits: Edit, path: str = "record.yaml") -> str:
    """Return a file after edits."""
    return edited(Document(path, text), edits).text


def check(shown: Shown, newline: str = "\n") -> None:
    """Assert that an edit leads from the one text to the other, with lines that end so."""
    edit, texts = shown
    before, expected = (part.replace("\n", newline) for part in texts.split("=>\n"))
    assert after(before, edit) == expected

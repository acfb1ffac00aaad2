"""The commented text that opens in an editor, and the record that comes back from it."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from auditctl.source.reader import contents
from auditctl.source.text import visible
from auditctl.writing.layout import Field, Weight
from auditctl.writing.render import record_text

NOTE = "#|"
WIDTH = 100
_NOTES = re.compile(rf"(?:{re.escape(NOTE)}[^\n]*\n)+")


def template_text(fields: Iterable[Field], data: Mapping[str, Any], notes: Iterable[str]) -> str:
    """Return what is known so far with every other field as a comment, below notes that are left out of the record."""
    told = [
        f"{NOTE} {line}\n"
        for note in notes
        for line in textwrap.wrap(visible(note), WIDTH, subsequent_indent="  ")
    ]
    return record_text(fields, data, head="".join(told), template=True)


def record_of(fields: Iterable[Field], draft: str, head: str) -> str:
    """Return the text of the record that stands in a draft: without the notes and the rare fields left empty."""
    text = _NOTES.sub("", draft, count=1) if draft.startswith(NOTE) else draft
    for field in fields:
        if field.weight is Weight.rare:
            text = re.sub(
                rf"^# {re.escape(f'{field.key}:  # {field.comment}')}\r?\n", "", text, flags=re.MULTILINE
            )
    if contents("record.yaml", text.encode())[1] != contents("draft.yaml", draft.encode())[1]:
        raise AssertionError("the record does not say what the draft does")
    return text if head in text else head + text

"""The last look at a redacted pack: whatever brought it in, nobody on record is named in any file of it."""

import io
import re
import zipfile
from collections.abc import Iterator

from auditctl.pack.archive import Item
from auditctl.pack.pseudonyms import Pseudonyms
from auditctl.pack.redaction import CannotRedact
from auditctl.reports.kinds import BINARY

_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+")
"""Pictures and fonts within a page."""


def require_nameless(names: Pseudonyms, item: Item) -> None:
    """Raise CannotRedact where the name of a file or its text still names somebody: an own template can.

    What a PDF says stands in the HTML of the same report, its letters in no order that could be searched.
    """
    for text in (item.name, *_texts(item)):
        left = next(names.left(text), None)
        if left:
            raise CannotRedact(item.name, f"it still names {', '.join(sorted(left.people))}")
        if names.left_mail(text):
            raise CannotRedact(item.name, "it still holds an address of somebody on record")


def _texts(item: Item) -> Iterator[str]:
    if not isinstance(item.held, bytes):
        return
    ending = item.name.rpartition(".")[2]
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(item.held)) as parts:
            yield from (
                parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))
            )
    elif ending not in BINARY:
        yield _EMBEDDED.sub("", item.held.decode("utf-8", "replace"))

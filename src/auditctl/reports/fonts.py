"""The fonts of a report: families that its readers have, or files of the repository that it carries in itself."""

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from auditctl.errors import AuditctlError
from auditctl.model.settings import ReportFonts
from auditctl.reports.own_files import own_file

KINDS = {
    ".woff2": ("woff2", (b"wOF2",)),
    ".woff": ("woff", (b"wOFF",)),
    ".ttf": ("truetype", (b"\0\1\0\0", b"true")),
    ".otf": ("opentype", (b"OTTO",)),
}
"""Files of fonts by their ending: what CSS calls them, and how they begin."""
_FAMILY = re.compile(r"\w[\w .+&’'-]{0,63}\Z")
_VARIABLE = re.compile(r"\[|variable|-vf\b", re.IGNORECASE)
"""How the names of files say that one holds every weight."""


class NoFont(AuditctlError):
    """A font of the settings cannot be used."""

    def __init__(self, use: str, given: str, why: str) -> None:
        super().__init__(
            f"report.fonts.{use} in auditctl.yaml: {given} cannot be used: {why}",
            f"name a family such as Georgia, or a file of the repository that ends in {', '.join(KINDS)}, up to 1 MiB",
        )


@dataclass(frozen=True, slots=True)
class Face:
    """A font that a page carries: its family, weight and slope, its bytes as a data URI, and the form of them."""

    family: str
    weight: str
    slope: str
    uri: str
    form: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families of text, headings and code, empty where the page chooses, and the faces that it carries.

    `asked` are the families that the machine must have.
    """

    text: str = ""
    headings: str = ""
    code: str = ""
    faces: tuple[Face, ...] = ()
    asked: tuple[str, ...] = ()


def fonts(root: Path, given: ReportFonts) -> Fonts:
    """Return the fonts that the settings ask for; raises NoFont."""
    faces: list[Face] = []
    asked: list[str] = []

    def family(use: str, value: str | None, own: str, weight: str) -> str:
        if not value:
            return ""
        if not _is_file(value):
            _require_family(use, value)
            asked.append(value)
            return value
        faces.append(_face(root, use, value, own, weight=weight))
        return own

    text = family("text", given.text, "Report Text", "400")
    headings = family("headings", given.headings, "Report Headings", "100 900")
    code = family("code", given.code, "Report Code", "400")
    for use, value, weight, slope in (
        ("bold", given.bold, "700", "normal"),
        ("italic", given.italic, "400", "italic"),
    ):
        if value:
            if not _is_file(value) or text != "Report Text":
                raise NoFont(use, value, "it goes with a file in `text`, and is a file too")
            faces.append(_face(root, use, value, text, weight=weight, slope=slope))
    return Fonts(text, headings, code, tuple(faces), tuple(dict.fromkeys(asked)))


def _is_file(value: str) -> bool:
    return "/" in value or PurePosixPath(value).suffix.lower() in KINDS


def _require_family(use: str, value: str) -> None:
    if not _FAMILY.match(value):
        raise NoFont(use, repr(value), "that is no name of a font family")


def _face(root: Path, use: str, path: str, family: str, *, weight: str, slope: str = "normal") -> Face:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in KINDS:
        raise NoFont(use, path, f"the file of a font ends in {', '.join(KINDS)}")
    form, beginnings = KINDS[suffix]
    try:
        data = own_file(root, path)
    except ValueError as error:
        raise NoFont(use, path, str(error)) from None
    if not data.startswith(beginnings):
        raise NoFont(use, path, f"it is no {form} font")
    held = "100 900" if _VARIABLE.search(PurePosixPath(path).name) else weight
    return Face(family, held, slope, f"data:font/{suffix[1:]};base64,{b64encode(data).decode()}", form)

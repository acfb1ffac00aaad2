"""The logo of a report: a picture of the repository, checked to be one, as a data URI."""

import zlib
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from auditctl.errors import AuditctlError
from auditctl.reports.own_files import own_file
from auditctl.reports.svg import NotSvg, harmless_svg

MOST_PIXELS = 25_000_000
"""A picture of more is a bomb for whatever decodes it."""
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of JPEG that say how large the picture is."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN = 0xDA


class NoPicture(AuditctlError):
    """The logo of the settings cannot be used."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"report.logo in auditctl.yaml: {path} cannot be used: {why}",
            "name a PNG, JPEG or SVG file of the repository, up to 1 MiB, or leave `logo` out",
        )


def logo(root: Path, path: str) -> str:
    """Return the logo as a data URI; raises NoPicture."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in KINDS:
        raise NoPicture(path, f"a logo ends in {', '.join(KINDS)}")
    kind, checked = KINDS[suffix]
    try:
        data = checked(own_file(root, path))
    except ValueError as error:
        raise NoPicture(path, str(error)) from None
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _png(data: bytes) -> bytes:
    """Return the bytes of a PNG; ValueError for a file that is none, or is damaged or cut off."""
    if not data.startswith(_PNG):
        raise ValueError("it is no PNG picture")
    kinds: list[bytes] = []
    at = len(_PNG)
    while at < len(data) and kinds[-1:] != [b"IEND"]:
        length = int.from_bytes(data[at : at + 4], "big")
        kind, end = data[at + 4 : at + 8], at + 8 + length
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big") or end + 4 > len(
            data
        ):
            raise ValueError("the PNG picture is damaged or cut off")
        if not kinds:
            _require_size(
                int.from_bytes(data[at + 8 : at + 12], "big"), int.from_bytes(data[at + 12 : at + 16], "big")
            )
        kinds.append(kind)
        at = end + 4
    if kinds[:1] != [b"IHDR"] or kinds[-1:] != [b"IEND"] or b"IDAT" not in kinds:
        raise ValueError("the PNG picture is damaged or cut off")
    return data[:at]


def _jpeg(data: bytes) -> bytes:
    """Return the bytes of a JPEG; ValueError for a file that is none, or is damaged or cut off."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("it is no JPEG picture")
    at, is_sized = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - each marker begins so
        marker = data[at + 1]
        if marker == 0xFF or marker in _ALONE:  # noqa: PLR2004 - a byte that fills
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004
            continue
        if marker in _FRAMES:
            _require_size(
                int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
            )
            is_sized = True
        if marker == _SCAN:
            break
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if not is_sized or b"\xff\xd9" not in data[at:]:
        raise ValueError("the JPEG picture is damaged or cut off")
    return data


def _require_size(width: int, height: int) -> None:
    if not width or not height or width * height > MOST_PIXELS:
        raise ValueError(f"it has {width} by {height} pixels")


def _svg(data: bytes) -> bytes:
    """Return a harmless SVG; ValueError for a file that is none."""
    try:
        return harmless_svg(data.decode("utf-8-sig")).encode()
    except UnicodeDecodeError:
        raise NotSvg("it is no SVG picture in UTF-8") from None


KINDS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    ".png": ("png", _png),
    ".jpg": ("jpeg", _jpeg),
    ".jpeg": ("jpeg", _jpeg),
    ".svg": ("svg+xml", _svg),
}

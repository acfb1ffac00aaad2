"""Pictures: drawings as PNG with what their title and description say, and the logo."""

import re
from base64 import b64decode
from dataclasses import replace
from io import BytesIO

from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Emu
from lxml.html import HtmlElement

from auditctl.reports.docx.elements import EMU_PER_TWIP, legal, made
from auditctl.reports.docx.inline import pieces, settled, text
from auditctl.reports.docx.shape import Place
from auditctl.reports.docx.writer import Writer
from auditctl.reports.svg import harmless_svg

EMU_PER_PIXEL = 9525
"""A pixel of CSS is a 96th of an inch."""
SCALE = 1.2
"""Drawings are set a fifth larger than their own pixels, as on the page."""
FINE = 3
"""Pixels of the PNG for one of the drawing."""
TALLEST = 820
"""Pixels of CSS; what were taller would not fit on a page with its caption."""
LOGO = (192, 56)
"""Pixels of CSS that a logo has room in."""
_DATA = re.compile(r"data:image/(svg\+xml|png|jpeg);base64,([A-Za-z0-9+/=]+)\Z")
_VIEW = re.compile(r'viewBox="\s*[\d.+-]+[\s,]+[\d.+-]+[\s,]+([\d.]+)[\s,]+([\d.]+)')
DRAWING = "data-drawing"
"""The attribute of an image that stands for a drawing: its number."""


def figure(writer: Writer, element: HtmlElement, place: Place) -> None:
    """Write a drawing, and below it a caption: what the page says there, else its title."""
    drawing = next(element.iter("img"), None)
    if drawing is None or not _picture(writer, drawing, place):
        return
    note = element.find("figcaption")
    line = settled(pieces(note)) if note is not None else settled(text(drawing.get("title")))
    writer.caption("Figure", line, place)
    writer.release()


def image(writer: Writer, element: HtmlElement, place: Place) -> None:
    """Write a picture that stands on its own, such as the logo."""
    _picture(writer, element, replace(place, style="Report Note"))


def _picture(writer: Writer, element: HtmlElement, place: Place) -> bool:
    """Write a picture as a paragraph of its own; one that cannot be drawn is remarked, and False."""
    alternative = element.get("alt") or ""
    try:
        data, width, height = _drawn(writer, element, place)
        inline = writer.document.part.new_pic_inline(BytesIO(data), Emu(width), Emu(height))
    except (ValueError, UnrecognizedImageError) as error:
        writer.remark(f"a picture is left out of the Word document ({alternative}): {error}")
        return False
    inline.docPr.set("name", f"Picture {inline.docPr.id}")
    inline.docPr.set("descr", legal(alternative))
    style = "Report Picture" if element.get(DRAWING) else place.style
    writer.write([], replace(place, style=style)).append(made("w:r", made("w:drawing", inline)))
    return True


def _drawn(writer: Writer, element: HtmlElement, place: Place) -> tuple[bytes, int, int]:
    """Return the bytes of a picture, its width and its height in EMU; ValueError where it cannot be drawn."""
    number = element.get(DRAWING)
    if number:
        return _png(writer.drawings[int(number)], place.width * EMU_PER_TWIP / EMU_PER_PIXEL, TALLEST, SCALE)
    given = _DATA.match(element.get("src") or "")
    if given is None:
        raise ValueError("it does not stand in the page itself")
    data = b64decode(given[2])
    if given[1] == "svg+xml":
        return _png(data.decode(), *LOGO, 100)
    from docx.image.image import Image  # noqa: PLC0415

    found = Image.from_blob(data)
    factor = min(LOGO[0] / found.px_width, LOGO[1] / found.px_height)
    return data, int(found.px_width * factor * EMU_PER_PIXEL), int(found.px_height * factor * EMU_PER_PIXEL)


def _png(drawing: str, widest: float, tallest: float, scale: float) -> tuple[bytes, int, int]:
    """Return a drawing as PNG, with its size in EMU: scaled, but within the room."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - an extra

    picture = harmless_svg(drawing)
    width, height = _size(picture)
    factor = min(scale, widest / width, tallest / height)
    data = svg_to_bytes(svg_string=picture, width=round(width * factor * FINE), background="#ffffff")
    return bytes(data), int(width * factor * EMU_PER_PIXEL), int(height * factor * EMU_PER_PIXEL)


def _size(picture: str) -> tuple[float, float]:
    """Return the size of a drawing in its own pixels."""
    view = _VIEW.search(picture)
    width, height = (float(view[1]), float(view[2])) if view else (0, 0)
    if not width or not height:
        raise ValueError("it has no size (`viewBox`)")
    return width, height

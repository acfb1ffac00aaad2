"""How a report looks: its accent colour, readable on light and dark, its logo and its fonts."""

import re
from dataclasses import dataclass

from auditctl.errors import AuditctlError
from auditctl.reports.fonts import Fonts, fonts
from auditctl.reports.logo import logo
from auditctl.repository import Repository

DEFAULT_ACCENT = "#1f5f8b"
LIGHT, DARK = "#ffffff", "#15181d"
"""Backgrounds of the page; `style.css` names the same."""
READABLE = 4.5
"""Contrast of text that WCAG 2.2 asks for at level AA (1.4.3)."""
LINEAR = 0.04045
"""Up to this, a part of an sRGB colour is linear in its light."""
_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
Rgb = tuple[float, float, float]


class NoColor(AuditctlError):
    def __init__(self, given: str) -> None:
        super().__init__(
            f"report.accent {given!r} is no colour", "write #rgb or #rrggbb, quoted, in auditctl.yaml"
        )


@dataclass(frozen=True, slots=True)
class Look:
    """Accent on a light and on a dark page, the logo as a data URI or nothing, and the fonts."""

    accent: str
    accent_on_dark: str
    logo: str
    fonts: Fonts


def look(repository: Repository) -> Look:
    """Return the look that the settings ask for; raises NoColor, NoPicture and NoFont."""
    settings = repository.settings.report
    accent = settings.accent or DEFAULT_ACCENT
    if not _COLOR.match(accent):
        raise NoColor(accent)
    return Look(
        readable(accent, LIGHT),
        readable(accent, DARK),
        logo(repository.root, settings.logo) if settings.logo else "",
        fonts(repository.root, settings.fonts),
    )


def readable(color: str, background: str) -> str:
    """Return the colour, moved away from the background as far as text in it needs."""
    end: Rgb = (0, 0, 0) if _luminance(_rgb(background)) > _luminance(_rgb("#767676")) else (1, 1, 1)
    start = _rgb(color)
    for step in range(21):
        red, green, blue = (at + (to - at) * step / 20 for at, to in zip(start, end, strict=True))
        if contrast(_hex((red, green, blue)), background) >= READABLE:
            return _hex((red, green, blue))
    return _hex(end)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (high + 0.05) / (low + 0.05)


def _rgb(color: str) -> Rgb:
    digits = color[1:] if len(color) > len("#rgb") else "".join(digit * 2 for digit in color[1:])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def _hex(color: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in color)


def _luminance(color: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Drawings as a reader looks at them: nothing leaves the picture, no words lie on others or on a pattern."""

from dataclasses import dataclass
from itertools import combinations
from math import isfinite

from auditctl.reports.language import Language, language_of
from auditctl.reports.pictures.drawing import WIDTH, Drawing, Words
from auditctl.reports.pictures.lettering import lettered, width

LANGUAGES = [language_of("en"), language_of("tr")]


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Area") -> bool:
        across = self.left < other.right - 0.1 and other.left < self.right - 0.1
        return across and self.top < other.bottom - 0.1 and other.top < self.bottom - 0.1


def area(words: Words, language: Language) -> Area:
    """Return where words stand in a language, as wide as the widest font sets them."""
    wide = width(lettered(words, language), words.size)
    left = {"start": words.x, "middle": words.x - wide / 2, "end": words.x - wide}[words.anchor]
    return Area(left, words.y - words.size * 0.8, left + wide, words.y + words.size * 0.25)


def assert_sound(drawing: Drawing) -> None:
    for language in LANGUAGES:
        _assert_sound(drawing, language)


def _assert_sound(drawing: Drawing, language: Language) -> None:
    whole = Area(0, 0, WIDTH, drawing.height)
    boxes = [Area(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.boxes]
    dots = [
        Area(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)
        for dot in drawing.dots
    ]
    points = [point for path in (*drawing.grid, *drawing.lines) for point in path.points]
    words = [(item, area(item, language)) for item in drawing.words]
    for held in (*boxes, *dots, *(place for _, place in words), *(Area(x, y, x, y) for x, y in points)):
        assert all(map(isfinite, (held.left, held.top, held.right, held.bottom))), held
        assert held.left <= held.right
        assert held.top <= held.bottom
        assert whole.left - 0.01 <= held.left, held
        assert held.right <= whole.right + 0.01, held
        assert whole.top <= held.top, held
        assert held.bottom <= whole.bottom + 0.01, held
    for (one, here), (other, there) in combinations(words, 2):
        assert not here.overlaps(there), (lettered(one, language), lettered(other, language))
    filled = [place for box, place in zip(drawing.boxes, boxes, strict=True) if box.fill not in {"", "blank"}]
    for item, place in words:
        if not item.is_backed:
            assert not any(place.overlaps(other) for other in (*filled, *dots)), lettered(item, language)

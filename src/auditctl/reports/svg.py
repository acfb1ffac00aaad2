"""SVG from somewhere else, made harmless: shapes, text and paint of its own, and nothing that acts or is fetched."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

MOST_ELEMENTS = 20_000
DEEPEST = 100
SPACE = "http://www.w3.org/2000/svg"
ELEMENTS = frozenset({
    "a", "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "marker", "mask", "path",
    "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "svg", "symbol", "text", "title", "tspan",
    "use",
})  # fmt: skip
_TARGETS = frozenset({"href", "{http://www.w3.org/1999/xlink}href"})
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+\Z")
_FAR = re.compile(
    r"url\((?!\s*['\"]?#)|@import|image(?:-set)?\(|cross-fade\(|src\(|\\|expression\(|(?:java|vb)script:",
    re.IGNORECASE,
)
"""What leads out of the file from a style or a paint; a backslash could write any of it in another way."""
PAINTS = frozenset({"clipPath", "marker", "mask", "pattern"})
"""What is drawn anew wherever `url(#ID)` asks for it."""
_INHERITED = frozenset({"fill", "stroke", "style", "marker", "marker-start", "marker-mid", "marker-end"})
"""Attributes that count for what stands within, too."""
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
"""What `url(#ID)` may ask for anywhere, as it asks for nothing itself."""
_ASKED = re.compile(r"url\(\s*['\"]?#([^'\")]*)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASSES = re.compile(r"\s*\.[\w-]+(?:\s*,\s*\.[\w-]+)*\s*")
_NAME = re.compile(r"[\w-]+")
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*>")


class NotSvg(ValueError):
    """What cannot be read as one SVG picture; the message says why."""


def harmless_svg(written: str) -> str:
    """Return the picture without scripts, handlers, foreign content and whatever leads out of it.

    Raises NotSvg.
    """
    if "<!ENTITY" in written:
        raise NotSvg("it declares entities")
    try:
        root = ET.fromstring(_DOCTYPE.sub("", written, count=1))  # noqa: S314 - no entities, no doctype
    except ET.ParseError as error:
        raise NotSvg(f"it is no XML ({error})") from None
    if root.tag != f"{{{SPACE}}}svg":
        raise NotSvg("it is no SVG")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS or _depth(root) > DEEPEST:
        raise NotSvg(f"it has more than {MOST_ELEMENTS} elements, or is nested deeper than {DEEPEST}")
    _clean(root)
    _unrepeat(root)
    _require_size(root)
    root.set("xmlns", SPACE)
    return ET.tostring(root, encoding="unicode")


def _require_size(root: ET.Element) -> None:
    """Give a picture that says its size in pixels the view box that programs scale it by."""
    if "viewBox" in root.attrib:
        return
    sides = [re.fullmatch(r"([\d.]+)(?:px)?", root.get(side, "").strip()) for side in ("width", "height")]
    if None in sides:
        raise NotSvg("it says no size (`viewBox`)")
    root.set("viewBox", f"0 0 {' '.join(side[1] for side in sides if side)}")


def _depth(root: ET.Element) -> int:
    depth, level = 0, [root]
    while level:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _clean(element: ET.Element) -> None:
    """Take away what may not stay, and the namespace of the rest."""
    element.tag = element.tag.rpartition("}")[2]
    element.attrib = dict(_attributes(element))
    if element.tag == "style":
        sheet = "".join(element.itertext())
        element[:] = []
        element.text = "" if _FAR.search(sheet) else sheet
    for child in list(element):
        name = child.tag if isinstance(child.tag, str) else ""
        if name.startswith(f"{{{SPACE}}}") and name.rpartition("}")[2] in ELEMENTS:
            _clean(child)
        else:
            element.remove(child)


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name in _TARGETS:
            if value.startswith("#") or (element.tag == "image" and _IMAGE.match(value)):
                yield "href", value
        elif "}" not in name and not name.lower().startswith("on") and not _FAR.search(value):
            yield name, value


def _unrepeat(root: ET.Element) -> None:
    """Take away what is drawn anew within what is drawn anew: a few of them, nested, would draw for ever."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    for element in list(root.iter("use")):
        target = by_id.get((element.get("href") or "#")[1:])
        if target is None or any(True for _ in target.iter("use")):
            _empty(element)
    asking = _Asking(_gradients(root))
    for sheet in root.iter("style"):
        asking.read(sheet)
    within = {
        id(element): element for paint in root.iter() if paint.tag in PAINTS for element in paint.iter()
    }
    for element in within.values():
        target = by_id.get((element.get("href") or "#")[1:]) if element.tag == "use" else None
        if target is not None and any(map(asking.is_by, target.iter())):
            _empty(element)
        asking.take_from(element, element.keys())
    for element in root.iter():
        if id(element) not in within and any(one.tag in PAINTS for one in element.iter()):
            asking.take_from(element, _INHERITED)


def _empty(element: ET.Element) -> None:
    element.tag = "g"
    element.attrib = {}


def _gradients(root: ET.Element) -> set[str]:
    """Return the ids that only gradients have."""
    held = {element.get("id", "") for element in root.iter() if element.tag in GRADIENTS}
    return held - {element.get("id", "").strip() for element in root.iter() if element.tag not in GRADIENTS}


@dataclass(slots=True)
class _Asking:
    """How elements ask for what is drawn anew: by attributes, and by classes; `gradients` are ids that are not."""

    gradients: AbstractSet[str]
    classes: set[str] = field(default_factory=set)

    def read(self, sheet: ET.Element) -> None:
        """Note the classes whose rules ask; a sheet that asks in another way is emptied."""
        rules = _RULE.findall(sheet.text or "")
        asking = [selector for selector, said in rules if self._is_said(said)]
        if all(map(_CLASSES.fullmatch, asking)) and not self._is_said(_RULE.sub("", sheet.text or "")):
            self.classes.update(_NAME.findall(" ".join(asking)))
        else:
            sheet.text = ""

    def is_by(self, element: ET.Element) -> bool:
        """Whether an element asks."""
        return any(map(self._is_said, element.attrib.values())) or not self.classes.isdisjoint(
            element.get("class", "").split()
        )

    def take_from(self, element: ET.Element, names: Iterable[str]) -> None:
        """Take away the attributes of these names that ask, and the classes that do."""
        for name in list(names):
            if self._is_said(element.get(name, "")):
                del element.attrib[name]
        if not self.classes.isdisjoint(element.get("class", "").split()):
            kept = [one for one in element.get("class", "").split() if one not in self.classes]
            element.set("class", " ".join(kept))

    def _is_said(self, text: str) -> bool:
        return any(asked.strip() not in self.gradients for asked in _ASKED.findall(text))

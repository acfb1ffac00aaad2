"""YAML as people write it: random data laid out at random, with the lines that each value takes.

Left out is what the editor may refuse: a key behind a `?`, a key that stands twice, a list in which a
pair follows quotes without a space (`["a":1]`), and a comment so deep that it would fall to a text in a
block as soon as what stands between them is gone.
"""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

Route = tuple[str | int, ...]
WORDS = ["geri", "yükleme", "test", "of", "the", "İzmir", "office", "it's", "a:b", "c#d", "日本", "8.10"]
AWKWARD = ["no", "12:30", "5.10", "2026-10-06", "", " a ", "# x", "a: b", "- a", "[x", "{y: z}", "it's", 'so "x"', "\\", "~", "null", "x, y", "a #b"]  # fmt: skip
NOTES = ["# note", "# auditctl: ignore[FND003] agreed", "# a: [b", '# "']

keys = st.sampled_from(
    ["title", "grade", "by", "date", "due", "evidence", "actions", "owner", "a.8.13", "no", "ğ"]
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
prose = st.tuples(
    st.lists(st.one_of(phrases, st.just(""), phrases.map("  ".__add__)), min_size=1, max_size=3),
    st.sampled_from(["", "\n", "\n\n"]),
).map(lambda parts: "\n".join(["first", *parts[0], "last"]) + parts[1])
texts = st.one_of(phrases, st.sampled_from(AWKWARD), prose)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), texts, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)
records = st.dictionaries(keys, values, max_size=5)


@dataclass(frozen=True)
class Place:
    """The lines of an entry or item, and those of its value; both ends belong to them."""

    key: int
    first: int
    last: int
    flow: bool = False
    """Whether it stands in brackets."""
    compact: bool = False
    """Whether it begins behind a dash that is not its own."""


@dataclass
class Page:
    """Lines as they are written, and where each route leads."""

    draw: st.DrawFn
    lines: list[str] = field(default_factory=list)
    places: dict[Route, Place] = field(default_factory=dict)
    ends_in_block: bool = False
    """Whether the last line belongs to a text in a block, under which a deeper comment would fall to it."""
    keeps_blanks: bool = False

    def write(self, line: str, *, block: bool = False, keeps: bool = False) -> None:
        self.lines.append(line)
        self.ends_in_block, self.keeps_blanks = block, keeps

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def note(self) -> str:
        """Return a comment to stand behind something."""
        return self.pick("", "", "", "  ") and f"  {self.pick(*NOTES)}"

    def between(self, indent: int) -> None:
        """Write what may stand above an entry: a comment, a blank line."""
        kind = self.draw(st.integers(0, 6))
        if kind == 0 and not self.keeps_blanks and self.lines:
            self.lines.append("")
        if kind <= 1:
            self.lines.append(" " * indent + self.pick(*NOTES))

    def below(self, indent: int) -> None:
        """Write a comment that belongs to what stands above it."""
        if not self.ends_in_block and self.draw(st.integers(0, 7)) == 0:
            self.lines.append(" " * indent + self.pick(*NOTES))


def mapping(page: Page, data: dict[str, Any], route: Route, indent: int, head: str = "") -> None:
    """Write entries; the first one behind `head`, the dash of an item."""
    for number, (key, value) in enumerate(data.items()):
        is_compact = bool(head) and number == 0
        if not is_compact:
            page.between(indent)
        start = head if is_compact else " " * indent
        quote = page.pick("", "", "", "'", '"')
        name = f"{quote}{key}{quote}"
        member(page, value, (*route, key), indent, f"{start}{name}:", compact=is_compact)
        if number < len(data) - 1 or page.draw(st.booleans()):
            page.below(indent + page.pick(0, 1, 2) if number == len(data) - 1 else indent + 1)


def sequence(page: Page, data: list[Any], route: Route, indent: int, head: str = "") -> None:
    for number, value in enumerate(data):
        is_compact = bool(head) and number == 0
        if not is_compact:
            page.between(indent)
        start = head if is_compact else " " * indent
        member(page, value, (*route, number), indent, f"{start}-", compact=is_compact)
        if number < len(data) - 1:
            page.below(indent + 1)


def member(page: Page, value: Any, route: Route, indent: int, marker: str, *, compact: bool) -> None:
    """Write an entry or an item behind its colon or dash."""
    at = len(page.lines)
    is_block = isinstance(value, (dict, list)) and value and page.draw(st.integers(0, 2)) > 0
    if not is_block:
        beside(page, value, route, indent, marker)
        first = at
    elif marker.endswith("-") and page.draw(st.booleans()):
        write = mapping if isinstance(value, dict) else sequence
        head = marker + page.pick(" ", " ", "   ")
        write(page, value, route, len(head), head)
        first = at
    else:
        page.write(marker + page.note())
        may_hang = marker.endswith(":") and isinstance(value, list)
        write = mapping if isinstance(value, dict) else sequence
        write(page, value, route, indent + page.pick(*((0, 2) if may_hang else (1, 2, 4))))
        first = min(place.key for inner, place in page.places.items() if inner[:-1] == route)
    last = max([len(page.lines) - 1 if not is_block else at, *(place.last for inner, place in page.places.items() if inner[: len(route)] == route)])  # fmt: skip
    page.places[route] = Place(at, first, last, compact=compact)


def beside(page: Page, value: Any, route: Route, indent: int, marker: str) -> None:
    """Write a scalar, or a collection in brackets."""
    if value is None:
        text = page.pick("", " ~", " null")
        page.write(f"{marker}{text}{page.note()}")
    elif isinstance(value, str):
        text_value(page, value, indent, marker + page.pick(" ", " ", "   "))
    elif value and page.draw(st.booleans()):
        lines_in_brackets(page, value, route, indent, f"{marker} ")
    else:
        in_place(page, value, route, len(page.lines))
        page.write(f"{marker} {bracketed(page, value)}{page.note()}")


def text_value(page: Page, value: str, indent: int, head: str) -> None:
    deeper = " " * (indent + page.pick(1, 2, 4))
    is_spread = all(word in WORDS for word in value.split(" ")) and " " in value and page.draw(st.booleans())
    if "\n" in value and page.draw(st.booleans()):
        is_kept = value.endswith("\n\n")
        sign = "+" if is_kept else "" if value.endswith("\n") else "-"
        body = value.removesuffix("\n").split("\n")
        page.write(f"{head}|{sign}{page.note()}")
        for line in body:
            page.write(deeper + line if line else "", block=True, keeps=is_kept)
    elif is_spread:
        broken = value.replace(" ", f"\n{deeper}", 1).split("\n")
        style = page.pick("", "'", '"', ">")
        if style == ">":
            page.write(f"{head}>-{page.note()}")
            for line in value.replace(" ", "\n", 1).split("\n"):
                page.write(deeper + line, block=True)
        else:
            quote = (style if style == '"' or "'" not in value else '"') if style else ""
            page.write(f"{head}{quote}{broken[0]}")
            page.write(f"{broken[1]}{quote}{page.note()}")
    else:
        page.write(f"{head}{written(page, value)}{page.note()}")


def written(page: Page, value: str) -> str:
    """Return a text on one line in some style."""
    if value and all(word in WORDS for word in value.split(" ")) and page.draw(st.booleans()):
        return value
    if "\n" not in value and page.draw(st.booleans()):
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def bracketed(page: Page, value: Any) -> str:
    """Return a value on one line."""
    if value is None:
        return str(page.pick("~", "null"))
    if isinstance(value, str):
        return written(page, value)
    space, comma = page.pick("", " "), page.pick("", "", ",", ", ") if value else ""
    inner = ", ".join(pieces(page, value)) + comma
    return f"{{{space}{inner}{space}}}" if isinstance(value, dict) else f"[{space}{inner}{space}]"


def pieces(page: Page, value: Any) -> list[str]:
    if isinstance(value, list):
        return [bracketed(page, item) for item in value]
    return [key if held is None and page.draw(st.booleans()) else f"{key}: {bracketed(page, held)}" for key, held in value.items()]  # fmt: skip


def lines_in_brackets(page: Page, value: Any, route: Route, indent: int, head: str) -> None:
    """Write a collection in brackets with a line for each item."""
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    page.write(f"{head}{opening}{page.note()}")
    steps: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
    inner = pieces(page, value)
    for number, (step, piece) in enumerate(zip(steps, inner, strict=True)):
        comma = "," if number < len(inner) - 1 else page.pick("", ",")
        in_place(page, value[step], (*route, step), len(page.lines))
        page.places[*route, step] = Place(len(page.lines), len(page.lines), len(page.lines), flow=True)
        page.write(f"{' ' * (indent + 2)}{piece}{comma}{page.note()}")
    page.write(f"{' ' * (indent + page.pick(1, 2))}{closing}{page.note()}")


def in_place(page: Page, value: Any, route: Route, at: int) -> None:
    """Note that everything in a value stands on one line."""
    steps: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []  # fmt: skip
    for step in steps:
        page.places[*route, step] = Place(at, at, at, flow=True)
        in_place(page, value[step], (*route, step), at)


@dataclass(frozen=True)
class Handwritten:
    """A record with its text, its data, and the lines of every route."""

    path: str
    text: str
    bom: bool
    data: dict[str, Any]
    places: dict[Route, Place]


@st.composite
def handwritten(draw: st.DrawFn) -> Handwritten:
    data = draw(records)
    page = Page(draw)
    is_markdown = draw(st.integers(0, 4)) == 0
    if is_markdown:
        page.write("---")
    if draw(st.booleans()):
        page.write("# head")
    if data and draw(st.integers(0, 7)) == 0:
        in_place(page, data, (), len(page.lines))
        page.write(bracketed(page, data) + page.note())
    elif data:
        mapping(page, data, (), 0)
    elif draw(st.booleans()):
        page.write("{}" + page.note())
    may_lack_end = not page.ends_in_block
    if is_markdown:
        page.lines += ["---", "", "Prose # with: [signs", ""]
        data = {**data}
        data.pop("details", None)
    end = "" if may_lack_end and draw(st.booleans()) else "\n" if page.lines else ""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = ("\n".join(page.lines) + end).replace("\n", newline)
    return Handwritten("a.md" if is_markdown else "a.yaml", text, draw(st.booleans()), data, page.places)

"""Each value of each sealed record and each byte of evidence, changed one at a time: all found; layout: nothing found."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from auditctl.analysis.seal_differences import differences
from auditctl.model.seal import PARTS, later_keys
from auditctl.repository import Repository, load
from auditctl.repository.attachments import digest
from auditctl.source.hashes import HashNote
from auditctl.source.nodes import Node, Route
from auditctl.source.reader import read
from small_repository import auditctl
from small_sealed import ENV, lay_issued

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
TODAY = date(2026, 11, 20)
FOLDERS = ("workpapers", "evidence", "findings")


@dataclass(frozen=True)
class Place:
    """A value that a seal holds: its file, its route there, and where it stands in the text."""

    path: str
    route: Route
    start: int
    end: int
    is_block: bool


def sealed_files(root: Path, audit: str) -> list[Path]:
    folder = root / "audits" / audit
    found = [folder / f"{part}.yaml" for part in PARTS]
    found += [path for name in FOLDERS for path in sorted((folder / name).glob("*.*"))]
    return [path for path in found if path.is_file()]


def sealed_values(root: Path, audit: str) -> Iterator[Place]:
    """Yield every scalar of every sealed record that is not left out."""
    for path in sealed_files(root, audit):
        relative = path.relative_to(root).as_posix()
        reading = read(relative, path.read_bytes())
        assert reading.root is not None
        name = path.stem if path.parent.name == audit else f"{path.parent.name}/{path.stem}"
        for route, node in scalars(reading.root):
            inner = route[1:] if name == "audit" and route[0] in PARTS[1:] else route
            record = str(route[0]) if inner is not route else name
            if inner[0] not in later_keys(record) and node.value is not None:
                text = reading.document.text[node.start : node.end]
                yield Place(relative, route, node.start, node.end, is_block=text[:1] in {"|", ">"})


def scalars(node: Node, route: Route = ()) -> Iterator[tuple[Route, Node]]:
    if node.kind == "map":
        for key, entry in node.value.items():
            yield from scalars(entry.value, (*route, key))
    elif node.kind == "seq":
        for index, item in enumerate(node.value):
            yield from scalars(item, (*route, index))
    else:
        yield route, node


def changed(text: str, place: Place) -> str:
    """Return a text with one more character in a value."""
    value = text[place.start : place.end]
    if value[:1] in {'"', "'"}:
        return text[: place.end - 1] + "7" + text[place.end - 1 :]
    end = place.start + len(value.rstrip())
    return text[:end] + "7" + text[end:]


def found(repository: Repository, audit: str) -> list[str]:
    """Return what the seal tells; a part that no longer is what its model says is an error of reading instead."""
    held = repository.audits[audit]
    told = [item.name for item in differences(repository, held, partial(digest, repository))]
    return told + [hit.code for hit in repository.problems if hit.code.startswith(("SYN", "SCH"))]


def require_each_found(root: Path, audit: str, places: list[Place]) -> None:
    assert not found(load(root, TODAY, None, {audit}), audit)
    for place in places:
        overlay = {place.path: changed((root / place.path).read_text("utf-8"), place).encode()}
        assert found(load(root, TODAY, overlay, {audit}), audit), f"{place.path} {place.route}"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("sealed"))


def test_every_value_of_every_record_is_held(sealed: Path) -> None:
    places = list(sealed_values(sealed, "a"))
    assert len(places) > 100
    require_each_found(sealed, "a", places)


@pytest.mark.slow
def test_every_value_of_the_example_is_held() -> None:
    places = list(sealed_values(LODOS, "2026-main"))
    assert len(places) > 800
    # one in nine each time, other ones every time that the example changes
    chosen = random.Random(len(places)).sample(places, len(places) // 9)  # noqa: S311 - no secret
    require_each_found(LODOS, "2026-main", chosen)


def test_every_file_of_the_example_is_held_to_the_byte(tmp_path: Path) -> None:
    root = tmp_path / "lodos"
    shutil.copytree(LODOS, root)
    before = load(root, TODAY)
    files = sorted((root / "audits/2026-main/evidence/files").rglob("*.*"))
    assert len(files) > 10
    chance = random.Random(7)  # noqa: S311 - no secret
    for file in files:
        data = bytearray(file.read_bytes())
        at = chance.randrange(len(data))
        data[at] ^= 1
        file.write_bytes(bytes(data))
        told = [item.name for item in differences(before, before.audits["2026-main"], HashNote().hashed)]
        assert told == [file.relative_to(root / "audits/2026-main").as_posix()]
        data[at] ^= 1
        file.write_bytes(bytes(data))


def relaid(text: str) -> str:
    """Return the same data with comments, other line ends and blank lines."""
    lines = [f"# audited\n{line}" if line[:1].isalpha() else line for line in text.splitlines(keepends=True)]
    return "".join(lines).replace("\n", "\r\n")


def test_comments_and_line_ends_of_every_record_are_free(sealed: Path) -> None:
    overlay: dict[str, bytes | None] = {}
    for path in sealed_files(sealed, "a"):
        text = path.read_text("utf-8")
        told = text.replace("\n", "\r\n") if path.suffix == ".md" else relaid(text)
        overlay[path.relative_to(sealed).as_posix()] = told.encode()
    assert not found(load(sealed, TODAY, overlay, {"a"}), "a")


def test_the_example_checked_out_with_other_line_ends_holds() -> None:
    overlay: dict[str, bytes | None] = {}
    for audit in ("2026-main", "2026-supplier"):
        for path in [*sealed_files(LODOS, audit), LODOS / "audits" / audit / "SEAL.json"]:
            overlay[path.relative_to(LODOS).as_posix()] = path.read_bytes().replace(b"\n", b"\r\n")
    repository = load(LODOS, TODAY, overlay)
    for audit in ("2026-main", "2026-supplier"):
        assert not differences(repository, repository.audits[audit], partial(digest, repository))


def test_order_quotes_flow_and_files_are_layout(sealed: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(sealed, root)
    folder = root / "audits/a"
    (folder / "findings/labels.yaml").write_text(
        'number: "OFI-a-01"\nraised:\n    date: "2026-10-06"\n    by: ann-audit\n'
        "evidence:\n- 'register'\nstatement: >-\n  4 of 12 tapes had no label\n  on 2026-10-05\n"
        "requirements: ['A.8.13']\nsession: backup\nprocess: backup\ngrade: 'ofi'\ntitle: Tapes could be labelled\n"
        "effect:\n"
    )
    # a part may be a file or a key, a record YAML or Markdown
    for part in ("scope", "team"):
        lines = (folder / f"{part}.yaml").read_text("utf-8").splitlines(keepends=True)
        with (folder / "audit.yaml").open("a") as file:
            file.write(f"{part}:\n{''.join(f'  {line}' for line in lines)}")
        (folder / f"{part}.yaml").unlink()
    (folder / "findings/restore.yaml").rename(folder / "findings/restore.md")
    text = (folder / "findings/restore.md").read_text("utf-8")
    (folder / "findings/restore.md").write_text(f"---\n{text}---\n")
    done = auditctl(root, "verify", "a", env=ENV)
    assert (done.code, done.out.splitlines()[-1]) == (0, "a: 11 records, 2 files, 0 problems")

"""Each value of each sealed record changed, taken out and added to, each byte of evidence, one at a time: all found.

Layout is free: nothing found. Each change is read by itself, in a repository with that file and its digests alone.
"""

import copy
import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from auditctl.analysis.seal_differences import differences
from auditctl.model.seal import FOLDERS, PARTS, SEAL, later_keys
from auditctl.repository import load
from auditctl.repository.attachments import digest
from auditctl.source.hashes import HashNote
from auditctl.source.nodes import Node, Route
from auditctl.source.reader import contents, read
from small_repository import auditctl
from small_sealed import ENV, lay_issued

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
TODAY = date(2026, 11, 20)
MORE = "7"
"""What is added to each value, mapping and list."""


@dataclass(frozen=True)
class Sealed:
    """A file with sealed records in it, and the names of those in the seal."""

    path: str
    data: dict[str, Any]
    text: str
    names: tuple[str, ...]

    def record(self, route: Route) -> str:
        """Return the record that a place belongs to."""
        return str(route[0]) if self.names[0] == PARTS[0] and route[0] in PARTS[1:] else self.names[0]

    def is_held(self, route: Route) -> bool:
        """Whether a seal holds a place."""
        record = self.record(route)
        inner = route[1:] if record != self.names[0] else route
        return not inner or inner[0] not in later_keys(record)


@dataclass(frozen=True)
class Altered:
    """A file as it would be, with the record that has to be named and the place in words."""

    path: str
    text: str
    record: str
    place: str


def sealed_files(root: Path, audit: str) -> list[Path]:
    folder = root / "audits" / audit
    found = [folder / f"{part}.yaml" for part in PARTS]
    found += [path for name in FOLDERS for path in sorted((folder / name).glob("*.*"))]
    return [path for path in found if path.is_file()]


def sealed(root: Path, audit: str) -> Iterator[Sealed]:
    for path in sealed_files(root, audit):
        relative = path.relative_to(root).as_posix()
        document, data, _ = contents(relative, path.read_bytes())
        assert data is not None
        name = path.stem if path.parent.name == audit else f"{path.parent.name}/{path.stem}"
        keys = [key for key in PARTS[1:] if key in data] if name == PARTS[0] else []
        yield Sealed(relative, data, document.text, (name, *keys))


def alterations(file: Sealed) -> Iterator[Altered]:
    """Yield a file with one value changed in its text, one taken out of its data, one added to them, one at a time."""
    tree = read(file.path, file.text.encode()).root
    assert tree is not None
    for route, node in scalars(tree):
        if file.is_held(route) and node.value is not None:
            text = changed(file.text, node)
            yield Altered(file.path, text, file.record(route), f"changed {route}")
    for route, value in places(file.data):
        if route and file.is_held(route) and value is not None:
            yield written(file, route, "taken out")
        if isinstance(value, dict | list) and (not route or file.is_held(route)):
            yield written(file, (*route, "seven" if isinstance(value, dict) else len(value)), "added")


def scalars(node: Node, route: Route = ()) -> Iterator[tuple[Route, Node]]:
    if node.kind == "map":
        for key, entry in node.value.items():
            yield from scalars(entry.value, (*route, key))
    elif node.kind == "seq":
        for index, item in enumerate(node.value):
            yield from scalars(item, (*route, index))
    else:
        yield route, node


def places(value: Any, route: Route = ()) -> Iterator[tuple[Route, Any]]:
    """Yield every value of plain data with its route, also those that hold others."""
    yield route, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in items:
        yield from places(held, (*route, step))


def changed(text: str, node: Node) -> str:
    """Return a text with one more character in a value."""
    value = text[node.start : node.end]
    if value[:1] in {'"', "'"}:
        return text[: node.end - 1] + MORE + text[node.end - 1 :]
    end = node.start + len(value.rstrip())
    return text[:end] + MORE + text[end:]


def written(file: Sealed, route: Route, how: str) -> Altered:
    """Return a file without a place, or with one more, in another layout; a record is YAML or Markdown."""
    data = copy.deepcopy(file.data)
    held: Any = data
    for step in route[:-1]:
        held = held[step]
    if how == "taken out":
        del held[route[-1]]
    elif isinstance(held, list):
        held.append(MORE)
    else:
        held[route[-1]] = MORE
    return Altered(as_yaml(file.path), json.dumps(data), file.record(route), f"{how} {route}")


def as_yaml(path: str) -> str:
    return f"{path.rpartition('.')[0]}.yaml"


@dataclass(frozen=True)
class Alone:
    """A repository with nothing but the digests of one file in its seal; the file itself is laid over it."""

    root: Path
    audit: str

    @classmethod
    def of(cls, root: Path, audit: str, source: Path, file: Sealed) -> "Alone":
        seal = json.loads((source / "audits" / audit / SEAL).read_text("utf-8"))
        seal |= {"records": {name: seal["records"][name] for name in file.names}, "files": {}, "amended": []}
        folder = root / file.path.replace("/", "-") / "audits" / audit
        folder.mkdir(parents=True)
        (folder / SEAL).write_text(json.dumps(seal | {"check": seal["check"] | {"problems": []}}))
        (folder.parent.parent / "auditctl.yaml").write_text("auditctl: 1\nname: Alone\nstandards: [none]\n")
        return cls(folder.parent.parent, audit)

    def found(self, path: str, text: str) -> list[str]:
        """Return the records that `differences` names."""
        repository = load(self.root, TODAY, {path: text.encode()})
        held = repository.audits[self.audit]
        return [item.name for item in differences(repository, held, partial(digest, repository))]


def require_all_found(root: Path, audit: str, tmp_path: Path) -> int:
    """Require that each change of each file is found as that of its record alone, and return how many there were."""
    count = 0
    for file in sealed(root, audit):
        alone = Alone.of(tmp_path, audit, root, file)
        assert alone.found(file.path, file.text) == []
        assert alone.found(as_yaml(file.path), json.dumps(file.data)) == []
        for item in alterations(file):
            count += 1
            assert alone.found(item.path, item.text) == [item.record], f"{item.path} {item.place}"
    return count


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_issued(tmp_path_factory.mktemp("sealed"))


def test_every_value_of_every_record_is_held(small: Path, tmp_path: Path) -> None:
    assert require_all_found(small, "a", tmp_path) > 250


@pytest.mark.slow
@pytest.mark.parametrize(("audit", "least"), [("2026-main", 2000), ("2026-supplier", 200)])
def test_every_value_of_the_example_is_held(audit: str, least: int, tmp_path: Path) -> None:
    assert require_all_found(LODOS, audit, tmp_path) > least


@pytest.mark.slow
@pytest.mark.parametrize("audit", ["2026-main", "2026-supplier"])
def test_the_commands_find_what_is_found_here(audit: str, tmp_path: Path) -> None:
    root = shutil.copytree(LODOS, tmp_path / "lodos")
    chance = random.Random(audit)  # noqa: S311 - no secret
    for how in ("changed", "taken out", "added"):
        file = chance.choice(list(sealed(LODOS, audit)))
        item = chance.choice([item for item in alterations(file) if item.place.startswith(how)])
        (root / file.path).unlink()
        (root / item.path).write_text(item.text, "utf-8")
        told = f"{item.record} changed after the report of {audit} was sealed"
        if (
            how == "taken out"
            and item.record != file.names[0]
            and item.place == f"taken out {(item.record,)}"
        ):
            told = f"{item.record} was sealed with the report of {audit} and is gone"
        for words in (["verify", audit], ["check", "--select", "RPT005"]):
            done = auditctl(root, *words, env={"AUDITCTL_TODAY": f"{TODAY}"})
            assert (done.code, told in done.out) == (1, True), (item, done.out)
        (root / item.path).unlink()
        shutil.copy(LODOS / file.path, root / file.path)


def test_every_file_of_evidence_is_held_to_the_byte(small: Path, tmp_path: Path) -> None:
    count = 0
    for source, audit in ((small, "a"), (LODOS, "2026-main"), (LODOS, "2026-supplier")):
        root = shutil.copytree(source, tmp_path / audit)
        before = load(root, TODAY)
        assert not differences(before, before.audits[audit], HashNote().hashed)
        chance = random.Random(7)  # noqa: S311 - no secret
        for file in sorted((root / f"audits/{audit}/evidence/files").rglob("*.*")):
            count += 1
            whole = bytearray(file.read_bytes())
            at = chance.randrange(len(whole))
            whole[at] ^= 1
            file.write_bytes(bytes(whole))
            told = [item.name for item in differences(before, before.audits[audit], HashNote().hashed)]
            assert told == [file.relative_to(root / "audits" / audit).as_posix()]
            whole[at] ^= 1
            file.write_bytes(bytes(whole))
    assert count > 12


def relaid(text: str) -> str:
    """Return the same data with comments, other line ends and blank lines."""
    lines = [f"# audited\n{line}" if line[:1].isalpha() else line for line in text.splitlines(keepends=True)]
    return "".join(lines).replace("\n", "\r\n")


def test_comments_and_line_ends_of_every_record_are_free(small: Path) -> None:
    overlay: dict[str, bytes | None] = {}
    for path in sealed_files(small, "a"):
        text = path.read_text("utf-8")
        told = text.replace("\n", "\r\n") if path.suffix == ".md" else relaid(text)
        overlay[path.relative_to(small).as_posix()] = told.encode()
    repository = load(small, TODAY, overlay)
    assert not differences(repository, repository.audits["a"], partial(digest, repository))


def test_the_example_checked_out_with_other_line_ends_holds() -> None:
    overlay: dict[str, bytes | None] = {}
    for audit in ("2026-main", "2026-supplier"):
        for path in [*sealed_files(LODOS, audit), LODOS / "audits" / audit / "SEAL.json"]:
            overlay[path.relative_to(LODOS).as_posix()] = path.read_bytes().replace(b"\n", b"\r\n")
    repository = load(LODOS, TODAY, overlay)
    for audit in ("2026-main", "2026-supplier"):
        assert not differences(repository, repository.audits[audit], partial(digest, repository))


def test_order_quotes_flow_and_files_are_layout(small: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(small, root)
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

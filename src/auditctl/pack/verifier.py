"""Checks an audit pack with nothing but Python: `python verify.py` in the unpacked folder, or `python verify.py PACK.zip`.

Every file must have the sha256 that manifest.json gives, none may be missing, none may be there that it does not name.
Evidence that a SEAL.json holds must be what was sealed, or be listed as withheld. That manifest.json itself is genuine
shows whoever gave you the pack: compare its sha256, printed at the end.
"""

import hashlib
import json
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import FileIO
from pathlib import Path
from typing import IO, Any

MANIFEST, SEAL = "manifest.json", "SEAL.json"
Files = dict[str, tuple[int, Callable[[], IO[bytes]]]]
"""The size of each file, and what opens it."""


def plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)  # some systems write letters in another form


def folder_files(root: Path) -> Files:
    paths = {plain(path.relative_to(root).as_posix()): path for path in root.rglob("*") if not path.is_dir()}
    return {name: (path.lstat().st_size, partial(FileIO, path)) for name, path in paths.items()}


def archive_files(archive: zipfile.ZipFile) -> Files:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    found = {plain(info.filename): info for info in infos}
    if len(found) != len(infos):
        sys.exit("some names stand in the archive twice")
    return {name: (info.file_size, partial(archive.open, info)) for name, info in found.items()}


def sha256(open_file: Callable[[], IO[bytes]]) -> str:
    state = hashlib.sha256()
    with open_file() as file:
        while block := file.read(1024 * 1024):
            state.update(block)
    return state.hexdigest()


def problems(found: Files, told: dict[str, Any]) -> Iterator[str]:
    listed = {plain(name): held for name, held in told["files"].items()}
    yield from (name + ": missing" for name in sorted(listed.keys() - found.keys()))
    yield from (name + ": not in the manifest" for name in sorted(found.keys() - listed.keys() - {MANIFEST}))
    for name in sorted(listed.keys() & found.keys()):
        size, open_file = found[name]
        if size != listed[name]["size"] or sha256(open_file) != listed[name]["sha256"]:
            yield name + ": changed"
    withheld = {plain(f"{item['audit']}/{item['file']}") for item in told["withheld"]}
    for audit, report in told["reports"].items():
        yield from (f"{audit}: {words}" for words in report.get("differs", []))
        if f"{audit}/{SEAL}" in found:
            sealed = json.load(found[f"{audit}/{SEAL}"][1]())["files"]
            for name, digest in {plain(f"{audit}/{path}"): digest for path, digest in sealed.items()}.items():
                if name in found and listed.get(name, {}).get("sha256") != digest:
                    yield name + ": not what was sealed"
                elif name not in found and name not in withheld:
                    yield name + ": sealed, and neither here nor withheld"
        elif report["sealed"] and not told["redacted"]:
            yield f"{audit}/{SEAL}: missing, though the report was sealed"


def main(words: list[str]) -> int:
    at = Path(words[0]) if words else Path(__file__).resolve().parent
    try:
        found = folder_files(at) if at.is_dir() else archive_files(zipfile.ZipFile(at))
        manifest = found[MANIFEST][1]().read()
        lines = list(problems(found, json.loads(manifest)))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.exit(f"{at} is no audit pack that can be read: {error!r}")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.stdout.write("".join((line if line.isprintable() else ascii(line)) + "\n" for line in lines))
    sys.stdout.write(f"{len(found) - 1} files, {len(lines)} problem{'' if len(lines) == 1 else 's'}\n")
    sys.stdout.write("sha256 of manifest.json: " + hashlib.sha256(manifest).hexdigest() + "\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

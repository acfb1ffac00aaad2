"""Checks an audit pack with nothing but Python: `python verify.py` in the unpacked folder, or `python verify.py PACK.zip`.

Every file must have the sha256 that manifest.json gives, none may be missing, none may be there that it does not name.
That manifest.json itself is genuine shows whoever gave you the pack: compare its sha256, printed at the end.
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


Files = dict[str, Callable[[], bytes]]


def folder_files(root: Path) -> Files:
    return {path.relative_to(root).as_posix(): path.read_bytes for path in root.rglob("*") if path.is_file()}


def archive_files(archive: zipfile.ZipFile) -> Files:
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    if len(set(names)) != len(names):
        sys.exit("some names stand in the archive twice")
    return {name: partial(archive.read, name) for name in names}


def problems(found: Files, listed: dict[str, Any]) -> Iterator[str]:
    for name in sorted(listed.keys() - found.keys()):
        yield name + ": missing"
    for name in sorted(found.keys() - listed.keys() - {MANIFEST}):
        yield name + ": not in the manifest"
    for name in sorted(listed.keys() & found.keys()):
        if hashlib.sha256(found[name]()).hexdigest() != listed[name]["sha256"]:
            yield name + ": changed"


def main(words: list[str]) -> int:
    at = Path(words[0]) if words else Path(__file__).resolve().parent
    found = folder_files(at) if at.is_dir() else archive_files(zipfile.ZipFile(at))
    if MANIFEST not in found:
        sys.exit(str(at) + ": no " + MANIFEST)
    manifest = found[MANIFEST]()
    told = list(problems(found, json.loads(manifest)["files"]))
    for line in told:
        sys.stdout.write(line + "\n")
    sys.stdout.write(f"{len(found) - 1} files, {len(told)} problems\n")
    sys.stdout.write("sha256 of manifest.json: " + hashlib.sha256(manifest).hexdigest() + "\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A pack held against its manifest and its seals, without unpacking anything."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditctl.errors import AuditctlError
from auditctl.model.seal import NAMESPACE, SEAL, SIGNATURE, Seal
from auditctl.outputs.verify import Verified
from auditctl.pack.archive import file_sha256
from auditctl.pack.reading import NoPack, Opened, opened
from auditctl.pack.told import MANIFEST, VERIFIER, VERSION
from auditctl.source.ssh import EXAMPLE, signed_by
from auditctl.source.text import visible

DIGITS = 12
"""Digits of a sha256 that tell two apart."""


class Unpacked(AuditctlError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{visible(str(folder))} is an unpacked pack, and a pack is checked as it came",
            f"name its zip; or run `python {VERIFIER}` in that folder, which checks what was unpacked",
        )


def is_unpacked(path: Path) -> bool:
    """Whether a folder is a pack that somebody unpacked."""
    return path.is_dir() and (path / MANIFEST).is_file() and (path / VERIFIER).is_file()


def verified_pack(path: Path, allowed: Path | None = None) -> Verified:
    """Return what holds of a pack; `allowed` names the signers that count.

    Raises NoPack, Hostile, and NoOpenSsh where a signature is to be checked.
    """
    pack = opened(path)
    manifest = _manifest(pack)
    found = {name: pack.sha256(name) for name in sorted(pack.files) if name != MANIFEST}
    problems = [*_problems(found, manifest["files"]), *_unsealed(found, manifest), *_differing(manifest)]
    signers: dict[str, str] = {}
    remarks = list(_without_seal(manifest))
    for name in sorted(found):
        if name.endswith(f"/{SEAL}"):
            problems += _against_seal(pack, name, found, manifest)
            _signature(pack, name, allowed, signers, problems, remarks)
    return Verified(
        subject=path.name,
        of="pack",
        records=0,
        files=len(found),
        holds=(*_holds(manifest), *(f"{name} is signed by {signer}" for name, signer in signers.items())),
        problems=tuple(problems),
        remarks=tuple(remarks),
        signer=", ".join(dict.fromkeys(signers.values())),
        sha256=file_sha256(path),
    )


def _manifest(pack: Opened) -> dict[str, Any]:
    """Return the manifest. Raises NoPack for what is none of ours."""
    if MANIFEST not in pack.files:
        raise NoPack(pack.path, f"it has no {MANIFEST}")
    told = _json(pack.read(MANIFEST))
    files = told.get("files")
    if told.get("auditctl_pack") != VERSION or not isinstance(files, dict):
        raise NoPack(pack.path, f"its {MANIFEST} is none that this auditctl knows")
    if not all(isinstance(item, dict) and isinstance(item.get("sha256"), str) for item in files.values()):
        raise NoPack(pack.path, f"its {MANIFEST} names files without sha256")
    return told


def _json(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; ValueError for a key that it has twice, of which readers take one or the other."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands there twice")
    return made


def _problems(found: Mapping[str, str], listed: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(listed.keys() - found.keys()):
        yield f"{name} is missing"
    for name in sorted(found.keys() - listed.keys()):
        yield f"{name} is not in the manifest"
    for name in sorted(listed.keys() & found.keys()):
        if found[name] != listed[name]["sha256"]:
            digests = f"{found[name][:DIGITS]}, the manifest has {listed[name]['sha256'][:DIGITS]}"
            yield f"{name} changed: its sha256 begins with {digests}"


def _holds(manifest: Mapping[str, Any]) -> Iterator[str]:
    audits = manifest.get("audits")
    named = ", ".join(map(str, audits)) if isinstance(audits, list) else "?"
    commit = manifest.get("commit")
    of = f", commit {str(commit)[:DIGITS]}" if commit else ""
    yield f"pack of {named}, as of {manifest.get('as_of')}{of}"
    withheld = manifest.get("withheld")
    if isinstance(withheld, list) and withheld:
        reasons = Counter(str(item.get("why")) for item in withheld if isinstance(item, dict))
        yield "withheld: " + ", ".join(f"{count} ({why})" for why, count in sorted(reasons.items()))


def _unsealed(found: Mapping[str, str], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the seals that the manifest speaks of and that are not there; a redacted pack has none."""
    reports = manifest.get("reports")
    if manifest.get("redacted") is True or not isinstance(reports, dict):
        return
    for audit, report in reports.items():
        name = f"{audit}/{SEAL}"
        if isinstance(report, dict) and report.get("sealed") is True and name not in found:
            yield f"{name} is missing: the report was sealed"


def _differing(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what differed from its seal when it was packed, as the manifest says."""
    reports = manifest.get("reports")
    for audit, report in reports.items() if isinstance(reports, dict) else ():
        told = report.get("differs") if isinstance(report, dict) else None
        for words in told if isinstance(told, list) else ():
            yield f"{audit}: {words}, says {MANIFEST}"


def _without_seal(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is to be known of reports that were issued without a seal."""
    reports = manifest.get("reports")
    for audit, report in reports.items() if isinstance(reports, dict) else ():
        if isinstance(report, dict) and report.get("issued") and report.get("sealed") is not True:
            yield f"the report of {audit} was issued on {report['issued']} without a seal"


def _against_seal(
    pack: Opened, name: str, found: Mapping[str, str], manifest: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the files of evidence that are not what the seal of their audit holds, or are missing and not withheld."""
    folder = name.removesuffix(SEAL)
    files = _json(pack.read(name)).get("files")
    if not isinstance(files, dict):
        yield f"{name} cannot be read"
        return
    listed = manifest.get("withheld")
    withheld = {
        f"{item.get('audit')}/{item.get('file')}"
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict)
    }
    for path, recorded in files.items():
        at = f"{folder}{path}"
        if at not in found and at not in withheld:
            yield f"{at} was sealed when the report was issued, and is neither in the pack nor withheld"
        elif at in found and found[at] != recorded:
            yield f"{at} is not what was sealed when the report was issued"


def _signature(
    pack: Opened,
    name: str,
    allowed: Path | None,
    signers: dict[str, str],
    problems: list[str],
    remarks: list[str],
) -> None:
    signature = name.removesuffix(SEAL) + SIGNATURE
    if signature not in pack.files:
        if allowed:
            remarks.append(f"{name} is not signed")
        return
    if allowed is None:
        remarks.append(
            f"{name} is signed, and nothing here says whose signatures count: --allowed-signers FILE, with a line for "
            f"each who signs: `{EXAMPLE}`"
        )
        return
    try:
        seal = Seal.model_validate(_json(pack.read(name)))
    except ValidationError:
        problems.append(
            f"{signature}: {name} is no seal that this auditctl knows, so nobody can say what it signs"
        )
        return
    told = signed_by(pack.read(name), pack.read(signature), allowed, NAMESPACE, seal.day)
    if told.fault:
        problems.append(f"{signature}: {told.fault}")
    else:
        signers[name] = told.signer

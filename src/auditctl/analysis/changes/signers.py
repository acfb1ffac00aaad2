"""Whose signatures count: a change of `allowed_signers` lets somebody else sign, and is always looked at."""

from collections.abc import Iterator

from auditctl.analysis.changes.change import Change, Changed, Sort
from auditctl.source.signers import Signer, signers
from auditctl.source.ssh import ALLOWED

KIND = "allowed signers"


def of_signers(before: bytes | None, after: bytes | None) -> Iterator[Changed]:
    """Yield what changed in the file, given as it was and is, None where it is not there; comments are no change."""
    old, new = (set(signers(text)) if text is not None else set() for text in (before, after))
    changes = [*_told(sorted(old - new, key=_order), sorted(new - old, key=_order))]
    if before is not None and after is None:
        told = "removed: whose signatures count is said nowhere any more"
        changes.insert(0, Change(Sort.signers_changed, told))
    if changes:
        yield Changed("", KIND, "", ALLOWED, tuple(changes))


def _order(signer: Signer) -> tuple[str, str, str]:
    return signer.name, signer.terms, signer.key


def _told(gone: list[Signer], fresh: list[Signer]) -> Iterator[Change]:
    """Yield how signers differ: one of the same name has another key or other terms."""
    left = [*gone]
    for signer in fresh:
        was = next((one for one in left if one.name == signer.name), None)
        if was is None:
            yield _change(f"{signer.name} may sign{_by(signer)}")
            continue
        left.remove(was)
        if was.key != signer.key:
            yield _change(f"{signer.name} signs by another key: {_key(was)} → {_key(signer)}")
        if was.terms != signer.terms:
            yield _change(
                f"{signer.name} signs on other terms: {was.terms or 'none'} → {signer.terms or 'none'}"
            )
    for signer in left:
        yield _change(f"{signer.name} may sign no more{_by(signer)}")


def _by(signer: Signer) -> str:
    terms = f", {signer.terms}" if signer.terms else ""
    return f" by {_key(signer)}{terms}"


def _key(signer: Signer) -> str:
    return f"key {signer.key}" if signer.key else "no key that can be read"


def _change(told: str) -> Change:
    return Change(Sort.signers_changed, told)

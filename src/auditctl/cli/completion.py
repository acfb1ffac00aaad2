"""Shell completion: names read from the folders, quickly and without ever failing."""

from collections.abc import Iterable
from pathlib import Path


def audits(incomplete: str) -> list[str]:
    """Return the audits whose name contains what was typed."""
    return _fitting(incomplete, (folder.name for folder in _below("audits") if folder.is_dir()))


def programmes(incomplete: str) -> list[str]:
    """Return the programmes whose name contains what was typed."""
    return _recorded("cycles", incomplete)


def findings(incomplete: str) -> list[str]:
    """Return findings as AUDIT/name."""
    records = (record for audit in _below("audits") for record in _children(audit / "findings"))
    return _fitting(incomplete, (f"{record.parent.parent.name}/{record.stem}" for record in records))


def capas(incomplete: str) -> list[str]:
    """Return corrective actions as AUDIT/name, those of the root by name."""
    records = [record for audit in _below("audits") for record in _children(audit / "capas")]
    within = [f"{record.parent.parent.name}/{record.stem}" for record in records]
    return _fitting(incomplete, [*within, *(record.stem for record in _below("capas"))])


def processes(incomplete: str) -> list[str]:
    """Return the processes whose id contains what was typed."""
    return _recorded("processes", incomplete)


def people(incomplete: str) -> list[str]:
    """Return the people whose id contains what was typed."""
    return _recorded("people", incomplete)


def _recorded(part: str, incomplete: str) -> list[str]:
    """Return the ids of a part of the root, wherever it stands."""
    root = _root()
    if root is None:
        return []
    from datetime import date  # noqa: PLC0415 - only completion needs it here

    from auditctl.repository import load  # noqa: PLC0415

    return _fitting(incomplete, getattr(load(root, date.max), part))


def _root() -> Path | None:
    from auditctl.source.files import repository_root  # noqa: PLC0415 - only completion needs it here

    return repository_root(Path())


def _below(folder: str) -> list[Path]:
    root = _root()
    return _children(root / folder) if root else []


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _fitting(incomplete: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if incomplete in name]


def codes(incomplete: str) -> list[str]:
    """Return the codes of the rules."""
    from auditctl.rules.registry import registry  # noqa: PLC0415

    return _fitting(incomplete.upper(), registry())

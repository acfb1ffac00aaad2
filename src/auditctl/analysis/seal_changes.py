"""What became of the seal of an audit from one version to the next."""

from collections.abc import Iterator

from auditctl.analysis.changes.change import Change, Sort
from auditctl.analysis.changes.said import value
from auditctl.analysis.seal_history import unkept
from auditctl.repository.moves import Data

MOST = 6
"""Names that a line lists."""


def of_seal(before: Data | None, after: Data | None) -> Iterator[Change]:
    """Yield how a seal differs from the one before it, both as plain data; None where there is none to read."""
    if before == after:
        return
    if after is None:
        yield Change(Sort.removed, "seal removed, or no longer one that can be read", (), before, None)
        return
    fresh = [item for item in _amended(after) if item not in _amended(before or {})]
    if before is None:
        day = after.get("sealed")
        yield Change(Sort.recorded, f"sealed on {day}: {_counts(after)}", ("sealed",), None, day)
    yield from (_of_amendment(item) for item in fresh)
    if before is not None and (lost := unkept(after, before)):
        more = f" and {len(lost) - MOST} more" if len(lost) > MOST else ""
        told = f"sealed anew, which no amendment explains, as to {value(lost[:MOST])}{more}"
        yield Change(Sort.fact_altered, told, (), before, after)
    elif before is not None and not fresh:
        yield Change(Sort.changed, "sealed anew, with the same digests", (), before, after)


def _of_amendment(item: Data) -> Change:
    records = f" ({value(item['records'])})" if item.get("records") else ""
    told = f"sealed anew after the amendment by {item.get('by')} on {item.get('date')}: {value(item.get('why'))}{records}"
    return Change(Sort.amended, told, ("amended",), None, item)


def _amended(seal: Data) -> list[Data]:
    held = seal.get("amended")
    return [item for item in held if isinstance(item, dict)] if isinstance(held, list) else []


def _counts(seal: Data) -> str:
    records, files = (
        len(held) if isinstance(held := seal.get(key), dict) else 0 for key in ("records", "files")
    )
    told = f"{records} record{'' if records == 1 else 's'}"
    return told + (f" and {files} file{'' if files == 1 else 's'} of evidence" if files else "")

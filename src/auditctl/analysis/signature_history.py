"""The signatures of seals that the history holds, and that no longer lie beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.analysis.seal_history import Held, standing_for
from auditctl.analysis.seal_signature import signature_held
from auditctl.model.record import Record
from auditctl.model.seal import SIGNATURE
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History

_PATH = re.compile(rf"audits/([^/]+)/{re.escape(SIGNATURE)}")


@dataclass(frozen=True, slots=True)
class LostSignature(Held):
    """The last signature that a commit of the history has, of an audit whose seal lies there without one."""

    audit: Audit


def lost_signatures(repository: Repository, history: History) -> Iterator[LostSignature]:
    """Yield each seal that the history knows as signed and that is not signed any more.

    That its seal is gone is told of the seal, and says it of both.
    """
    if ("", "audits") in repository.unread:
        return
    for path in (match for path in history.by_path if (match := _PATH.fullmatch(path))):
        last = next((version for version in history.by_path[path[0]] if version.blob), None)
        audit = standing_for(repository, history, path[1])
        if last and audit and isinstance(audit.seal, Record) and not _is_signed(repository, audit):
            yield LostSignature(last, audit)


def _is_signed(repository: Repository, audit: Audit) -> bool:
    """Whether anything lies there as a signature; what it is worth is told where it is checked."""
    try:
        return signature_held(repository, audit) is not None
    except OSError:
        return True

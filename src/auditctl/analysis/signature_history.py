"""The signatures of seals that the history holds, and that no longer lie beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.analysis.seal_history import commit_in_words, standing_for
from auditctl.analysis.seal_signature import signature_held
from auditctl.model.record import Record
from auditctl.model.seal import SIGNATURE
from auditctl.phrases import Phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History
from auditctl.repository.stretches import Version

_PATH = re.compile(rf"audits/([^/]+)/{re.escape(SIGNATURE)}")


@dataclass(frozen=True, slots=True)
class LostSignature:
    """An audit whose seal lies there without a signature, and the last one that a commit of the history has."""

    audit: Audit
    version: Version

    @property
    def told(self) -> Phrase:
        """The commit in words."""
        return commit_in_words(self.version.commit)

    @property
    def bringing_back(self) -> str:
        """The command that brings it back to where it lay."""
        return f"git checkout {self.version.commit.short} -- {self.version.path}"


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
            yield LostSignature(audit, last)


def _is_signed(repository: Repository, audit: Audit) -> bool:
    """Whether anything lies there as a signature; what it is worth is told where it is checked."""
    try:
        return signature_held(repository, audit) is not None
    except OSError:
        return True

"""What a pack or a seal was held against, as text and as JSON."""

from dataclasses import dataclass
from typing import Any

from auditctl.rules.listing import counted
from auditctl.source.text import visible


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, what holds in a few words, and what does not.

    `signer` is who signed the seal by the allowed signers, `remarks` is what could not be told.
    """

    subject: str
    of: str
    records: int
    files: int
    holds: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    signer: str = ""
    sha256: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.problems


def document(found: Verified) -> dict[str, Any]:
    """Return it as one object of JSON."""
    return {
        "subject": found.subject,
        "of": found.of,
        "sound": found.is_sound,
        "records": found.records,
        "files": found.files,
        "holds": list(found.holds),
        "problems": list(found.problems),
        "remarks": list(found.remarks),
        "signer": found.signer or None,
        "sha256": found.sha256 or None,
    }


def text(found: Verified) -> str:
    """Return a line for each problem, what holds, and the counts at the end."""
    lines = [*found.problems, *found.holds]
    counts = [counted(found.records, "record")] if found.records else []
    counts += [counted(found.files, "file"), counted(len(found.problems), "problem")]
    return "".join(f"{visible(line)}\n" for line in [*lines, f"{found.subject}: {', '.join(counts)}"])

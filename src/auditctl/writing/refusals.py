"""Why a record is not written: one sentence each."""

from auditctl.errors import AuditctlError, UsageError


class Issued(AuditctlError):
    def __init__(self, audit: str, kind: str) -> None:
        super().__init__(
            f"the report of {audit} is issued: no {kind} can be added to it any more",
            "record it in a current audit; what was already known there belongs in an amendment (`auditctl report amend`)",
        )


class Cancelled(AuditctlError):
    def __init__(self, audit: str, kind: str) -> None:
        super().__init__(
            f"{audit} is cancelled: no {kind} can be added to it",
            "record it in the audit that takes its place",
        )


class DoesNotFit(UsageError):
    """What was given contradicts the format, or names what nobody knows."""

    def __init__(self, kind: str, why: str, help_: str = "") -> None:
        super().__init__(f"this {kind} cannot be recorded: {why}", help_ or "nothing was written")


class NoSource(AuditctlError):
    """A file to be copied that cannot be."""

    exit_code = 2

    def __init__(self, path: str, why: str, flag: str = "--file") -> None:
        super().__init__(
            f"{path} cannot be taken as evidence: {why}",
            f"name a regular file with {flag}; nothing was written",
        )

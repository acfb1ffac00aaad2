"""What the elements of the audit process are counted in, and how it is said that so many of all show something."""

from collections.abc import Callable

from auditctl.phrases import Phrase, counted

Unit = Callable[[int, int], Phrase]
"""Says for two numbers that the first of the second show something."""


def of_audits(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s audit", "%(done)s of %(n)s audits", of, done=done)


def of_reports(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s report", "%(done)s of %(n)s reports", of, done=done)


def of_clauses(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s clause", "%(done)s of %(n)s clauses", of, done=done)


def of_programmes(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s programme", "%(done)s of %(n)s programmes", of, done=done)


def of_processes(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s process", "%(done)s of %(n)s processes", of, done=done)


def of_nonconformities(done: int, of: int) -> Phrase:
    return counted("%(done)s of %(n)s nonconformity", "%(done)s of %(n)s nonconformities", of, done=done)


def of_closed(done: int, of: int) -> Phrase:
    return counted(
        "%(done)s of %(n)s closed nonconformity", "%(done)s of %(n)s closed nonconformities", of, done=done
    )

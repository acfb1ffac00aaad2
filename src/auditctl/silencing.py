"""`# auditctl: ignore[CODE] reason`: what a comment keeps quiet, and what is wrong with such comments."""

from collections.abc import Iterable, Iterator

from auditctl.diagnostics import Diagnostic, Location, Silenced
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.repository.silencers import Comment, silencers
from auditctl.rules.registry import registry


def silence(
    repository: Repository, diagnostics: list[Diagnostic], ran: frozenset[str]
) -> tuple[list[Diagnostic], list[Silenced]]:
    """Return what is still said, and what is silenced. `ran` are the codes that were looked for."""
    found = [comment for document in repository.commented for comment in silencers(document)]
    if not found:
        return diagnostics, []
    by_line: dict[tuple[str, int], list[Comment]] = {}
    for comment in found:
        by_line.setdefault((comment.place.path, comment.line), []).append(comment)
    spoken: list[Diagnostic] = []
    silenced: list[Silenced] = []
    for item in diagnostics:
        silencer = _silencer(item, by_line.get((item.location.path, item.location.line), ()))
        if silencer:
            silenced.append(Silenced(item, silencer.reason, silencer.place))
        else:
            spoken.append(item)
    used = {(item.comment, item.diagnostic.code) for item in silenced}
    return spoken + [item for comment in found for item in _faults(comment, used, ran)], silenced


def _silencer(item: Diagnostic, comments: Iterable[Comment]) -> Comment | None:
    if registry()[item.code].is_fixed:
        return None
    return next((comment for comment in comments if item.code in comment.codes and comment.reason), None)


def _faults(comment: Comment, used: set[tuple[Location, str]], ran: frozenset[str]) -> Iterator[Diagnostic]:
    if not comment.reason:
        yield _fault(
            "SUP001",
            comment,
            phrase("a silenced code needs its reason"),
            phrase("write it behind the bracket"),
        )
    for code in comment.codes:
        known = registry().get(code)
        if known is not None and known.is_fixed:
            message = phrase("%(code)s cannot be silenced", code=code)
            yield _fault("SUP003", comment, message, phrase("mend what it reports"))
        elif known is None:
            message = phrase("there is no rule %(code)s to silence", code=repr(code))
            yield _fault("SUP002", comment, message, "`auditctl rules` lists all")
        elif code in ran and comment.reason and (comment.place, code) not in used:
            yield _fault(
                "SUP002",
                comment,
                phrase("%(code)s does not fire here, there is nothing to silence", code=code),
                "take the comment out",
            )
    if not comment.codes:
        yield _fault(
            "SUP002",
            comment,
            phrase("no code stands in the brackets"),
            "write the code to silence, such as ignore[FND003]",
        )


def _fault(code: str, comment: Comment, message: str, help_: str) -> Diagnostic:
    rule = registry()[code]
    return Diagnostic(code, rule.name, rule.severity, rule.told(message), comment.place, help=help_)

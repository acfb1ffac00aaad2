"""Where problems lie for whoever looks from the top of the git repository: an audit repository may be a folder in it."""

from dataclasses import replace

from auditctl.diagnostics import Diagnostic, Label, Location, Outcome, Severity, Silenced

LEVELS = sorted(Severity, reverse=True)
"""The worst first."""


def below(outcome: Outcome, folder: str) -> Outcome:
    """Return an outcome whose paths begin at the folder above; with an empty folder they stay."""
    if not folder:
        return outcome
    return replace(
        outcome,
        diagnostics=tuple(_moved(item, folder) for item in outcome.diagnostics),
        silenced=tuple(
            Silenced(_moved(item.diagnostic, folder), item.reason, _at(item.comment, folder))
            for item in outcome.silenced
        ),
    )


def worst_first(outcome: Outcome) -> list[Diagnostic]:
    """Return what was found, the worst first, each severity in the order of its places."""
    return sorted(outcome.diagnostics, key=lambda item: -item.severity)


def _moved(item: Diagnostic, folder: str) -> Diagnostic:
    related = tuple(Label(_at(label.location, folder), label.text) for label in item.related)
    return replace(item, location=_at(item.location, folder), related=related)


def _at(place: Location, folder: str) -> Location:
    return replace(place, path=f"{folder}/{place.path}")

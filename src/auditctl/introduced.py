"""What a change introduced: the problems that one check has and an earlier one had not."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from auditctl.alone import alone
from auditctl.diagnostics import Diagnostic, Outcome, Severity
from auditctl.fingerprints import Parts, digest, known_by
from auditctl.repository.layout import AUDIT_PARTS, ROOT_PARTS, SETTINGS
from auditctl.repository.moves import names_of
from auditctl.repository.renamed import Renames

Known = dict[str, Severity]
"""How much each problem weighed, by what it is known by; one that lists several things is one of each."""
_Words = Callable[[str], str]


def known(outcome: Outcome, renames: Renames) -> Known:
    """Return what a check found as what a later one is held against, in which records were renamed; it keeps no diagnostic."""
    moved = [
        replace(item, location=replace(item.location, path=renames.path(item.location.path)))
        for item in outcome.diagnostics
    ]
    held: Known = {}
    for marks, item in zip(_marks(moved, renames), outcome.diagnostics, strict=True):
        held |= dict.fromkeys(marks, item.severity)
    return held


def introduced(before: Known, after: Outcome, renames: Renames) -> Outcome:
    """Return the outcome with the problems alone that are new, or weigh more than before; the others count as not shown."""
    found = zip(_marks(after.diagnostics, renames), after.diagnostics, strict=True)
    new = tuple(
        item
        for marks, item in found
        if any(mark not in before or item.severity > before[mark] for mark in marks)
    )
    return replace(after, diagnostics=new, ignored=after.ignored + len(after.diagnostics) - len(new))


def _marks(items: Iterable[Diagnostic], renames: Renames) -> Iterator[list[str]]:
    """Yield what each problem is known by whatever its record is called, and in whatever file it stands.

    One that lists things is known by each of them, wherever the first of them stands: that some are mended makes the
    others no new ones.
    """
    words = _renaming(renames)
    seen: Counter[tuple[str, ...]] = Counter()
    for item in items:
        marks = []
        for parts in _parts(item, words):
            seen[parts] += 1
            marks.append(digest(parts, seen[parts]))
        yield marks


def _parts(item: Diagnostic, words: _Words) -> Iterator[Parts]:
    """Yield what a problem is known by, once for each thing that it lists."""
    place = item.location
    path, above = _whole(names_of(place.path)[0])
    things = alone(item.message)
    mark = (*above, *place.mark) if place.mark and not things else ()
    held = replace(place, path=path, mark=tuple(map(words, mark)), source="" if things else place.source)
    for told in things or (item.message,):
        yield known_by(replace(item, message=words(told), location=held))


def _renaming(renames: Renames) -> _Words:
    """Return what gives every name in a text the new one, wherever the old one may have meant something else too."""
    if not renames.names:
        return str
    names = "|".join(re.escape(name) for name in sorted(renames.names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
    return lambda text: pattern.sub(lambda match: renames.names[match[0]], text)


def _whole(path: str) -> tuple[str, tuple[str, ...]]:
    """Return the file of which a part may also be a key, with the way to it; other files are themselves."""
    folder, _, name = path.rpartition("/")
    part = name.partition(".")[0]
    if not folder and part in ROOT_PARTS:
        return SETTINGS, (part,)
    if folder.startswith("audits/") and folder.count("/") == 1 and part in AUDIT_PARTS:
        return f"{folder}/audit.yaml", (part,)
    return (SETTINGS, ("programmes", part)) if folder == "programmes" else (path, ())

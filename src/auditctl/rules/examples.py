"""Examples of a rule from its case file: the first case that fires and the first clean one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.resources import cases_folder

_COMMIT = re.compile(r"^(Commit of \S+ by \S+\.|Not committed\.)$", re.MULTILINE)
_FENCE = re.compile(r"^```(?:\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A case: its title and its files; `# CODE` at the end of a line marks where the code fires."""

    title: str
    files: tuple[tuple[str, str], ...]
    fires: bool
    marked: frozenset[str] = frozenset()
    """The files in which the code fires."""


def examples(code: str) -> tuple[Example | None, Example | None]:
    """Return an example that fails and one that passes; None where the case files are not at hand."""
    path = cases_folder() / f"{code}.md"
    if not path.is_file():
        return None, None
    cases = [
        _example(part, code) for part in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    ]
    fails = next((case for case in cases if case.fires), None)
    passes = next((case for case in cases if not case.fires), None)
    return fails, passes


def _example(part: str, code: str) -> Example:
    title = part.split("\n", 1)[0].strip()
    files = tuple(_files(part))
    mark = re.compile(
        rf"# (?:[A-Z]{{3}}\d{{3}}\S* )*{code}(?::\w+)?(?: [A-Z]{{3}}\d{{3}}\S*)*$", re.MULTILINE
    )
    marked = frozenset(path for path, body in files if mark.search(body))
    return Example(title, files, bool(marked), marked)


def _files(part: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a case; where it is told in commits, each with its own behind the path."""
    when = ""
    for at, text in enumerate(_COMMIT.split(part)):
        if at % 2:
            when = f" ({text[0].lower()}{text[1:].rstrip('.')})"
        else:
            yield from ((path + when, body) for path, body in _FENCE.findall(text))

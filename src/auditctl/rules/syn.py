"""Reading the files: what the reader finds itself."""

from auditctl.diagnostics import Severity
from auditctl.rules.registry import found_in_reading


@found_in_reading("SYN001", "no-yaml", Severity.error)
def no_yaml() -> None:
    """A file is not well-formed YAML, or a Markdown record has no front matter.

    Why: what cannot be read cannot be judged. Nothing else of the file is looked at until it reads,
    and nothing in it is guessed.

    Fix: look at the place and the hint. Most often a tab indents a line, a text with `: ` in it, or one
    that begins with `@` or `*`, lacks its quotes, or a quote or bracket was never closed.
    """


@found_in_reading("SYN002", "key-twice", Severity.error)
def key_twice() -> None:
    """A mapping holds the same key twice.

    Why: readers of YAML take the first, the last, or refuse the file; two people then see two
    different records in one file.

    Fix: keep the one that holds. The message shows both places.
    """


@found_in_reading("SYN003", "no-plain-yaml", Severity.error)
def no_plain_yaml() -> None:
    """A file uses an anchor, alias, merge key, tag, directive or second document.

    Why: a record says what it says where it stands. A value that is borrowed from another line changes
    when that line changes, and nested aliases can blow a small file up until the reader falls over.

    Fix: write the value out. Where `*`, `&` or `!` belongs to the text, put the text in quotes.
    """


@found_in_reading("SYN004", "too-large", Severity.error)
def too_large() -> None:
    """A file is larger, more deeply nested or has more values than a record needs.

    Why: records are read and reviewed by people. A file beyond 1 MiB, 32 levels or 50,000 values is an
    export, a log or an attack.

    Fix: keep long material in `evidence/files/` and let the evidence record name it.
    """


@found_in_reading("SYN005", "unreadable-characters", Severity.error)
def unreadable_characters() -> None:
    """A file is not UTF-8, or a character in it is invisible but obeyed by programs.

    Why: text in another encoding loses every letter beyond a to z. Control and bidirectional
    characters make a reviewer see something else than what the file says.

    Fix: save the file as UTF-8, the message names the encoding it seems to have; take invisible characters out.
    """


@found_in_reading("SYN006", "merge-conflict", Severity.error)
def merge_conflict() -> None:
    """The markers of an unresolved merge stand in a file.

    Why: somebody still has to decide which side is the fact.

    Fix: keep the side that holds, or what both say together, and take the lines with `<<<<<<<`, `=======`
    and `>>>>>>>` out.
    """


@found_in_reading("SYN007", "lost-text", Severity.warning)
def lost_text() -> None:
    """Text of an unquoted value is read as a comment because a ` #` stands before it.

    Why: in YAML a `#` after a space begins a comment, so the value ends there without anybody noticing.

    Fix: quote the whole value if the `#` belongs to it. If it is a comment, write `# ` with a space.
    """


@found_in_reading("SYN008", "no-file", Severity.error)
def no_file() -> None:
    """A record cannot be opened: no permission, no regular file, or a link out of the repository.

    Why: a folder or pipe in place of a record hides that the record is missing, and what lies outside the
    repository is neither under version control nor meant for its readers.

    Fix: put a regular file there that you may read; copy what a link pointed to.
    """

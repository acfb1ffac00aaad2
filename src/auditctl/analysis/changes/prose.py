"""Prose as it reads: where its lines break within a paragraph says nothing."""

import re

_BLOCK = re.compile(r"\s{2,}|[-*+#>|]|\d+[.)]\s|=+\s*$")
"""How a line of Markdown begins that is no more of the line before."""
_CODE = re.compile(r"^\s*(?:```|~~~)|^(?: {4}|\t)", re.MULTILINE)
_BREAK = re.compile(r"(?: {2,}|\\)$")


def as_it_reads(text: str) -> str:
    """Return a text without the line breaks and blanks that a reader does not see."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    lines = text.replace("\r\n", "\n").strip("\n ").split("\n")
    if _CODE.search(text):
        return "\n".join(lines)
    found = [lines[0]]
    for line in lines[1:]:
        before = found[-1]
        if line.strip() and before.strip() and not (_BLOCK.match(line) or _BREAK.search(before)):
            found[-1] = f"{before} {line}"
        elif line.strip() or before.strip():
            found.append(line)
    return "\n".join(line if _BREAK.search(line) else line.rstrip() for line in found)

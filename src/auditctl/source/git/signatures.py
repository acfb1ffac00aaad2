"""Whether commits are signed, and by whom: asked of git for a few commits, since each asks another program."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditctl.source.git.place import Git

STATES = {
    "G": "good",
    "U": "by an unknown key",
    "X": "good, but expired since",
    "Y": "good, by a key that has expired",
    "R": "good, by a key that was revoked",
    "B": "bad",
    "E": "cannot be checked",
    "N": "none",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of a commit: git's letter for it, its meaning, and who signed with which key."""

    letter: str = "N"
    signer: str = ""
    key: str = ""

    @property
    def state(self) -> str:
        return STATES.get(self.letter, "cannot be checked")

    @property
    def told(self) -> str:
        """What a line of text says of it."""
        if self.letter == "N":
            return "not signed"
        by = f" by {self.signer}" if self.signer else ""
        return f"signature {self.state}{by}"


def signatures(git: Git, commits: Sequence[str], signers: Path | None = None) -> dict[str, Signature]:
    """Return the signature of each commit; `signers` is the file of allowed signers for SSH keys.

    Programs that check are those on the PATH, never those that the repository's configuration names.
    """
    if not commits:
        return {}
    settings = (("gpg.ssh.allowedSignersFile", str(signers) if signers else ""),)
    words = ("log", "--no-walk=unsorted", "--stdin", "-z", "--format=tformat:%H%x00%G?%x00%GS%x00%GK")
    done = git.asked(*words, data="".join(f"{commit}\n" for commit in commits).encode(), settings=settings)
    tokens = [token.decode("utf-8", "replace").strip("\n") for token in done.out.split(b"\0")]
    rows = (tokens[at : at + 4] for at in range(0, len(tokens) - 3, 4))
    return {commit: Signature(letter or "N", signer, key) for commit, letter, signer, key in rows}

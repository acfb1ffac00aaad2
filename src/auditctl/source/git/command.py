"""One call of git that obeys nobody but us.

A repository may come from anywhere, and its configuration can name programs: for the state of files, for differences,
for signatures, for pagers and transports. So every such setting is given on the command line, where it wins; the settings
of the user and the machine, which would change what is printed, and the GIT_* variables are left out. Nothing is fetched,
nothing is written, nobody is asked, and whoever takes too long is stopped.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from auditctl.source.git.refusals import NoGit, TookTooLong

SECONDS = 120.0
"""How long a call may take."""
QUICKLY = 20.0
"""How long a call may take that looks up a name."""
SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "core.fsmonitor": "false",
    "core.untrackedCache": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "core.sshCommand": "false",
    "core.askPass": "",
    "credential.helper": "",
    "diff.external": "",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "diff.renameLimit": "2000",
    "diff.ignoreSubmodules": "none",
    "diff.suppressBlankEmpty": "false",
    "log.showSignature": "false",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "color.ui": "false",
    "i18n.logOutputEncoding": "UTF-8",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
    "fetch.recurseSubmodules": "false",
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.defaultKeyCommand": "",
    "gpg.ssh.revocationFile": os.devnull,
    "gpg.minTrustLevel": "undefined",
}
"""What a repository's own configuration may not decide."""
VARIABLES = {
    "GIT_ADVICE": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}


@dataclass(frozen=True, slots=True)
class Done:
    """How a call ended."""

    code: int
    out: bytes
    err: str


def run(
    folder: Path,
    words: Sequence[str],
    *,
    settings: Sequence[tuple[str, str]] = (),
    data: bytes = b"",
    seconds: float = SECONDS,
    into: IO[bytes] | None = None,
) -> Done:
    """Run git in a folder and return how it ended; `data` is its stdin, `into` takes its stdout.

    Raises NoGit, TookTooLong.
    """
    options = [
        f"--{name}" for name in ("no-pager", "no-optional-locks", "no-replace-objects", "literal-pathspecs")
    ]
    for key, value in (*SETTINGS.items(), *settings):
        options += ["-c", f"{key}={value}"]
    process = subprocess.Popen(
        [program(), *options, *words],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=into or subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TookTooLong(seconds) from None
    finally:
        _end(process)
    return Done(process.returncode, out or b"", err.decode("utf-8", "replace"))


def program() -> str:
    """Return the git of the PATH; one that a folder of the PATH like `.` would lend is none. Raises NoGit."""
    found = shutil.which("git")
    if found is None or not Path(found).is_absolute():
        raise NoGit
    return found


def environment() -> dict[str, str]:
    """Return the environment without what steers git."""
    kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("GIT_")}
    return kept | VARIABLES


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop a process that still runs, with all that it started."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.communicate()


def users_safe_directories(folder: Path) -> list[str]:
    """Return `safe.directory` of the user and the machine: whom they trust is theirs to say.

    Raises NoGit, TookTooLong.
    """
    found: list[str] = []
    for scope in ("--system", "--global"):
        kept = {key: value for key, value in os.environ.items() if not key.upper().startswith("GIT_")}
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"):
            if name in os.environ:
                kept[name] = os.environ[name]
        try:
            done = subprocess.run(
                [program(), "config", scope, "--null", "--get-all", "safe.directory"],
                cwd=folder.anchor,
                env=kept | {"LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=QUICKLY,
            )
        except subprocess.TimeoutExpired:
            raise TookTooLong(QUICKLY) from None
        found += done.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return found

"""A report laid out by a process of its own, which has only so much time and, where the system can, memory.

The templates of a repository are somebody else's program: one that loops for ever or builds a text without end must
not take the machine with it. The process gets the views, finds the templates itself, and answers with the text or
the refusal. What ships with auditctl is laid out without it.
"""

import _thread
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from auditctl.errors import AuditctlError

SECONDS = 5
"""Time of computing that a process has, and as much again for each `BYTES_PER_TIME` of the views."""
MEBIBYTES = 1024
"""Memory that a process has, and as much again for each `BYTES_PER_MEMORY` of the views."""
BYTES_PER_TIME = 1_000_000
BYTES_PER_MEMORY = 20_000_000
GRACE = 2
"""Seconds after which the system ends a process that does not end itself."""
NEARLY = 0.5
"""Seconds that a process which the system ends for its computing may seem to have had less than it was allowed."""
PATIENCE = 5
"""Times the allowed computing, on the clock on the wall, after which a process is given up."""
OWN = "templates"
ANSWER = b"\0auditctl answers\0"
"""What the answer of the process follows; before it stands what the machine's own Python may print."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is laid out: a view and its look through a template of a repository, in a format and a language.

    `unofficial` names the standards whose titles in that language are no official translation.
    """

    root: Path
    name: str
    format: str
    language: str
    report: object
    look: object
    unofficial: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take: seconds of computing and bytes of memory, no more than the system grants this one."""

    seconds: float
    memory: int

    @classmethod
    def of(cls, views: bytes) -> "Limits":
        seconds = SECONDS * (1 + len(views) // BYTES_PER_TIME)
        memory = MEBIBYTES * 1024 * 1024 * (1 + len(views) // BYTES_PER_MEMORY)
        return cls(min(seconds, _granted("RLIMIT_CPU")), int(min(memory, _granted("RLIMIT_AS"))))


def _granted(resource_: str) -> float:
    """Return how much of a resource the system lets a process of ours have at most."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return math.inf
    hard = resource.getrlimit(getattr(resource, resource_))[1]
    return math.inf if hard == resource.RLIM_INFINITY else hard


def has_own_templates(root: Path) -> bool:
    """Whether a repository brings templates of its own."""
    folder = root / OWN
    return folder.is_dir() and any(True for _ in folder.iterdir())


def laid_out_apart(job: Job) -> str:
    """Return the text of a report, laid out by a process of its own; raises what that was refused for."""
    views = pickle.dumps(job)
    limits = Limits.of(views)
    before = _computed()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=pickle.dumps((limits, views)),
            capture_output=True,
            timeout=limits.seconds * PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(limits) from None
    if done.returncode < 0:
        raise _ended(-done.returncode, _computed() - before, limits)
    _, is_answered, answered = done.stdout.partition(ANSWER)
    if done.returncode or not is_answered:
        raise RuntimeError(
            f"the process that lays out own templates failed:\n{done.stderr.decode(errors='replace')}"
        )
    answer: str | AuditctlError = pickle.loads(answered)  # noqa: S301 - written by our own process
    if isinstance(answer, AuditctlError):
        raise answer
    return answer


def _computed() -> float:
    """Return the seconds of computing of the processes that this one has started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _ended(number: int, seconds: float, limits: Limits) -> AuditctlError:
    """Return why there is no answer of a process that a signal has ended after so many seconds of computing."""
    is_time_out = number == getattr(signal, "SIGXCPU", None) or seconds > limits.seconds - NEARLY
    return _too_slow(limits) if is_time_out else _refused(f"the process was ended by signal {number}")


def _too_slow(limits: Limits) -> AuditctlError:
    return _refused(f"a template computes for more than {limits.seconds:.0f} seconds")


def _refused(why: str) -> AuditctlError:
    from auditctl.reports.render import TemplateRefused  # noqa: PLC0415 - it imports this module

    return TemplateRefused(f"{OWN}/", 0, why)


def main() -> None:
    """Be that process: take limits and views from stdin, answer on stdout."""
    from auditctl.reports.render import TemplateRefused, laid_out  # noqa: PLC0415

    limits, views = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    job = pickle.loads(views)  # noqa: S301
    _limit(limits)
    answer: str | AuditctlError
    try:
        answer = laid_out(job)
    except AuditctlError as refusal:
        answer = refusal
    except (KeyboardInterrupt, MemoryError) as error:
        path, line = place_of(error) or (f"{OWN}/", 0)
        answer = TemplateRefused(path, line, _why(error, limits))
    sys.stdout.flush()
    sys.stdout.buffer.write(ANSWER + pickle.dumps(answer))


def _why(error: BaseException, limits: Limits) -> str:
    if isinstance(error, MemoryError):
        return f"a template needs more than {limits.memory // 1024 // 1024} MiB of memory"
    return f"a template computes for more than {limits.seconds:.0f} seconds"


def place_of(error: BaseException, folder: str = f"{OWN}/") -> tuple[str, int] | None:
    """Return the file and line of an own template in which an error arose; None where it arose in none.

    The names of what ships begin with another folder.
    """
    found = None
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename.startswith(folder):
            found = at.tb_frame.f_code.co_filename, _line(at)
        at = at.tb_next
    return found


def _line(at: TracebackType) -> int:
    """Return the line of the template; Jinja puts it in place of that of its code for all but an interruption."""
    template = at.tb_frame.f_globals.get("__jinja_template__")
    return at.tb_lineno if template is None else int(template.get_corresponding_lineno(at.tb_lineno))


def _limit(limits: Limits) -> None:
    """Bound what this process takes: by the system where it can, and by interrupting it at the line where it is."""
    _lower("RLIMIT_CPU", int(limits.seconds) + GRACE)
    _lower("RLIMIT_AS", limits.memory)
    threading.Thread(target=_watch, args=(limits.seconds,), daemon=True).start()


def _lower(resource_: str, wanted: int) -> None:
    """Bound a resource where the system can; one that cannot (memory on macOS) is left as it is."""
    granted = int(min(wanted, _granted(resource_)))
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(getattr(resource, resource_), (granted, granted))


def _watch(seconds: float) -> None:
    while time.process_time() < seconds:
        time.sleep(0.05)
    _thread.interrupt_main()


if __name__ == "__main__":
    main()

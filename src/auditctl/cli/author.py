"""Who is probably at the keyboard: the person whose address git knows, else the lead auditor."""

import os
import subprocess

from auditctl.repository import Audit, Repository

PATIENCE = 5


def likely_auditor(repository: Repository, audit: Audit) -> str:
    """Return the author where they are on the team, else the lead; nothing where nobody leads."""
    author = git_author(repository)
    return author if author in audit.members else audit.team_data.lead or ""


def git_author(repository: Repository) -> str:
    """Return the person one of whose `emails` is the address that git would commit with."""
    address = (os.environ.get("GIT_AUTHOR_EMAIL") or _configured(repository)).strip().casefold()
    fitting = [
        name
        for name, person in repository.people.items()
        if address and address in {email.casefold() for email in person.data.emails}
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _configured(repository: Repository) -> str:
    if not any(person.data.emails for person in repository.people.values()):
        return ""
    command = ["git", "-C", str(repository.root), "config", "--get", "user.email"]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""  # without git there is still the lead auditor
    return done.stdout.decode("utf-8", "replace")

"""Where requirements live: the processes that carry them."""

from auditctl.repository import Repository


def homeless(repository: Repository) -> list[str]:
    """Return requirements in force that belong to no live process, in the order of their catalogues."""
    requirements = repository.requirements
    named = {
        item for process in repository.live_processes(repository.today) for item in process.data.requirements
    }
    return requirements.in_order(requirements.in_force() - requirements.expand(named))


def knows_homes(repository: Repository) -> bool:
    """Whether processes, SoA and settings could all be read, so that an absence is a fact."""
    broken = {part for audit, part in repository.unread if not audit}
    needed = {"processes", "soa", "auditctl"}
    return not any(part in needed or part.startswith("process:") for part in broken)

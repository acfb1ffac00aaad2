"""How nonconformities are named, and what is said where there is none."""

from auditctl.analysis.conformity.parts import Held, Nonconformity


def name(item: Nonconformity) -> str:
    return item.name


def unraised(held: Held) -> str:
    return f"no nonconformity was reported yet{held.within}"

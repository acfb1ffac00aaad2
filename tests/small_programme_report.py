"""The report of the programme of a small repository."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from auditctl.reports.programme import programme_report
from auditctl.reports.render import document
from auditctl.repository import load
from small_programme import EVERY_STATE, WITHOUT
from small_repository import lay

TODAY = date(2026, 10, 6)


def report(root: Path, format_: str = "md", more: Mapping[str, str] = EVERY_STATE, name: str = "year") -> str:
    repository = load(lay(root, more), TODAY)
    return document(repository, "programme", programme_report(repository, repository.cycles[name]), format_)


def only(programme: str) -> dict[str, str]:
    return {"auditctl.yaml": WITHOUT, "programmes/year.yaml": programme}

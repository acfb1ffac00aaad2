"""The pictures of an internal audit report."""

from dataclasses import dataclass

from auditctl.reports.pictures.capa_ageing import CapaAgeing, capa_ageing
from auditctl.reports.pictures.causes import CausesPicture, causes
from auditctl.reports.pictures.findings_by_theme import FindingsByTheme, findings_by_theme
from auditctl.reports.pictures.matrix import Matrix, matrix
from auditctl.repository import Audit, Repository


@dataclass(frozen=True, slots=True)
class AuditPictures:
    """What was found where, how the corrective actions stand, and who might have audited what."""

    themes: FindingsByTheme
    ageing: CapaAgeing
    causes: CausesPicture
    matrix: Matrix


def audit_pictures(repository: Repository, audit: Audit) -> AuditPictures:
    return AuditPictures(
        findings_by_theme(repository, audit),
        capa_ageing(repository, audit),
        causes(repository, audit),
        matrix(repository, audit),
    )

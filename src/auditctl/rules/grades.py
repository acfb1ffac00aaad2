"""Grades in a sentence."""

from auditctl.model.finding import Grade
from auditctl.phrases import phrase

GRADES = {
    Grade.major: phrase("major"),
    Grade.minor: phrase("minor"),
    Grade.ofi: phrase("ofi"),
    Grade.strength: phrase("strength"),
}

"""Findings by grade as one bar of stacked parts."""

from collections.abc import Mapping

from auditctl.reports.pictures.drawing import Code, Drawing, together
from auditctl.reports.pictures.legends import Key, legend
from auditctl.reports.pictures.stacked import BAR, GRADES, bar


def findings_by_grade(counts: Mapping[str, int]) -> Drawing:
    """Return the picture of how many findings there are of each grade; every grade is in the legend."""
    total = sum(counts.values())
    keys = (Key(GRADES[grade], Code("grades", grade), count) for grade, count in counts.items())
    return together([bar(counts, GRADES, 0.5, total), legend(BAR + 14, keys)])

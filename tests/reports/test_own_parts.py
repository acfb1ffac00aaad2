"""Own templates that take the place of a part of ours, and lack what ours ask of them."""

from pathlib import Path

import pytest

from auditctl.reports.render import TemplateRefused
from small_kinds import made
from small_report import FINDINGS
from small_repository import auditctl, lay

PARTS = ["parts.html.j2", "pictures.html.j2", "drawing.html.j2"]
BROKEN = ["", "{% macro other() %}{% endmacro %}", "{% block other %}{% endblock %}", "{% set page = 1 %}"]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_lacks_something_is_named(tmp_path: Path, part: str, broken: str) -> None:
    with pytest.raises(TemplateRefused) as caught:
        made(tmp_path, "audit", FINDINGS | {f"templates/report/{part}": broken}, "html")
    assert caught.value.sentence.startswith(f"templates/report/{part}: ")
    assert "(where auditctl/report/" in caught.value.sentence
    assert "uses it)" in caught.value.sentence


def test_every_own_template_that_took_part_is_named_once(tmp_path: Path) -> None:
    files = {"templates/report/parts.html.j2": "", "templates/report/style.css": "p { color: red }"}
    with pytest.raises(TemplateRefused) as caught:
        made(tmp_path, "audit", FINDINGS | files, "html")
    begin = caught.value.sentence.partition(": ")[0].split(", ")
    assert sorted(begin) == sorted(set(begin))
    assert "templates/report/parts.html.j2" in begin


def test_the_command_line_says_it_in_one_sentence(tmp_path: Path) -> None:
    lay(tmp_path, {**FINDINGS, "templates/report/parts.html.j2": "{% macro other() %}{% endmacro %}"})
    done = auditctl(tmp_path, "report", "a", "-o", "r.html")
    assert (done.code, done.err.count("auditctl: templates/report/parts.html.j2: ")) == (3, 1), done.err
    assert "Traceback" not in done.err


EXTENDING = '{% extends "auditctl/report/summary.html.j2" %}\n'


def test_a_block_that_the_parent_does_not_have_is_named_with_the_one_that_is_meant(tmp_path: Path) -> None:
    own = EXTENDING + "{% block boddy %}ours{% endblock %}"
    with pytest.raises(TemplateRefused) as caught:
        made(tmp_path, "summary", FINDINGS | {"templates/report/summary.html.j2": own}, "html")
    assert caught.value.sentence == (
        "templates/report/summary.html.j2, line 2: auditctl/report/summary.html.j2 has no block 'boddy'; "
        "did you mean 'body'?"
    )


def test_blocks_of_the_parents_parent_and_blocks_within_blocks_have_a_place(tmp_path: Path) -> None:
    own = (
        EXTENDING
        + "{% block body %}<p>{% block within %}ours{% endblock %}</p>{% endblock %}{% block style %}{% endblock %}"
    )
    text = made(tmp_path, "summary", FINDINGS | {"templates/report/summary.html.j2": own}, "html")
    assert "<p>ours</p>" in text

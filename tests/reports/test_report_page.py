"""The report as a page: self-contained, marked up with care, and broken by nothing that people write."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from hostile import HOSTILE
from pages import Page, assert_well_made
from small_report import FINDINGS, ISSUED, RAISED, report


def test_the_page_is_self_contained_and_marked_up_with_care(tmp_path: Path) -> None:
    assert_well_made(report(tmp_path, "html", FINDINGS | ISSUED))


def test_the_picture_says_the_same_as_its_table(tmp_path: Path) -> None:
    text = report(tmp_path, "html")
    said = (
        "Major nonconformities: 1; Minor nonconformities: 1; Opportunities for improvement: 1; Strengths: 1"
    )
    assert f'<desc id="grades-text">{said}</desc>' in text
    assert [float(width) for width in re.findall(r'y="0.5" width="([\d.]+)"', text)] == [89.75] * 4


def hostile(text: str) -> dict[str, str]:
    """Return records that say the same hostile thing wherever people may write."""
    quoted = "'" + text.replace("'", "''").replace("\n", "\n\n") + "'"
    block = "\n  ".join(text.splitlines())
    return {
        "audits/a/findings/f.yaml": f"""\
title: {quoted}
grade: major
requirements: [A.8.13]
statement: |
  {block}
effect: {quoted}
evidence: [e]
{RAISED}
auditee: {{by: olga-ops, date: 2026-10-07, response: agreed, text: {quoted}}}
number: {quoted}
""",
        "audits/a/evidence/e.yaml": f"kind: record\ntitle: {quoted}\nsource: {quoted}\nviewed: {quoted}\n",
        "audits/a/capas/c.yaml": f"findings: [f]\nowner: olga-ops\nactions: {{x: {{what: {quoted}, owner: olga-ops, due: 2026-12-01}}}}\n",
        "audits/a/report.yaml": f"summary: {quoted}\nnot_covered: [{{what: {quoted}, why: {quoted}}}]\nlimitations: {quoted}\n",
    }


MORE = [
    "a | b || c",
    "`` ` unbalanced",
    "{{ 7*7 }} {% raw %} {#",
    "# heading\n## more",
    "</style></script><svg onload=alert(1)>",
    '" onclick="x',
]


@pytest.mark.parametrize("text", [*HOSTILE, *MORE])
def test_nothing_that_people_write_changes_the_page(tmp_path: Path, text: str) -> None:
    calm = Page(report(tmp_path, "html", hostile("calm words")))
    page = Page(report(tmp_path, "html", hostile(text)))
    assert page.open == []
    for tag in ("script", "style", "img", "svg", "article", "section", "h1", "h2", "h3", "h4", "meta"):
        assert page.tags.count(tag) == calm.tags.count(tag), tag
    assert not [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)]
    schemes = [str(attrs.get("href")).partition(":")[0] for tag, attrs in page.elements if tag == "a"]
    assert not [scheme for scheme in schemes if scheme in {"javascript", "data", "vbscript", "tel"}]


@pytest.mark.parametrize("text", [*HOSTILE, *MORE])
def test_nothing_that_people_write_changes_the_markdown(tmp_path: Path, text: str) -> None:
    """The result of the checks is left out: other words, other diagnostics."""

    def shape(written: str) -> list[str]:
        told = re.sub(r"\n## Annex D.*?(?=\n## Annex E)", "", written, flags=re.DOTALL)
        tokens = MarkdownIt("js-default", {"html": True}).parse(told)
        inline = [child.type for token in tokens for child in token.children or []]
        assert not {"html_block", "html_inline", "image"} & {*inline, *(token.type for token in tokens)}
        return [token.tag for token in tokens if token.type in {"heading_open", "th_open", "td_open"}]

    own = text if text.count("|") < 6 else "a | b"  # a table in prose is a table
    assert shape(report(tmp_path, "md", hostile(own))) == shape(report(tmp_path, "md", hostile("calm words")))


def test_words_that_look_like_a_template_are_printed(tmp_path: Path) -> None:
    assert "{{ 7*7 }}" in report(tmp_path, "html", hostile("{{ 7*7 }}"))
    assert "{{ 7\\*7 }}" in report(tmp_path, "md", hostile("{{ 7*7 }}"))


def test_a_record_of_nearly_a_megabyte_is_told_whole(tmp_path: Path) -> None:
    long = "word " * 200_000
    big = {
        "audits/a/findings/big.yaml": f"title: Big\ngrade: minor\nrequirements: [A.8.13]\n{RAISED}\nstatement: {long}\n"
    }
    for format_ in ("md", "html"):
        assert report(tmp_path, format_, big).count("word ") >= 199_999

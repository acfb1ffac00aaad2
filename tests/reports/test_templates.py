"""A repository's own templates and look: what they may change, and what is said when they fail."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.check import check
from auditctl.errors import AuditctlError, CannotRead
from auditctl.reports.look import DARK, LIGHT, READABLE, NoColor, contrast, readable
from auditctl.reports.render import TemplateRefused, render
from auditctl.repository import load
from small_repository import auditctl, lay

TODAY = date(2026, 11, 20)


def report(root: Path, format_: str = "html") -> str:
    repository = load(root, TODAY)
    return render(repository, repository.audits["a"], check(repository), format_)


def refusal(root: Path, template: str, format_: str = "html") -> AuditctlError:
    lay(root, {f"templates/report/audit.{format_}.j2": template})
    with pytest.raises(AuditctlError) as caught:
        report(root, format_)
    return caught.value


@pytest.mark.parametrize("format_", ["html", "md"])
def test_an_unknown_name_is_refused_with_template_line_and_name(tmp_path: Path, format_: str) -> None:
    error = refusal(tmp_path, "<p>{{ report.title.id }}</p>\n\n{{ report.titel.id }}\n", format_)
    assert isinstance(error, TemplateRefused)
    assert error.sentence.startswith(f"templates/report/audit.{format_}.j2, line 3: ")
    assert "titel" in error.sentence
    assert "mend the template" in error.way_out


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("a\n{% if %}\n", 2, "Expected an expression"),
        ("{% for x in report.findings.groups %}\n", 1, "Unexpected end of template"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ('\n{{ "a" + 1 }}', 2, ""),
        ('{% include "no/such.j2" %}', 1, "no/such.j2"),
        ('{% include "../auditctl.yaml" %}', 1, ""),
        ("{{ report.title.as_of.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ range(10000000) }}", 1, "too big"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "recursion"),
    ],
)
def test_a_template_that_fails_says_where(tmp_path: Path, template: str, line: int, said: str) -> None:
    error = refusal(tmp_path, template)
    assert error.sentence.startswith(("templates/report/audit.html.j2, line", "templates/")), error.sentence
    if isinstance(error, TemplateRefused):
        assert f", line {line}: " in error.sentence
    assert said in error.sentence


def test_the_command_line_says_it_in_one_sentence(tmp_path: Path) -> None:
    lay(tmp_path, {"templates/report/audit.md.j2": "{{ nothing }}"})
    done = auditctl(tmp_path, "report", "a")
    assert done.code == 3
    assert "templates/report/audit.md.j2, line 1: 'nothing' is undefined" in done.err
    assert "Traceback" not in done.err


def test_a_link_out_of_the_repository_is_no_template(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret", "utf-8")
    root = lay(tmp_path / "audit")
    folder = root / "templates" / "report"
    folder.mkdir(parents=True)
    (folder / "audit.md.j2").symlink_to(outside)
    with pytest.raises(CannotRead, match="outside the repository"):
        report(root, "md")


def test_a_template_that_is_not_utf8_cannot_be_read(tmp_path: Path) -> None:
    lay(tmp_path, {"templates/report/style.css": ""})
    (tmp_path / "templates/report/style.css").write_bytes(b"/* \xff */")
    with pytest.raises(CannotRead, match=r"style\.css"):
        report(tmp_path)


def test_an_own_style_replaces_the_shipped_one_and_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, {"templates/report/style.css": "body { color: teal }"})
    page = report(tmp_path)
    assert "body { color: teal }" in page
    assert "--serif" not in page
    assert "Management summary" in page


def test_an_own_template_can_include_the_shipped_one(tmp_path: Path) -> None:
    own = 'Seen by {{ report.title.lead }}.\n\n{% include "auditctl/report/audit.md.j2" %}'
    lay(tmp_path, {"templates/report/audit.md.j2": own})
    assert report(tmp_path, "md").startswith("Seen by Ann Audit.\n\n**Draft**")


def test_own_templates_see_values_that_are_already_harmless(tmp_path: Path) -> None:
    own = "{{ report.title.title }}"
    audit = "title: <b>a | b</b>\n"
    lay(
        tmp_path,
        {
            "audits/a/audit.yaml": audit,
            "templates/report/audit.md.j2": own,
            "templates/report/audit.html.j2": own,
        },
    )
    assert report(tmp_path, "md") == "\\<b\\>a \\| b\\</b\\>\n"
    assert report(tmp_path, "html") == "&lt;b&gt;a | b&lt;/b&gt;\n"


def with_look(root: Path, look: str) -> Path:
    settings = lay(root).joinpath("auditctl.yaml").read_text("utf-8")
    return lay(root, {"auditctl.yaml": f"{settings}report: {look}\n"})


def test_the_accent_is_moved_until_text_in_it_can_be_read(tmp_path: Path) -> None:
    page = report(with_look(tmp_path, '{accent: "#ffe600"}'))
    assert f"--accent-light: {readable('#ffe600', LIGHT)}; --accent-dark: #ffe600;" in page


@pytest.mark.parametrize("color", ["#000", "#fff", "#ffe600", "#1f5f8b", "#777777", "#800080"])
@pytest.mark.parametrize("background", [LIGHT, DARK])
def test_every_accent_is_readable_on_both_pages(color: str, background: str) -> None:
    assert contrast(readable(color, background), background) >= READABLE


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_an_accent_that_is_no_colour_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoColor, match="'red; }' is no colour"):
        report(with_look(tmp_path, '{accent: "red; }"}'))


def test_a_logo_is_put_into_the_page(tmp_path: Path) -> None:
    root = with_look(tmp_path, "{logo: logo.png}")
    (root / "logo.png").write_bytes(b"\x89PNG")
    assert '<img src="data:image/png;base64,iVBORw==" alt="Kestrel Ltd">' in report(root)


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        ("missing.png", "no such file"),
        ("../logo.png", "outside the repository"),
        ("logo.exe", "a logo is one of"),
    ],
)
def test_a_logo_that_cannot_be_used_is_refused(tmp_path: Path, logo: str, why: str) -> None:
    (tmp_path / "logo.png").write_bytes(b"")
    with pytest.raises(CannotRead, match=why):
        report(with_look(tmp_path / "audit", f"{{logo: {logo}}}"))


def test_header_footer_and_classification_are_shown_and_stay_in_their_place(tmp_path: Path) -> None:
    root = with_look(tmp_path, """{header: Top, footer: Bottom, classification: 'a"; } </style> b'}""")
    page = report(root)
    assert "<p>Bottom</p>" in page
    assert page.count("</style>") == 1
    assert r"a\22 \3b  \7d  \3c /style\3e  b" in page

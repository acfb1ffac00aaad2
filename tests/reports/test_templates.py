"""A repository's own templates: what they may change, what they may take, and what is said when they fail."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from auditctl.check import check
from auditctl.errors import AuditctlError, CannotRead
from auditctl.reports.kinds import KINDS
from auditctl.reports.render import TemplateRefused, render
from auditctl.repository import load
from small_kinds import made
from small_report import FINDINGS
from small_repository import auditctl, environment, lay

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
        ("\n{{ report.title.title.upper() }}", 2, "'upper' of a str is called; a template calls no methods"),
        ("{{ report.title.as_of.isoformat() }}", 1, "'isoformat' of a date is called"),
        ("{{ '{0.__class__}'.format(report) }}", 1, "'format' of a str is called"),
        ("{{ ['a'].append('b') }}", 1, "'append'"),
        ("{{ report.title|attr('__class__') }}", 1, "unsafe"),
        ("{{ word.__func__.__globals__ }}", 1, "unsafe"),
        ("\n\n{% include '/etc/passwd' %}", 3, "there is no template '/etc/passwd'"),
        ("{% import 'os' as os %}", 1, "there is no template 'os'"),
        ("{% extends '../../../etc/passwd' %}", 1, "outside the repository"),
        ("{{ lipsum() }}", 1, "'lipsum' is undefined"),
        ("{{ [1, 2]|random }}", 1, "random"),
        ("{{ 9 ** 99999 }}", 1, "a number of more than"),
        ("{{ 'a' * 100000000 }}", 1, "a repetition that makes more than"),
        ("{{ [1] * 100000000 }}", 1, "a repetition that makes more than"),
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


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ ((" + "(" * 5000 + "1" + ")" * 5000 + ")) }}", "recursion"),
        (
            "".join(f"{{% for a{n} in [1] %}}" for n in range(30)) + "{% endfor %}" * 30,
            "too many statically nested blocks",
        ),
    ],
)
def test_a_template_that_is_nested_too_deep_is_named(tmp_path: Path, template: str, said: str) -> None:
    error = refusal(tmp_path, template)
    assert error.sentence.startswith("templates/report/audit.html.j2: ")
    assert said in error.sentence


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("\n{% for a in range(100000) %}{% for b in range(100000) %}\n{% endfor %}{% endfor %}", 2),
        ("{% macro m(n) %}\n{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}\n{{ m(40) }}", 2),
    ],
)
def test_a_template_that_loops_for_ever_is_stopped_at_its_line(
    tmp_path: Path, template: str, line: int
) -> None:
    begun = time.monotonic()
    error = refusal(tmp_path, template)
    assert (
        error.sentence
        == f"templates/report/audit.html.j2, line {line}: a template computes for more than 5 seconds"
    )
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("template", "line"),
    [
        (
            "\n{% set ns = namespace(x='0123456789') %}\n{% for i in range(99) %}\n{% set ns.x = ns.x ~ ns.x %}\n{% endfor %}",
            4,
        ),
        ("{{ 'a'|center(99999999999) }}", 1),
        ("\n{{ '%9999999999d' % 1 }}", 2),
        ("{{ range(99999)|map('string')|join('x'|center(100000))|length }}", 1),
    ],
)
def test_a_template_that_hoards_memory_is_stopped_at_its_line(
    tmp_path: Path, template: str, line: int
) -> None:
    error = refusal(tmp_path, template)
    assert (
        error.sentence
        == f"templates/report/audit.html.j2, line {line}: a template needs more than 1024 MiB of memory"
    )


def test_own_templates_may_list_what_a_mapping_holds_and_use_loops_and_macros(tmp_path: Path) -> None:
    own = """{% macro m(x) %}[{{ x }}]{% endmacro %}
{% for key, value in {'a': 1}.items() %}{{ loop.cycle('odd', 'even') }} {{ m(key) }}{% endfor %} {{ 'x' * 3 }} {{ 2 ** 10 }}
{% set turn = cycler('one', 'two') %}{{ turn.next() }} {{ turn.next() }} {{ 7 * 7 }}"""
    lay(tmp_path, {"templates/report/audit.md.j2": own})
    assert report(tmp_path, "md") == "odd [a] xxx 1,024\none two 49\n"


def test_the_folder_that_a_command_is_called_in_lends_no_code_to_the_process(tmp_path: Path) -> None:
    root = lay(tmp_path, {"templates/report/audit.md.j2": "{{ report.title.id }}"})
    for name in ("pickle", "resource", "jinja2", "threading"):
        (root / f"{name}.py").write_text("raise SystemExit('taken from the folder')", "utf-8")
    program = "import sys; sys.path.remove(''); from auditctl.cli.main import main; sys.argv = ['auditctl', 'report', 'a']; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "a\n"), done.stderr


def test_what_ships_is_laid_out_without_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path)
    monkeypatch.setattr(subprocess, "run", None)
    assert report(tmp_path)


def test_views_of_every_kind_reach_the_process_in_both_languages(tmp_path: Path) -> None:
    for kind in KINDS:
        for format_ in ("html", "md"):
            plain = made(tmp_path / "plain", kind, format_=format_, language="tr")
            own = f'{{% extends "auditctl/report/{kind}.{format_}.j2" %}}'
            files = {**FINDINGS, f"templates/report/{kind}.{format_}.j2": own}
            assert made(tmp_path / f"{kind}-{format_}", kind, files, format_=format_, language="tr") == plain

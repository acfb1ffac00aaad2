"""Work papers made from checklists: which questions a session gets, and what their file looks like."""

from datetime import date
from pathlib import Path

import pytest

from auditctl.repository import Repository, load
from auditctl.writing.workpaper import Prepared, broken_checklists, prepared, workpaper_text
from small_repository import lay

DAY = date(2026, 10, 6)
SESSION = """\
sessions:
  backup: {{process: {process}, auditors: [ann-audit], date: 2026-10-05, requirements: [{requirements}]}}
"""


def repository(
    root: Path,
    checklists: dict[str, list[str]],
    requirements: str = "A.8.13, A.8.14",
    process: str = "backup",
) -> Repository:
    """Lay checklists whose lines are `question: requirements` in short."""
    files = {"audits/a/schedule.yaml": SESSION.format(process=process, requirements=requirements)}
    for name, lines in checklists.items():
        parts = [line.rpartition(": ") for line in lines]
        listed = "".join(f"  - {{ask: {ask}, requirements: [{held}]}}\n" for ask, _, held in parts)
        files[f"checklists/{name}.yaml"] = f"title: {name}\nlines:\n{listed}"
    return load(lay(root, files), DAY)


def made(repository: Repository, checklist: str = "") -> Prepared:
    audit = repository.audits["a"]
    named = repository.checklists[checklist] if checklist else None
    return prepared(repository, audit, audit.sessions["backup"], named)


def short(paper: Prepared) -> list[tuple[str, tuple[str, ...]]]:
    return [(line.ask.partition(":")[0], line.requirements) for line in paper.lines]


def test_a_checklist_of_that_name_comes_first_and_only_what_concerns_the_session(tmp_path: Path) -> None:
    lists = {
        "everything": ["E: 'A.8.13, A.8.14'"],
        "backup": ["B1: A.8.13", "B2: 'A.8.13', A.5.30", "B3: A.6.1"],
        "site": ["S: A.8.14"],
    }
    paper = made(repository(tmp_path, lists | {"everything": ["E: A.8.13, A.8.14"]}))
    assert paper.checklists == ("backup", "everything")
    assert short(paper) == [("B1", ("A.8.13",)), ("B2", ("A.8.13",)), ("E", ("A.8.13", "A.8.14"))]
    assert paper.own == 0


def test_the_name_of_the_process_counts_too(tmp_path: Path) -> None:
    lists = {"hiring": ["H: A.6.1"], "all": ["X: A.6.1, A.6.2"]}
    paper = made(repository(tmp_path, lists, "A.6.1, A.6.2", "hiring"))
    assert paper.checklists == ("hiring", "all")


def test_the_best_checklists_are_taken_until_nothing_is_open(tmp_path: Path) -> None:
    lists = {"one": ["1: A.8.13"], "two": ["2: A.8.13, A.8.14"], "three": ["3: A.8.15"], "four": ["4: A.7.1"]}
    paper = made(repository(tmp_path, lists, "A.8.13, A.8.14, A.8.15"))
    assert paper.checklists == ("two", "three")


def test_a_group_in_a_checklist_becomes_what_the_session_holds_of_it(tmp_path: Path) -> None:
    paper = made(repository(tmp_path, {"wide": ["W: A.8"]}))
    assert short(paper) == [("W", ("A.8.13", "A.8.14"))]


def test_a_checklist_that_is_named_gives_all_its_lines(tmp_path: Path) -> None:
    lists = {"backup": ["B: A.8.13"], "own": ["O1: A.8.13, A.6.1", "O2: A.7.1", "O3: bck-pol#9"]}
    paper = made(repository(tmp_path, lists), "own")
    assert paper.checklists == ("own",)
    assert short(paper)[:3] == [("O1", ("A.8.13",)), ("O2", ("A.7.1",)), ("O3", ("bck-pol#9",))]
    assert [line.requirements for line in paper.lines[3:]] == [("A.8.14",)]


def test_sections_of_own_documents_are_covered_too(tmp_path: Path) -> None:
    lists = {"policy": ["P: bck-pol#4.2"]}
    paper = made(repository(tmp_path, lists, "A.8.13, bck-pol#4.2, bck-pol#5"))
    assert short(paper)[0] == ("P", ("bck-pol#4.2",))
    assert paper.lines[-1].ask == "bck-pol#5 Backup policy: how is it met, and what shows it?"


@pytest.mark.parametrize(
    ("language", "asks"),
    [
        ("en", "A.8.14 Redundancy of information processing facilities: how is it met, and what shows it?"),
        ("tr", ": nasıl karşılanıyor ve bunu ne gösteriyor?"),
    ],
)
def test_what_no_checklist_asks_is_asked_in_the_language_of_the_repository(
    tmp_path: Path, language: str, asks: str
) -> None:
    repository(tmp_path, {})
    settings = tmp_path / "auditctl.yaml"
    settings.write_text(f"language: {language}\n{settings.read_text('utf-8')}", "utf-8")
    paper = made(load(tmp_path, DAY))
    assert (paper.checklists, paper.own) == ((), 2)
    assert paper.lines[-1].ask.endswith(asks)
    assert paper.lines[-1].ask.startswith("A.8.14 ")


def test_a_broken_checklist_is_known_and_left_out(tmp_path: Path) -> None:
    found = repository(tmp_path, {"good": ["G: A.8.13"], "bad": ["B: A.8.14"]})
    (tmp_path / "checklists/bad.yaml").write_text("lines: [\n", "utf-8")
    found = load(tmp_path, DAY)
    assert broken_checklists(found) == ["bad"]
    assert made(found).checklists == ("good",)


def test_the_file_is_one_line_a_block_and_says_how_it_is_filled_in(tmp_path: Path) -> None:
    found = repository(tmp_path, {"backup": ["'Yedek: tam mı?': A.8.13"]}, "A.8.13, '8.1'")
    (tmp_path / ".schemas").mkdir()
    (tmp_path / ".schemas/workpaper.json").write_text("{}", "utf-8")
    assert workpaper_text(made(found)) == (
        "# yaml-language-server: $schema=../../../.schemas/workpaper.json\n"
        "# Work paper of the session backup: fill it in here, or with\n"
        "# `auditctl fieldwork a backup`. What was found goes below each question:\n"
        "#   by: who looked\n"
        "#   result: conform | nonconform | ofi | not-applicable | not-audited\n"
        "#   notes: what was seen; needed where something was left out\n"
        "#   evidence: [names of records]\n"
        "#   findings: [names]; needed where the result is nonconform or ofi\n"
        "checklist: backup  # where the questions came from\n"
        "lines:  # a question each, with what the auditor found\n"
        "  - ask: 'Yedek: tam mı?'\n"
        "    requirements:\n"
        "      - A.8.13\n"
        "\n"
        "  - ask: '8.1 Operational planning and control: how is it met, and what shows it?'\n"
        "    requirements:\n"
        '      - "8.1"\n'
    )

"""What a rename takes along, and what it refuses: each trap on a small repository."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from auditctl.errors import AlreadyThere, AuditctlError, ChangedOnDisk
from auditctl.model.types import Kind
from auditctl.repository import load
from auditctl.writing.renaming.mentions import mentions
from auditctl.writing.renaming.references import Name
from auditctl.writing.renaming.refusals import (
    BringsProblem,
    Captures,
    Lost,
    MeansAnother,
    NameTaken,
    Sealed,
    Unreadable,
)
from auditctl.writing.renaming.rename import Renamed, renamed
from small_repository import lay

TODAY = date(2026, 10, 6)
PROCESS = Name(Kind.process, "", "hiring")
FINDING = (
    "title: {title}\ngrade: minor\nprocess: backup\nrequirements: [A.8.13]\n"
    "raised: {{by: ann-audit, date: 2026-10-05}}\n"
)
EVIDENCE = "kind: record\ntitle: Register\ncollected: {by: ann-audit, date: 2026-10-05}\n"
CAPA = "findings: [one]\nowner: olga-ops\n"
OF_ROOT = "origin: {kind: incident, date: 2026-09-01}\nowner: olga-ops\n"
OTHER = "title: Other audit\nobjectives: [look]\n"


def finding(title: str, more: str = "") -> str:
    return FINDING.format(title=title) + more


@pytest.fixture
def laid(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    return lambda more: lay(tmp_path / "kestrel", more)


Laid = Callable[[Mapping[str, str]], Path]


def planned(root: Path, name: Name, new: str) -> Renamed:
    return renamed(load(root, TODAY), name, new)


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_a_person_is_renamed_where_they_are_a_key_too(laid: Laid) -> None:
    root = laid({})
    planned(root, Name(Kind.person, "", "ann-audit"), "ann-reed").change.carry_out()
    settings = (root / "auditctl.yaml").read_text()
    assert settings.count("  ann-reed:") == 2
    assert "ann-audit" not in settings
    assert (root / "audits/a/team.yaml").read_text() == (
        "lead: ann-reed\nauditors: [ann-reed]\ndeclarations:\n  ann-reed: {date: 2026-08-31}\n"
    )


def test_a_process_is_renamed_in_what_a_scope_excludes_by_id_and_prose_is_left(laid: Laid) -> None:
    scope = "processes: all\nexcluded:\n  - {what: hiring, why: hiring stopped}\n  - {what: hiring abroad, why: none}\n"
    root = laid({"audits/a/scope.yaml": scope})
    planned(root, PROCESS, "people-in").change.carry_out()
    assert (root / "audits/a/scope.yaml").read_text() == scope.replace("what: hiring,", "what: people-in,")


def test_amendments_name_records_by_their_folder(laid: Laid) -> None:
    report = "amendments:\n  - {by: ann-audit, date: 2026-10-06, why: typo, records: [findings/one, evidence/one, one]}\n"
    more = {
        "audits/a/report.yaml": report,
        "audits/a/findings/one.md": "---\n" + finding("One", "evidence: [one]\n") + "---\nAbout one.\n",
        "audits/a/evidence/one.yaml": EVIDENCE,
    }
    root = laid(more)
    planned(root, Name(Kind.finding, "a", "one"), "first").change.carry_out()
    assert "records: [findings/first, evidence/one, one]" in (root / "audits/a/report.yaml").read_text()
    assert (root / "audits/a/findings/first.md").read_text() == more["audits/a/findings/one.md"]
    assert not (root / "audits/a/findings/one.md").exists()


def test_a_bare_name_means_the_audits_own_record(laid: Laid) -> None:
    more = {
        "audits/a/findings/one.yaml": finding("One"),
        "audits/b/audit.yaml": OTHER,
        "audits/b/findings/one.yaml": finding("One of b", "repeat_of: a/one\n"),
        "audits/b/findings/two.yaml": finding("Two of b", "repeat_of: one\n"),
        "audits/b/capas/one.yaml": CAPA,
    }
    root = laid(more)
    found = planned(root, Name(Kind.finding, "a", "one"), "first")
    assert found.references == {"audits/b/findings/one.yaml": 1}
    found.change.carry_out()
    after = snapshot(root)
    assert after["audits/b/findings/one.yaml"].endswith(b"repeat_of: a/first\n")
    assert after["audits/b/findings/two.yaml"].decode() == more["audits/b/findings/two.yaml"]
    assert after["audits/b/capas/one.yaml"].decode() == CAPA


def test_a_bare_capa_of_an_audit_goes_before_that_of_the_root(laid: Laid) -> None:
    more = {
        "audits/a/findings/one.yaml": finding("One"),
        "audits/a/capas/one.yaml": f"{CAPA}follows: outage\n",
        "audits/a/capas/two.yaml": f"{CAPA}follows: one\n",
        "capas/outage.yaml": OF_ROOT,
        "capas/one.yaml": OF_ROOT,
    }
    root = laid(more)
    found = planned(root, Name(Kind.capa, "", "outage"), "blackout")
    assert found.references == {"audits/a/capas/one.yaml": 1}
    # the audit has a CAPA `two`, which a bare `two` would mean
    with pytest.raises(MeansAnother) as refused:
        planned(root, Name(Kind.capa, "", "outage"), "two")
    assert refused.value.sentence == "two in audits/a/capas/one.yaml:3 would then mean the CAPA a/two"
    # and an `outage` of the audit would stand before that of the root
    with pytest.raises(MeansAnother) as refused:
        planned(root, Name(Kind.capa, "a", "two"), "outage")
    assert refused.value.sentence == "outage in audits/a/capas/one.yaml:3 would then mean the CAPA a/outage"


def test_a_name_that_is_referred_to_in_vain_is_not_taken(laid: Laid) -> None:
    root = laid({"audits/a/findings/one.yaml": finding("One", "location: yard\n")})
    with pytest.raises(Captures, match=r"audits/a/findings/one\.yaml:6 names yard already"):
        planned(root, Name(Kind.location, "", "office"), "yard")


def test_a_dangling_reference_into_an_audit_dangles_as_before(laid: Laid) -> None:
    root = laid({"audits/b/audit.yaml": OTHER + "follow_up: [a/gone]\n"})
    planned(root, Name(Kind.audit, "", "a"), "main").change.carry_out()
    assert (root / "audits/b/audit.yaml").read_text() == OTHER + "follow_up: [main/gone]\n"
    assert (root / "audits/main/team.yaml").exists()
    assert "      main: {planned:" in (root / "auditctl.yaml").read_text()


def test_an_audit_does_not_become_what_something_else_names(laid: Laid) -> None:
    more = {
        "audits/b/audit.yaml": OTHER + "follow_up: [main/one]\n",
        "audits/a/findings/one.yaml": finding("One"),
    }
    with pytest.raises(MeansAnother, match=r"main/one in audits/b/audit\.yaml:3"):
        planned(laid(more), Name(Kind.audit, "", "a"), "main")


def test_a_session_takes_its_work_paper_along(laid: Laid) -> None:
    more = {
        "audits/a/workpapers/backup.md": "---\nlines: []\n---\nNotes on backup.\n",
        "audits/a/evidence/one.yaml": EVIDENCE + "session: backup\n",
    }
    root = laid(more)
    planned(root, Name(Kind.session, "a", "backup"), "restores").change.carry_out()
    assert (root / "audits/a/workpapers/restores.md").read_text() == more["audits/a/workpapers/backup.md"]
    assert "  restores:\n    process: backup\n" in (root / "audits/a/schedule.yaml").read_text()
    assert (root / "audits/a/evidence/one.yaml").read_text() == EVIDENCE + "session: restores\n"


@pytest.mark.parametrize("taken", ["hiring", "Spare"])
def test_a_name_is_taken_whatever_its_case(laid: Laid, taken: str) -> None:
    root = laid({})
    settings = root / "auditctl.yaml"
    settings.write_text(
        settings.read_text().replace("processes:\n", f"processes:\n  {taken}X: {{name: Spare}}\n", 1)
    )
    with pytest.raises(NameTaken, match=f"the process {taken}X exists already"):
        planned(root, Name(Kind.process, "", "backup"), f"{taken.lower()}x")


def test_a_name_that_cannot_be_an_id_is_mended(laid: Laid) -> None:
    root = laid(
        {
            "audits/a/evidence/Old_Register.yaml": EVIDENCE,
            "audits/a/findings/one.yaml": finding("One", "evidence: [Old_Register]\n"),
        }
    )
    planned(root, Name(Kind.evidence, "a", "Old_Register"), "old-register").change.carry_out()
    assert (root / "audits/a/evidence/old-register.yaml").exists()
    assert not [hit for hit in load(root, TODAY).problems if hit.code != "SCH008"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("audits/a/findings/broken.yaml", "title: [\n"),
        ("audits/a/findings/broken.yaml", "title: A\ntitel: B\n"),
        ("audits/a/findings/broken.yaml", "title: A\ntitle: B\n"),
        ("audits/a/capas/broken.yaml", "owner: 2\nowner_: {}\n"),
        ("checklists/broken.yaml", "lines: no\n"),
        ("people.yaml", "mia-chief: {name: Mia}\n"),
        ("audits/b/scope.yaml", "processes: all\n"),
    ],
)
def test_nothing_is_renamed_while_a_file_cannot_be_read(laid: Laid, path: str, text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        planned(laid({path: text}), PROCESS, "people-in")
    assert path.replace("scope", "audit") in refused.value.sentence


def test_a_sealed_audit_keeps_the_names_of_its_records(laid: Laid) -> None:
    more = {
        "audits/a/SEAL.json": "{}",
        "audits/a/findings/one.yaml": finding("One", "accepted: {by: paul-people, date: 2026-10-06}\n"),
        "audits/a/capas/one.yaml": CAPA,
        "audits/a/capas/two.yaml": f"{CAPA}follows: one\n",
    }
    root = laid(more)
    for name in (
        Name(Kind.process, "", "backup"),
        Name(Kind.person, "", "ann-audit"),
        Name(Kind.finding, "a", "one"),
        Name(Kind.session, "a", "hiring"),
        Name(Kind.audit, "", "a"),
    ):
        with pytest.raises(Sealed, match="a is sealed"):
            planned(root, name, "something-else")
    planned(root, Name(Kind.capa, "a", "one"), "mended").change.carry_out()
    assert (root / "audits/a/capas/two.yaml").read_text() == f"{CAPA}follows: mended\n"


def test_what_comes_after_the_issue_is_no_part_of_the_seal(laid: Laid) -> None:
    accepted = "accepted: {by: tom-tech, date: 2026-10-06}\n"
    more = {
        "audits/b/audit.yaml": OTHER,
        "audits/b/SEAL.json": "{}",
        "audits/b/findings/one.yaml": finding("One", accepted),
    }
    found = planned(laid(more), Name(Kind.person, "", "tom-tech"), "tom-reed")
    assert found.references["audits/b/findings/one.yaml"] == 1


def test_a_file_in_the_way_that_is_no_record_is_not_overwritten(laid: Laid) -> None:
    root = laid({"audits/a/evidence/one.yaml": EVIDENCE})
    found = planned(root, Name(Kind.evidence, "a", "one"), "first")
    (root / "audits/a/evidence/first.yaml").write_text("mine\n")
    before = snapshot(root)
    with pytest.raises(AlreadyThere):
        found.change.carry_out()
    assert snapshot(root) == before


def _vanishes(path: Path) -> None:
    path.unlink()


def _changes(path: Path) -> None:
    path.write_text(path.read_text() + "# somebody else was here\n")


@pytest.mark.parametrize("meanwhile", [_vanishes, _changes])
@pytest.mark.parametrize("path", ["audits/a/findings/one.yaml", "audits/a/workpapers/backup.yaml"])
def test_all_is_as_before_where_a_file_changed_meanwhile(
    laid: Laid, path: str, meanwhile: Callable[[Path], None]
) -> None:
    more = {
        "audits/a/evidence/register.yaml": EVIDENCE,
        "audits/a/findings/one.yaml": finding("One", "evidence: [register]\n"),
        "audits/a/workpapers/backup.yaml": "lines:\n  - {ask: Yes?, requirements: [A.8.13], evidence: [register]}\n",
    }
    root = laid(more)
    found = planned(root, Name(Kind.evidence, "a", "register"), "ledger")
    meanwhile(root / path)
    before = snapshot(root)
    with pytest.raises(ChangedOnDisk, match="nothing was written"):
        found.change.carry_out()
    assert snapshot(root) == before


def test_a_folder_reached_by_a_link_is_not_lost(laid: Laid) -> None:
    root = laid({"elsewhere/one.yaml": finding("One")})
    (root / "audits/a/findings").symlink_to("../../elsewhere", target_is_directory=True)
    with pytest.raises(AuditctlError) as refused:
        planned(root, Name(Kind.audit, "", "a"), "main")
    assert isinstance(refused.value, (Lost, MeansAnother, BringsProblem))


def test_hidden_files_of_an_audit_are_no_records_under_its_new_name_either(laid: Laid) -> None:
    root = laid({"audits/a/findings/.one.yaml": "a draft\n", "audits/a/README.md": "mine\n"})
    planned(root, Name(Kind.audit, "", "a"), "main").change.carry_out()
    assert (root / "audits/main/findings/.one.yaml").read_text() == "a draft\n"


def test_a_text_in_several_lines_or_with_escapes_is_worded_anew(laid: Laid) -> None:
    text = finding("One", 'location: >-\n  office\nsession: "b\\x61ckup"\n')
    root = laid({"audits/a/findings/one.yaml": text})
    planned(root, Name(Kind.location, "", "office"), "yard").change.carry_out()
    planned(root, Name(Kind.session, "a", "backup"), "restores").change.carry_out()
    found = load(root, TODAY).findings["a/one"].data
    assert (found.location, found.session) == ("yard", "restores")


def test_mentions_are_words_that_are_no_names(laid: Laid) -> None:
    more = {
        "audits/a/findings/one.yaml": finding("Look at olga-ops", "details: olga-ops-2 and not olga-opsy\n"),
        "audits/a/evidence/files/olga.txt": "olga-ops\n",
        ".hidden/x.md": "olga-ops\n",
        ".github/workflows/audit.yml": "run: olga-ops\n",
        "docs/olga.bin": "olga-ops\0\n",
        "docs/olga.md": "# olga-ops\nand olga-ops\n",
    }
    root = laid(more)
    (root / "docs/latin.md").write_bytes("olga-ops é".encode("latin-1"))
    found = planned(root, Name(Kind.person, "", "olga-ops"), "olga-reed")
    left = mentions(found.change, found.after, "olga-ops")
    assert [(item.path, item.line) for item in left] == [
        (".github/workflows/audit.yml", 1),
        ("audits/a/findings/one.yaml", 1),
        ("docs/olga.md", 1),
        ("docs/olga.md", 2),
    ]

"""Redacted packs: no name of anybody on record survives anywhere, in whatever form it was written."""

import json
import re
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from small_repository import auditctl
from small_sealed import ENV, FILES, lay_ready

LODOS = Path(__file__).parent.parent.parent / "examples" / "lodos"
DAY = {"AUDITCTL_TODAY": "2026-11-20"}
PEOPLE = """people:
  sean-obrien: {name: Seán O'Brien, title: Driver, department: ops, emails: [sean@kestrel.example]}
  ismail-isik: {name: İsmail Işık, department: ops, manager: olga-ops}
  can-uz: {name: Can Uz, department: people}
  jp: {name: Jean-Pierre Öztürk}
"""
PROSE = """
  No restore test of db-2 since 2025-11-18, says Seán O'Brien (sean@kestrel.example, S. O'Brien);
  three quarterly tests are missing. İSMAİL IŞIK and Ismail
  Isik saw it, Işık'ın notu; Can did not, can-uz was ill, CAN
  UZ too. ismail.isik logged in, ozturk and Ozturk as well, jean-pierre.öztürk@elsewhere.example wrote.
  Logins: sobrien, c_uz, iisik. Sean O’Brien, OBrien. Nobody can say more; Olga, Mr Tech and Tom knew. {nfd}
"""


def lay_named(root: Path) -> Path:
    nfd = unicodedata.normalize("NFD", "Öztürk agreed.")
    lay_ready(root)
    settings = root / "auditctl.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("people:\n  mia-chief", f"{PEOPLE}  mia-chief", 1), "utf-8"
    )
    finding = root / "audits/a/findings/restore.yaml"
    text = finding.read_text("utf-8")
    start, end = text.index("\n  No restore"), text.index("effect:")
    finding.write_text(
        text[:start] + PROSE.format(nfd=nfd) + f"# Can Uz asked for this\n{text[end:]}", "utf-8"
    )
    named = FILES["audits/a/evidence/register.yaml"].replace("register.csv", "Obrien_can-uz.csv")
    (root / "audits/a/evidence/register.yaml").write_text(named)
    (root / "audits/a/evidence/files/register.csv").rename(root / "audits/a/evidence/files/Obrien_can-uz.csv")
    (root / "audits/a/capas").mkdir()
    (root / "audits/a/capas/brief-from-ismail-isik.yaml").write_text(
        "findings: [restore]\nowner: olga-ops\nactions: {plan: {what: Jean-Pierre plans, owner: can-uz, due: 2026-12-01}}\n"
    )
    return root


def texts(path: Path) -> dict[str, str]:
    archive = zipfile.ZipFile(path)
    return {name: f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()}


def survivors(held: dict[str, str], forms: list[str]) -> list[str]:
    return [
        f"{form} in {name}: …{text[max(match.start() - 30, 0) : match.end() + 30]}…"
        for form in forms
        for name, text in held.items()
        for match in re.finditer(
            rf"(?<![^\W_]){re.escape(form)}(?![^\W_])", unicodedata.normalize("NFC", text)
        )
    ]


def test_names_go_in_every_form(tmp_path: Path) -> None:
    root = lay_named(tmp_path)
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--redact", "--format", "md", env=ENV)
    assert done.code == 0, done.err
    held = texts(root / "p.zip")
    forms = [
        "sean-obrien", "Seán", "O'Brien", "O&#39;Brien", "Obrien", "OBrien", "O’Brien", "sobrien", "c_uz", "iisik", "sean@kestrel.example", "ismail-isik", "İsmail",
        "Işık", "İSMAİL", "IŞIK", "Ismail", "Isik", "ismail.isik", "can-uz", "Can", "CAN", "Uz", "UZ", "jp", "Jean",
        "Pierre", "Jean-Pierre", "Öztürk", "ozturk", "Ozturk", "elsewhere.example", "mia-chief", "Mia Chief",
        "olga-ops", "Olga", "tom-tech", "Tom", "paul-people", "Paul", "ann-audit", "Ann", "Ann Audit",
    ]  # fmt: skip
    assert survivors(held, forms) == []
    report = held["a/report.md"]
    assert "Nobody can say more" in report
    assert len(set(re.findall(r"Person [0-9a-f]{4}", report))) > 5
    assert auditctl(root, "verify", "p.zip").code == 0


def test_a_pseudonym_is_the_same_everywhere(tmp_path: Path) -> None:
    root = lay_named(tmp_path)
    auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    held = texts(root / "p.zip")
    owner = re.findall(r"owner: (person-[0-9a-f]{4}),", "".join(held.values()))
    assert owner
    assert owner[0].replace("person-", "Person ") in held["a/capa.html"]


def test_the_example_keeps_no_name(tmp_path: Path) -> None:
    root = shutil.copytree(LODOS, tmp_path / "lodos")
    done = auditctl(root, "pack", "2026-main", "-o", "p.zip", "--redact", "--format", "md", env=DAY)
    assert done.code == 0, done.err
    people = re.findall(
        r"^([a-z-]+):\n  name: (.+)$", (root / "people.yaml").read_text("utf-8"), re.MULTILINE
    )
    assert len(people) > 12
    forms = [form for id_, name in people for form in (id_, name, *name.split())]
    assert survivors(texts(root / "p.zip"), forms) == []


def test_firms_of_auditors_go_and_others_stay(tmp_path: Path) -> None:
    root = shutil.copytree(LODOS, tmp_path / "lodos")
    done = auditctl(root, "pack", "2026-main", "-o", "p.zip", "--redact", "--format", "md", env=DAY)
    assert done.code == 0, done.err
    held = texts(root / "p.zip")
    assert survivors(held, ["Nordhavn Assurance ApS", "Nordhavn", "nordhavn"]) == []
    whole = "".join(held.values())
    assert re.search(r"Firm [0-9a-f]{4}", whole)
    assert "Lodos Payroll" in whole
    assert "the firms of auditors and classified evidence stand under pseudonyms" in held["README.txt"]


def test_a_firm_that_is_called_as_its_auditor_leaves_both_whole(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    settings = root / "auditctl.yaml"
    text = settings.read_text("utf-8").replace("employer: north", "employer: audit-partners", 1)
    text = text.replace("firms:\n", "firms:\n  audit-partners: {name: Ann Audit Partners}\n", 1)
    settings.write_text(text, "utf-8")
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    assert done.code == 0, done.err
    assert survivors(texts(root / "p.zip"), ["Ann", "Partners", "audit-partners"]) == []


def test_classified_evidence_has_a_pseudonym_and_no_file_goes_along(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    held = texts(root / "p.zip")
    whole = "".join(held.values())
    assert "Tickets of the backup job" not in whole
    assert "tickets.csv" not in whole
    assert re.search(r"Evidence [0-9a-f]{4} \(confidential\)", held["a/evidence.csv"])
    assert not [name for name in held if "/evidence/" in name or "SEAL" in name]
    told = json.loads(zipfile.ZipFile(root / "p.zip").read("manifest.json"))
    assert told["redacted"] is True
    assert [item["why"] for item in told["withheld"]] == ["classified confidential", "the pack is redacted"]


def test_digests_are_salted(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    whole = "".join(texts(root / "p.zip").values())
    recorded = re.findall(r"[0-9a-f]{64}", (root / "audits/a/evidence/register.yaml").read_text("utf-8"))
    assert recorded[0] not in whole
    assert recorded[0][:12] not in whole


def test_a_secret_keeps_pseudonyms_from_pack_to_pack(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (root / "secret").write_bytes(b"a secret of sixteen bytes or more")
    words = ("pack", "a", "-o", "p.zip", "--force", "--redact")

    def owner(*more: str) -> str:
        assert auditctl(root, *words, *more, env=ENV).code == 0
        found = re.search(r"Person [0-9a-f]{4}", texts(root / "p.zip")["a/plan.html"])
        assert found
        return found[0]

    first, kept = owner(), owner("--salt", "secret")
    settings = root / "auditctl.yaml"
    settings.write_text(settings.read_text("utf-8") + "# later\n")
    assert owner("--salt", "secret") == kept
    assert owner() != first
    (root / "secret").write_bytes(b"short")
    done = auditctl(root, *words, "--salt", "secret", env=ENV)
    assert (done.code, "a secret has at least 16 bytes" in done.err) == (3, True)


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    made = []
    for name in ("p.zip", "q.zip"):
        auditctl(root, "pack", "a", "-o", name, "--redact", env=ENV)
        made.append((root / name).read_bytes())
    assert made[0] == made[1]


def test_a_template_that_names_somebody_is_refused(tmp_path: Path) -> None:
    root = lay_ready(tmp_path)
    (root / "templates/report").mkdir(parents=True)
    (root / "templates/report/plan.html.j2").write_text("<p>Written by Ann Audit</p>")
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    assert (done.code, "a/plan.html cannot be redacted: it still names ann-audit" in done.err) == (3, True), (
        done.err
    )
    assert not (root / "p.zip").exists()


@pytest.mark.parametrize("name", ["owner", "title"])
def test_an_id_that_is_a_word_of_the_format_is_refused(tmp_path: Path, name: str) -> None:
    root = lay_ready(tmp_path)
    for path in [root / "auditctl.yaml", *root.glob("audits/a/*.yaml")]:
        path.write_text(path.read_text("utf-8").replace("tom-tech", name), "utf-8")
    done = auditctl(root, "pack", "a", "-o", "p.zip", "--redact", env=ENV)
    assert (done.code, "cannot be redacted" in done.err, "auditctl rename" in done.err) == (3, True, True), (
        done.err
    )

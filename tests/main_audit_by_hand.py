"""What no command of the main audit says, each with its reason; written into the files as its author would."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from main_audit import AT_ONCE, AUDIT, CAPA, EVIDENCE, FACT, LINE, LODOS, REPORT, WALK, plain
from main_audit_walk import walk
from small_repository import Ended, auditctl, environment

MAIN = f"audits/{AUDIT}"
SOA = f"{MAIN}/capas/soa-outsourced-development.yaml"
LEAVERS = f"{MAIN}/capas/leaver-accounts.yaml"
LEAVERS_2025 = "audits/2025-full/capas/leaver-accounts.yaml"
LATER = {
    "capas/outage-notices.yaml": r"^verifications:\n(?:[ ].*\n)+",
    LEAVERS_2025: r"  - by: ingrid-lind\n(?:    .*\n)+",
    "audits/2026-supplier/capas/exit-plan.yaml": r"^implementation: .*\n",
    "programmes/2025-2027.yaml": r"^  - \{by: deniz-sahin, date: 2026-10-26, .*\n",
    f"{MAIN}/schedule.yaml": r"^    agreed: .*\n",
    f"{MAIN}/audit.yaml": r"^plan:\n(?:.*\n)+",
}
"""What other files and the plan itself hold of the time after the plan was sent."""
OTHERS = {"2026-11-16": "audits/2026-followup", "2026-11-19": "audits/2026-spot-agreements"}
"""Audits of their own, which come into being while this one is followed up."""


def before_the_plan_was_sent(root: Path) -> None:
    """Take away everything that the audit and its follow-up produced; the files of evidence are aside."""
    shutil.copytree(LODOS, root)
    for name in ("workpapers", "evidence", "findings", "capas"):
        shutil.rmtree(root / MAIN / name)
    for name in ("report.yaml", "SEAL.json"):
        (root / MAIN / name).unlink()
    for folder in OTHERS.values():
        shutil.rmtree(root / folder)
    for path, later in LATER.items():
        text, count = re.subn(later, "", (root / path).read_text("utf-8"), flags=re.MULTILINE)
        assert count == 1, path
        (root / path).write_text(text, "utf-8")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "the plan")):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.invalid")
        subprocess.run(["git", *who, *words], cwd=root, env=environment(), check=True)


def put_back(root: Path, path: str) -> None:
    shutil.copy(LODOS / path, root / path)


def append(root: Path, path: str, text: str) -> None:
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(text)


def run(root: Path, day: str, *words: str) -> Ended:
    return auditctl(root, "--as-of", day, *words, "--no-input")


def technical_test_agreed(root: Path) -> None:
    put_back(root, f"{MAIN}/schedule.yaml")


def analysis_begun(root: Path) -> None:
    ended = run(
        root, "2026-10-07", "capa", "cause", f"{AUDIT}/leaver", "--method", "fishbone", "--by", "burak"
    )
    assert (ended.code, "give it with --cause" in ended.err) == (2, True), ended.err
    append(root, LEAVERS, "cause: {method: fishbone, by: burak-yilmaz}\n")


def flawed_plan_submitted(root: Path) -> None:
    append(root, SOA, "plan:\n  - {step: submitted, by: elif-koc, date: 2026-11-02}\n")


def evidence_added(root: Path) -> None:
    append(root, f"{MAIN}/findings/key-management-procedure.yaml", "evidence: [key-prc]\n")


def words_of_the_cancellation(root: Path) -> None:
    capa = root / MAIN / "capas" / "key-management-procedure.yaml"
    text = capa.read_text("utf-8")
    assert "key-management-procedure was withdrawn" in text
    capa.write_text(
        text.replace("key-management-procedure was withdrawn", "the finding was withdrawn"), "utf-8"
    )


def failed_effect(root: Path) -> None:
    words = ("--result", "ineffective", "--audit", AUDIT, "--by", "ingrid-lind")
    ended = run(root, "2026-10-16", "capa", "verify", "2025-full/leaver-accounts", *words)
    assert (ended.code, "CAP011 forbids it" in ended.err) == (3, True), ended.err
    put_back(root, LEAVERS_2025)


def report_issued(root: Path) -> None:
    put_back(root, f"{MAIN}/report.yaml")
    report = root / MAIN / "report.yaml"
    later = r"^(?:  - \{to: asli-polat|issued: ).*\n"
    report.write_text(re.sub(later, "", report.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    for path in (LODOS / MAIN / "findings").glob("*.yaml"):
        if number := plain(path).get("number"):
            append(root, f"{MAIN}/findings/{path.name}", f"number: {number}\n")
    ended = run(root, "2026-10-23", "report", "issue", AUDIT, "--by", "deniz-sahin")
    assert ended.code == 0, ended.err


def days_after_the_report(root: Path) -> None:
    for path in ("programmes/2025-2027.yaml", f"{MAIN}/report.yaml"):
        put_back(root, path)


def checklist_named(*sessions: str) -> Callable[[Path], object]:
    def write(root: Path) -> None:
        for session in sessions:
            paper = root / MAIN / "workpapers" / f"{session}.yaml"
            name = plain(LODOS / MAIN / "workpapers" / paper.name)["checklist"]
            paper.write_text(f"checklist: {name}\n{paper.read_text('utf-8')}", "utf-8")

    return write


def walked_and_completed(root: Path) -> None:
    walk(root)
    effect = plain(LODOS / MAIN / "findings" / f"{AT_ONCE[1]}.yaml")["effect"]
    append(root, f"{MAIN}/findings/{AT_ONCE[1]}.yaml", f"effect: {effect}\n")


def other_audit(folder: str) -> Callable[[Path], object]:
    return lambda root: shutil.copytree(LODOS / folder, root / folder)


BY_HAND: dict[tuple[str, int], Callable[[Path], object]] = {
    # planning: no command agrees a technical test with the process owner
    ("2026-09-28", 0): technical_test_agreed,
    # the walk asks for the essentials; what the finding can lead to is written into its file
    ("2026-10-05", WALK): walked_and_completed,
    # these sessions say which checklist their reworded questions came from
    ("2026-10-06", LINE): checklist_named("access", "backup"),
    ("2026-10-13", LINE): checklist_named("physical"),
    # an analysis that has begun and found nothing yet: `capa cause` wants a cause
    ("2026-10-07", CAPA): analysis_begun,
    # no command adds evidence to a finding that stands: the procedure was handed in at the closing meeting
    ("2026-10-16", EVIDENCE): evidence_added,
    # `finding withdraw` cancels the corrective action too, in words of its own
    ("2026-10-16", FACT): words_of_the_cancellation,
    # 2025-full/leaver-accounts was closed without criterion and evidence (CAP011): no step passes over that
    ("2026-10-16", CAPA): failed_effect,
    # the lead writes the report, and had numbered the findings at the closing meeting in an order of their own
    ("2026-10-23", REPORT): report_issued,
    ("2026-10-26", 0): days_after_the_report,
    # a plan that must not be submitted: the sample shows what `check` says of one that was, by hand
    ("2026-11-02", CAPA): flawed_plan_submitted,
    **{(day, 0): other_audit(folder) for day, folder in OTHERS.items()},
}
REFUSED = {("capa", "submit", f"{AUDIT}/soa-outsourced-development"): ("CAP004", "CAP005", "CAP006")}

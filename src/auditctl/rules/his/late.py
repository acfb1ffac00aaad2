"""Facts that were written down long after their day."""

from collections.abc import Iterator
from datetime import date

from auditctl.analysis.recorded import GRACE, Recording, approvals_and_verifications, late
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.repository.history import History
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history


@rule_of_history("HIS002", "recorded-late", Severity.warning, basis="house")
def recorded_late(repository: Repository, history: History) -> Iterator[Hit]:
    """A verification, an approval or the closing of an audit is dated more than 7 days before the commit that recorded it.

    Why: a record made at the time proves more than one made afterwards. Where git says that an approval was written
    down weeks after its date, somebody will ask what was there on that date. Of the two dates of a commit the later one
    counts, for whoever commits sets the author date as they like.

    Fix: record what happens within the week, and merge a branch that waits as it is: squashing gives all its facts the
    date of the merge, and a rebase gives its commits a new committer date. Where it was late, or only rebased late, say
    so in a comment `# auditctl: ignore[HIS002] reason`. What the first commit brought along was recorded before git came
    and does not count, nor does what lies before `records_since`.
    """
    since = repository.settings.records_since
    facts = (fact for fact in approvals_and_verifications(repository) if not since or fact.day >= since)
    found: dict[str, list[Recording]] = {}
    for held in late(history, facts, GRACE):
        if held.version.commit.id != history.first:
            found.setdefault(held.fact.site.document.path, []).append(held)
    for recordings in found.values():
        first, *others = sorted(recordings, key=lambda held: held.fact.day)
        yield Hit(
            first.fact.site,
            listed([_told(held) for held in (first, *others)]),
            help="say why it was late in a comment `# auditctl: ignore[HIS002] reason`",
            related=tuple((held.fact.site, held.fact.what) for held in others),
            audit=first.fact.audit,
        )


def _told(held: Recording) -> str:
    commit = held.version.commit
    if commit.day != commit.committed_day:
        return phrase(
            "%(what)s on %(day)s was recorded on %(recorded)s, in the commit %(commit)s (author date %(authored)s, "
            "committer date %(committed)s)",
            what=held.fact.what, day=held.fact.day, recorded=commit.recorded, commit=commit.short,
            authored=_shown(commit.day), committed=_shown(commit.committed_day),
        )  # fmt: skip
    return phrase(
        "%(what)s on %(day)s was recorded on %(recorded)s, in the commit %(commit)s",
        what=held.fact.what, day=held.fact.day, recorded=commit.recorded, commit=commit.short,
    )  # fmt: skip


def _shown(day: date | None) -> str:
    return str(day) if day else phrase("unreadable")

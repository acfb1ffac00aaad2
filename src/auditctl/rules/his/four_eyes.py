"""Who wrote down what was done, and who that it worked."""

from collections.abc import Iterator

from auditctl.analysis.recorded import Dated, done_items, read_ahead, recording, verifications
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa
from auditctl.model.record import Hit, Record
from auditctl.phrases import counted
from auditctl.repository import Repository
from auditctl.repository.history import History
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history


@rule_of_history("HIS004", "one-hand", Severity.warning, basis="house")
def one_hand(repository: Repository, history: History) -> Iterator[Hit]:
    """The verification of a corrective action and what it verifies were recorded by the same git author, where several authors exist.

    Why: the verifier is another person than the owner of an action because two pairs of eyes see more. If one hand
    wrote down both, the second pair may never have looked.

    Fix: let the verifier commit the verification themselves, or sign the report of it. Where one person keeps the records
    for all, say so in a comment `# auditctl: ignore[HIS004] reason`.
    """
    writers = _Writers(repository, history)
    if writers.count < 2:  # noqa: PLR2004 - one alone records everything
        return
    verified = [record for record in repository.capas.values() if record.data.verifications]
    read_ahead(history, (fact for record in verified for fact in verifications(record)))
    for record in verified:
        yield from _of_capa(record, writers)


class _Writers:
    """Git authors as people: all addresses of a person are one author."""

    def __init__(self, repository: Repository, history: History) -> None:
        self._history = history
        self._people = {
            email.strip().casefold(): person
            for person, record in repository.people.items()
            for email in record.data.emails
        }
        self.count = len({self.named(email) for email in history.authors})

    def named(self, email: str) -> str:
        return self._people.get(email.casefold(), email.casefold())

    def of(self, fact: Dated) -> str:
        """Return who recorded a fact; nothing for one that is not committed yet."""
        found = recording(self._history, fact)
        return self.named(found.version.commit.email) if found else ""


def _of_capa(record: Record[Capa], writers: _Writers) -> Iterator[Hit]:
    done = [(item, writers.of(item)) for item in done_items(record)]
    for index, fact in enumerate(verifications(record)):
        writer = writers.of(fact)
        same = [item for item, other in done if writer and other == writer and item.day <= fact.day]
        if same:
            names = listed([item.what for item in same])
            yield Hit(
                record.at("verifications", index, "by"),
                counted(
                    "%(writer)s recorded both that %(items)s of %(capa)s was done and that it was verified",
                    "%(writer)s recorded both that %(items)s of %(capa)s were done and that it was verified",
                    len(same),
                    writer=writer,
                    items=names,
                    capa=record.id,
                ),
                help="let the verifier commit the verification, or say in a comment why one person keeps the records",
                related=tuple((item.site, "done") for item in same),
                audit=record.audit,
                capa=record.name,
            )
            return

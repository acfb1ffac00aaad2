"""Which corrective actions the rules look at."""

from collections.abc import Iterator

from auditctl.analysis.lifecycle import is_cancelled, is_for_nonconformity
from auditctl.model.capa import Capa
from auditctl.model.record import Record
from auditctl.repository import Repository


def live(repository: Repository) -> Iterator[Record[Capa]]:
    """Yield every CAPA, of an audit or of the root, that is neither cancelled nor merged."""
    return (capa for capa in repository.capas.values() if not is_cancelled(capa.data))


def of_nonconformities(repository: Repository) -> Iterator[Record[Capa]]:
    """Yield those that answer a nonconformity, or an origin that is graded one."""
    return (capa for capa in live(repository) if is_for_nonconformity(repository, capa))

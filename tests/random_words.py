"""What stands in a repository, and the words that somebody might type of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from random_company import random_text

Words = list[str]
RARE = 0.1
_ITEMS = ("containment", "correction", "actions")


@dataclass(frozen=True)
class World:
    """What stands in the repository, as plain data by path, and the folder with files to take in."""

    data: Mapping[str, Any]
    today: date
    outside: Path

    def named(self, folder: str) -> list[str]:
        """Return the records of a folder as AUDIT/id; those of the root by their id."""
        found = []
        for path in self.data:
            match path.removesuffix(".yaml").split("/"):
                case ["audits", audit, within, name] if within == folder:
                    found.append(f"{audit}/{name}")
                case [within, name] if within == folder:
                    found.append(name)
        return sorted(found)

    @property
    def audits(self) -> list[str]:
        return sorted({path.split("/")[1] for path in self.data if path.startswith("audits/")})

    def keys(self, part: str) -> list[str]:
        """Return the names in a part of the root, such as people."""
        return list(self.data["auditctl.yaml"][part])

    def sessions(self, audit: str) -> list[str]:
        schedule = self.data.get(f"audits/{audit}/schedule.yaml")
        schedule = schedule or (self.data.get(f"audits/{audit}/audit.yaml") or {}).get("schedule") or {}
        return list(schedule.get("sessions", {}))

    def capa(self, name: str) -> Any:
        audit, mark, bare = name.partition("/")
        return self.data[f"audits/{audit}/capas/{bare}.yaml" if mark else f"capas/{name}.yaml"]

    def items(self, name: str) -> list[str]:
        return [key for group in _ITEMS for key in self.capa(name).get(group, {})]


@dataclass(frozen=True)
class Writer:
    """Makes up the words of one command line."""

    chance: Random
    world: World

    def often(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def one(self, known: Sequence[str], *others: str) -> str:
        """Return one of these, now and then another one; an unknown one where there is none."""
        rare = others and self.often(RARE)
        return self.chance.choice(others if rare or (others and not known) else known or ["unknown"])

    def record(self, folder: str) -> str:
        """Return a record in full or by its id alone."""
        name = self.one(self.world.named(folder))
        return name if self.often() else name.rpartition("/")[2]

    def flag(self, flag: str, *values: str) -> Words:
        """Return a flag with one of these values, or nothing."""
        return [flag, self.chance.choice(values)] if values and self.often() else []

    def of(self, flag: str, folder: str, most: int = 2) -> Words:
        """Return a flag with records, perhaps none."""
        names = [name.rpartition("/")[2] for name in self.world.named(folder)]
        return [
            word for _ in range(self.chance.randint(0, most)) for word in (flag, self.one(names, "unknown"))
        ]

    def words(self) -> str:
        return random_text(self.chance)

    def text(self, flag: str) -> Words:
        return [f"{flag}={self.words()}"]

    def texts(self, flag: str, most: int) -> Words:
        return [word for _ in range(self.chance.randint(0, most)) for word in self.text(flag)]

    def day(self, least: int = -30, most: int = 0) -> str:
        """Return a day around today; a few of them lie further on than they may."""
        return str(self.world.today + timedelta(self.chance.randint(least, most + 1)))

    def person(self) -> str:
        return self.one(self.world.keys("people"), "olga", "nobody", "Ann Audit", "a", "")

    def dated(self) -> Words:
        return ["--date", self.day()] if self.often(0.4) else []

    def signed(self) -> Words:
        """Return who and when, as far as it is said."""
        return [*(["--by", self.person()] if self.often(0.8) else []), *self.dated()]

"""The next sensible step of a corrective action, as its data says, so that a random walk gets anywhere."""

from datetime import timedelta

from random_words import Words, World


def next_step(world: World, name: str, result: str) -> Words:
    """Return the step that is due; where the effect can be judged, with this result."""
    data, later = world.capa(name), str(world.today + timedelta(10))
    items = {key: item for group in ("containment", "correction", "actions") for key, item in data.get(group, {}).items()}  # fmt: skip
    undone = [key for key, item in items.items() if "done" not in item]
    plan = data.get("plan") or [{"step": ""}]
    steps: tuple[tuple[bool, Words], ...] = (
        (
            "cause" not in data,
            ["cause", name, "--method", "other", "--cause", f"no task of {name} has a deputy"],
        ),
        ("extent" not in data, ["extent", name, "--checked", "keys", "--result", "two more"]),
        ("actions" not in data, ["action", name, "A register", "--due", later]),
        (plan[-1]["step"] in {"", "rejected"}, _submitted(name, later)),
        (plan[-1]["step"] == "submitted", ["approve", name, "--by", world.keys("people")[-1]]),
        (bool(undone), ["done", name, *undone[:1], "--proof", "seen in OPS-12"]),
        ("implementation" not in data, ["check", name, "--by", world.keys("people")[-1]]),
    )
    if any(held["result"] == "ineffective" for held in data.get("verifications", [])):
        followers = [
            other
            for other in world.named("capas")
            if world.capa(other).get("follows", "/").rpartition("/")[2] == name.rpartition("/")[2]
        ]
        return next_step(world, followers[-1], result) if followers else ["capa", "follow", name]
    due = [words for is_due, words in steps if is_due]
    return ["capa", *(due[0] if due else _verified(world, name, result))]


def _submitted(name: str, later: str) -> Words:
    return ["submit", name, "--criterion", "two tests in a row on time", "--not-before", later]


def _verified(world: World, name: str, result: str) -> Words:
    audit = name.rpartition("/")[0]
    shown = [
        record.rpartition("/")[2] for record in world.named("evidence") if record.startswith(f"{audit}/")
    ]
    evidence = ["--evidence", shown[-1]] if audit and shown else []
    return ["verify", name, "--result", result, "--by", world.keys("people")[-1], *evidence]

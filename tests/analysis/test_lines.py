from auditctl.analysis.lines import circles

MANY = 50_000


def test_a_line_without_a_circle_has_none() -> None:
    assert circles({"tom": "olga", "olga": "mia"}) == []


def test_each_circle_is_told_once_from_who_is_named_first() -> None:
    managers = {"ida": "tom", "mia": "olga", "tom": "mia", "olga": "tom", "paul": "paul"}
    assert circles(managers) == [("mia", "olga", "tom"), ("paul",)]


def test_a_circle_of_a_whole_town_and_a_town_of_circles_end_soon() -> None:
    ring = {str(person): str((person + 1) % MANY) for person in range(MANY)}
    pairs = {str(person): str(person ^ 1) for person in range(MANY)}
    assert [len(circle) for circle in circles(ring)] == [MANY]
    assert len(circles(pairs)) == MANY // 2

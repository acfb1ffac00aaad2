import pytest

import small_repository

COUNTED = frozenset({"git", "seal"})
"""Folders whose command lines run in the process of the tests; all others start one as a user does."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-goldens", action="store_true", help="write the expected outputs of the examples anew"
    )


@pytest.fixture
def write_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--write-goldens"))


@pytest.fixture(autouse=True)
def where_command_lines_run(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let coverage see what runs git, in the folders where every command line does."""
    monkeypatch.setattr(small_repository, "runs_within", request.path.parent.name in COUNTED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long loops first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)

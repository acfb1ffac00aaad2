"""Data flows one way: what may import what, who may print, and who may ask for today."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "auditctl"
LAYERS = [
    {"errors", "diagnostics", "fingerprints", "phrases", "resources", "__init__"},
    {"source"},
    {"model"},
    {"repository"},
    {"analysis"},
    {"rules"},
    {"alone", "check", "silencing", "introduced"},
    {"planning", "reports", "outputs", "writing", "exchange"},
    {"pack"},
    {"cli", "__main__"},
]
SIBLINGS = {"planning", "reports", "outputs", "writing", "exchange"}
ALLOWED_SIBLINGS = {("planning", "writing"): "`init` writes the schemas that new records name"}
MODULES = sorted(SOURCE.rglob("*.py"))


def layer(name: str) -> int:
    found = [index for index, names in enumerate(LAYERS) if name in names]
    assert found, f"{name} is in no layer"
    return found[0]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("auditctl"):
            parts = node.module.split(".")
            if len(parts) > 1:
                yield parts[1]
            else:
                yield from (alias.name if layer_exists(alias.name) else "__init__" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("auditctl.")
            )


def layer_exists(name: str) -> bool:
    return any(name in names for names in LAYERS)


def typing_only(tree: ast.Module) -> ast.Module:
    """Return the module without what stands under `if TYPE_CHECKING`."""
    body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return ast.Module(body, [])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_imports_run_downwards_only(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    for name in imported(typing_only(ast.parse(path.read_text("utf-8")))):
        assert layer(name) <= layer(own), f"{own} imports {name}, which stands above it"
        if {own, name} <= SIBLINGS and own != name:
            assert (own, name) in ALLOWED_SIBLINGS, f"{own} imports its sibling {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_only_the_command_line_prints_and_only_the_app_asks_for_today(path: Path) -> None:
    at = path.relative_to(SOURCE).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called == "print":
            assert at.startswith("cli/") or at == "outputs/console.py"
        if called.split(".")[-1] in {"today", "now", "utcnow"} and called.split(".")[0] in {
            "date",
            "datetime",
            "time",
        }:
            assert at == "cli/app.py"


def test_the_layers_name_every_part_of_the_package() -> None:
    parts = {
        path.name.removesuffix(".py")
        for path in SOURCE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert parts == set().union(*LAYERS)

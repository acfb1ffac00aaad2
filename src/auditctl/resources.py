"""Files that ship beside the code: templates, examples, message catalogues, and the case files of the rules."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(installed: str, checkout: str) -> Path:
    """Return a folder of the wheel, or the live one of a checkout."""
    inside = _PACKAGE / installed
    return inside if inside.is_dir() else _CHECKOUT / checkout


def templates_folder() -> Path:
    return _folder("templates", "templates")


def examples_folder() -> Path:
    return _folder("examples", "examples")


def cases_folder() -> Path:
    """Return the folder of the rules' case files, `CODE.md` each."""
    return _folder("cases", "tests/rules")


def catalogue_file(language: str) -> Path:
    """Return the compiled message catalogue of a language."""
    return _PACKAGE / "locales" / language / "LC_MESSAGES" / "auditctl.mo"

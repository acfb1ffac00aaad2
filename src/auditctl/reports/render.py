"""From the views of a report through its template to Markdown or HTML.

Templates run in Jinja's sandbox on frozen views. A repository's own `templates/` override the shipped ones by name;
there `auditctl/NAME` still names the shipped one, to extend or include.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditctl.diagnostics import Outcome
from auditctl.errors import AuditctlError, CannotRead
from auditctl.reports import prose
from auditctl.reports.context import audit_report
from auditctl.reports.look import look
from auditctl.reports.markdown import escaped
from auditctl.reports.programme import programme_report
from auditctl.reports.words import word, words
from auditctl.repository import Audit, Cycle, Repository
from auditctl.resources import templates_folder
from auditctl.source.files import read_bytes, reason, safe_path

if TYPE_CHECKING:
    from jinja2 import Environment

OWN = "templates/"
SHIPPED = "auditctl/"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 .,:/-]")


class TemplateRefused(AuditctlError):
    """A repository's own template that cannot be used, with the line where it fails."""

    def __init__(self, path: str, line: int, message: str) -> None:
        place = f"{path}, line {line}" if line else path
        super().__init__(
            f"{place}: {message}", "mend the template, or remove it to use the one that ships with auditctl"
        )


def render(repository: Repository, audit: Audit, outcome: Outcome, format_: str) -> str:
    """Return the internal audit report as `md` or `html`; the same input gives the same text.

    Raises TemplateRefused for an own template that does not work, NoColor and CannotRead for the look.
    """
    return document(repository, "audit", audit_report(repository, audit, outcome), format_)


def render_programme(repository: Repository, cycle: Cycle, format_: str) -> str:
    """Return the report of a programme as `md` or `html`; raises what `render` raises."""
    return document(repository, "programme", programme_report(repository, cycle), format_)


def document(repository: Repository, name: str, report: object, format_: str) -> str:
    """Return a view through its template `report/NAME.FORMAT.j2`, `md` or `html`; raises what `render` raises."""
    environment = ENVIRONMENTS[format_](repository.root)
    values = {"report": report, "look": look(repository)}
    return f"{_rendered(environment, f'report/{name}.{format_}.j2', values).strip()}\n"


def _rendered(environment: "Environment", name: str, values: dict[str, object]) -> str:
    from jinja2 import TemplateError  # noqa: PLC0415 - only a report needs Jinja

    try:
        return environment.get_template(name).render(values)
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        place = _own_place(error)
        if place is None:
            raise
        raise TemplateRefused(*place, str(error)) from error


def _own_place(error: Exception) -> tuple[str, int] | None:
    """Return the file and line of an own template in which an error arose, or nothing where it is a bug of ours."""
    found = None
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename.startswith(OWN):
            found = at.tb_frame.f_code.co_filename, at.tb_lineno
        at = at.tb_next
    return found


def _loaded(root: Path, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """Return source and name of a template: the repository's own, else the shipped one."""
    if not name.startswith(SHIPPED):
        try:
            safe_path(root, f"{OWN}{name}")
            text = read_bytes(root, f"{OWN}{name}").decode("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            raise CannotRead(f"{OWN}{name}", reason(error)) from error
        except UnicodeDecodeError as error:
            raise CannotRead(f"{OWN}{name}", "it is not UTF-8") from error
        except ValueError:
            raise CannotRead(f"{OWN}{name}", "it lies outside the repository") from None
        else:
            return text, f"{OWN}{name}", lambda: True
    return _shipped(name.removeprefix(SHIPPED))


def _shipped(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    try:
        path = safe_path(templates_folder(), name)
    except ValueError:
        return None
    return (path.read_text("utf-8"), f"{SHIPPED}{name}", lambda: True) if path.is_file() else None


def _environment(
    root: Path, finalize: Callable[[object], object], **filters: Callable[..., object]
) -> "Environment":
    """Return an environment in which every value is made harmless unless a filter did that already."""
    from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(partial(_loaded, root)),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    environment.globals.update({"_": _phrase, "ngettext": _phrase_of, "word": word, "words": words})
    return environment


def html_environment(root: Path) -> "Environment":
    """Return the environment of HTML templates: values are escaped, prose is sanitised."""
    from markupsafe import Markup  # noqa: PLC0415

    def safe(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return "" if value is None else prose.clean(str(value))

    return _environment(root, safe, prose=lambda text: Markup(prose.html(text)), css=_css)  # noqa: S704 - nh3 cleaned it


def markdown_environment(root: Path) -> "Environment":
    """Return the environment of Markdown templates: values are one escaped line, prose is written anew."""
    from markupsafe import Markup  # noqa: PLC0415

    def safe(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return Markup("" if value is None else escaped(prose.clean(str(value))))  # noqa: S704 - escaped for Markdown

    return _environment(root, safe, prose=lambda text: Markup(prose.markdown(text)))  # noqa: S704 - written from tokens


ENVIRONMENTS = {"html": html_environment, "md": markdown_environment}


def _phrase(phrase: str, **values: Any) -> str:
    """Return a phrase of a template with its values; they are escaped with it where it is printed."""
    return phrase % values if values else phrase


def _phrase_of(one: str, many: str, n: int, **values: Any) -> str:
    """Return the phrase for a number, which it names `%(n)s`."""
    return (one if n == 1 else many) % {"n": n, **values}


def _css(text: str) -> str:
    """Return text for a quoted string of CSS, in which nothing can end the string or the style."""
    return _NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text)

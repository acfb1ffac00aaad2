"""From the views of a report through its template to Markdown or HTML.

Templates run in Jinja's sandbox on frozen views and say everything in the language of the report. A repository's own
`templates/` override the shipped ones by name; there `auditctl/NAME` still names the shipped one, to extend or include.
"""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from auditctl.diagnostics import Outcome
from auditctl.errors import AuditctlError, CannotRead
from auditctl.reports import prose
from auditctl.reports.confined import Job, has_own_templates, laid_out_apart, place_of
from auditctl.reports.context import audit_report
from auditctl.reports.language import Language, language_of, unofficial_titles
from auditctl.reports.look import look
from auditctl.reports.markdown import escaped
from auditctl.reports.own_blocks import lost_block
from auditctl.reports.pictures.lettering import backing, lettered
from auditctl.reports.speaking import filters, speaking, titled
from auditctl.repository import Audit, Repository
from auditctl.resources import templates_folder
from auditctl.source.files import read_bytes, reason, safe_path

if TYPE_CHECKING:
    from auditctl.reports.sandbox import Sandbox

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


def language_for(repository: Repository, code: str = "") -> Language:
    """Return the language asked for by its code, else that of the settings."""
    return language_of(code or repository.settings.language.value)


def render(
    repository: Repository, audit: Audit, outcome: Outcome, format_: str, language: Language | None = None
) -> str:
    """Return the internal audit report as `md` or `html`; the same input gives the same text.

    Without a language it is that of the settings. Raises TemplateRefused for an own template that does not work,
    NoColor and CannotRead for the look.
    """
    spoken = language or language_for(repository)
    return document(repository, "audit", audit_report(repository, audit, outcome), format_, spoken)


def document(
    repository: Repository, name: str, report: object, format_: str, language: Language | None = None
) -> str:
    """Return a view through its template `report/NAME.FORMAT.j2`, `md` or `html`; raises what `render` raises."""
    spoken = language or language_for(repository)
    titles = unofficial_titles(repository.requirements, spoken)
    job = Job(repository.root, name, format_, spoken.code, report, look(repository), titles)
    return laid_out_apart(job) if has_own_templates(repository.root) else laid_out(job)


def laid_out(job: Job) -> str:
    """Return the text of a view through its template; raises TemplateRefused."""
    environment = ENVIRONMENTS[job.format](job.root, language_of(job.language))
    environment.globals["unofficial"] = job.unofficial
    values = {"report": job.report, "look": job.look}
    return f"{_rendered(environment, f'report/{job.name}.{job.format}.j2', values).strip()}\n"


def _rendered(environment: "Sandbox", name: str, values: dict[str, object]) -> str:
    from jinja2 import TemplateError  # noqa: PLC0415 - only a report needs Jinja

    try:
        return environment.get_template(name).render(values)
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        CannotRead,
        RecursionError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        place = place_of(error) or _while_loaded(environment, error)
        if place is not None:
            raise TemplateRefused(*place, _said(error)) from error
        if isinstance(error, AuditctlError) or not environment.loaded:
            raise
        raise _unfit(environment, error) from error


def _said(error: Exception) -> str:
    """Return what is wrong in words for who wrote the template."""
    from jinja2 import TemplateNotFound  # noqa: PLC0415

    match error:
        case TemplateNotFound(name=str(name)):
            return f"there is no template {name!r}"
        case SyntaxError(msg=str(message)):
            return message
    return str(error)


def _while_loaded(environment: "Sandbox", error: Exception) -> tuple[str, int] | None:
    """Return the own template that was too deep to be read, or nothing where the error is none of a template."""
    is_too_deep = isinstance(error, RecursionError | SyntaxError) and environment.loaded
    return (environment.loaded[-1], 0) if is_too_deep else None


def _unfit(environment: "Sandbox", error: Exception) -> TemplateRefused:
    """Return the refusal of own templates without something that a shipped one, where the error arose, asks of them."""
    asked = place_of(error, SHIPPED)
    where = f" (where {asked[0]}, line {asked[1]} uses it)" if asked else ""
    return TemplateRefused(", ".join(dict.fromkeys(environment.loaded)), 0, f"{_said(error)}{where}")


def _loaded(root: Path, environment: "Sandbox", name: str) -> tuple[str, str, Callable[[], bool]] | None:
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
            environment.loaded.append(f"{OWN}{name}")
            if lost := lost_block(environment, text):
                raise TemplateRefused(f"{OWN}{name}", *lost)
            return text, f"{OWN}{name}", lambda: True
    return _shipped(name.removeprefix(SHIPPED))


def _shipped(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    try:
        path = safe_path(templates_folder(), name)
    except ValueError:
        return None
    return (path.read_text("utf-8"), f"{SHIPPED}{name}", lambda: True) if path.is_file() else None


def _environment(
    root: Path, language: Language, finalize: Callable[[object], object], **own: Callable[..., object]
) -> "Sandbox":
    """Return an environment in which every value is made harmless unless a filter did that already."""
    from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415

    from auditctl.reports.sandbox import Sandbox  # noqa: PLC0415

    environment = Sandbox(
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.loader = FunctionLoader(partial(_loaded, root, environment))
    environment.filters.update(filters(language) | own)
    environment.globals.update(speaking(language, finalize) | {"language": language.code})
    return environment


def html_environment(root: Path, language: Language) -> "Sandbox":
    """Return the environment of HTML templates: values are escaped, prose is sanitised."""
    from markupsafe import Markup  # noqa: PLC0415

    def safe(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return "" if value is None else prose.clean(language.say(value))

    return _environment(
        root,
        language,
        safe,
        prose=lambda text: Markup(prose.html(text)),  # noqa: S704 - nh3 cleaned it
        css=lambda text: _css(language.say(text)),
        lettered=partial(lettered, language=language),
        titled=partial(titled, language=language, safe=safe),
        backing=backing,
    )


def markdown_environment(root: Path, language: Language) -> "Sandbox":
    """Return the environment of Markdown templates: values are one escaped line, prose is written anew."""
    from markupsafe import Markup  # noqa: PLC0415

    def safe(value: object) -> object:
        if isinstance(value, Markup):
            return value
        return Markup("" if value is None else escaped(prose.clean(language.say(value))))  # noqa: S704 - escaped for Markdown

    return _environment(root, language, safe, prose=lambda text: Markup(prose.markdown(text)))  # noqa: S704 - written from tokens


ENVIRONMENTS = {"html": html_environment, "md": markdown_environment}


def _css(text: str) -> str:
    """Return text for a quoted string of CSS, in which nothing can end the string or the style."""
    return _NOT_PLAIN.sub(lambda match: f"\\{ord(match[0]):x} ", text)

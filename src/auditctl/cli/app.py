"""The command line: global options, commands loaded when they are called, errors and exit codes."""

import os
import sys
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from auditctl.cli.choosing import choice
from auditctl.cli.commands import COMMANDS
from auditctl.cli.overview import OPTIONS, overview
from auditctl.errors import AuditctlError

EXIT_REFUSED = 3
EXIT_BUG = 70
EXIT_INTERRUPTED = 130
GLOBAL_VALUES = ("-C", "--as-of", "--color")
GLOBAL_FLAGS = ("--debug",)


class Color(StrEnum):
    auto = "auto"
    always = "always"
    never = "never"


SAME = {"--due": "--to", "--reason": "--why"}
"""Options that other commands have, or that people expect, and what the same is called where there is none of that name."""


class Overview(TyperGroup):
    """The commands, imported one at a time; the overview itself imports none of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is typer's
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        for entry in COMMANDS:
            if entry.name == cmd_name:
                command = typer.main.get_command(import_module(f"auditctl.cli.{entry.module}").app)
                command.name = entry.name
                return command
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

            near = nearest(args[0], names)
            ctx.fail(f"there is no command {args[0]!r}" + (f"; did you mean {near}?" if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        from typer._click.exceptions import NoSuchOption  # noqa: PLC0415 - the parser has it anyway

        try:
            return super().invoke(ctx)
        except NoSuchOption as error:
            meant = SAME.get(error.option_name)
            takes = error.ctx.command.params if error.ctx else []
            if meant and any(meant in held.opts for held in takes):
                error.possibilities = [meant]
            raise

    def get_help(self, ctx: Any) -> str:  # noqa: ARG002
        return overview().rstrip("\n")


app = typer.Typer(
    cls=Overview,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date: write YYYY-MM-DD") from None


def _version(asked: bool) -> None:
    if asked:
        from auditctl import __version__  # noqa: PLC0415

        typer.echo(f"auditctl {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    directory: Path = typer.Option(Path(), "-C", metavar="DIR", help=OPTIONS["-C DIR"]),
    as_of: str = typer.Option(
        "", "--as-of", metavar="DATE", envvar="AUDITCTL_TODAY", help=OPTIONS["--as-of DATE"]
    ),
    color: Annotated[Color, choice(Color, "--color", OPTIONS["--color auto|always|never"])] = Color.auto,
    debug: bool = typer.Option(False, "--debug", help=OPTIONS["--debug"]),  # noqa: ARG001 - read by run
    version: bool = typer.Option(  # noqa: ARG001 - its callback acts
        False, "--version", "-V", callback=_version, is_eager=True, help=OPTIONS["-V, --version"]
    ),
) -> None:
    """Take the global options; the overview has the words."""
    from auditctl.cli.call import Call  # noqa: PLC0415 - the overview does not need it

    clock = None if as_of else date.today  # the only place that knows it
    ctx.obj = Call(directory, clock() if clock else _day(as_of), color, clock)


def run(arguments: list[str]) -> None:
    """Run a command line; every error ends in one sentence and its exit code."""
    try:
        app(args=_globals_first(arguments), prog_name="auditctl")
    except SystemExit as ended:
        # the parser ends with 1 where the reader of a pipe went away, which is no problem of anybody
        went_away = type(sys.stdout).__name__ == "PacifyFlushWrapper"
        sys.exit(0 if went_away else ended.code)
    except AuditctlError as refusal:
        _say(refusal.sentence, refusal.way_out)
        sys.exit(refusal.exit_code)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # the reader went away; keep Python from complaining about it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _say(_system_sentence(error), "nothing is half written; try again when that is mended")
        sys.exit(EXIT_REFUSED)
    except Exception:  # noqa: BLE001 - the one place where a bug becomes exit code 70
        _bug(debug="--debug" in arguments)
        sys.exit(EXIT_BUG)


def _globals_first(arguments: list[str]) -> list[str]:
    """Return the words with global options in front, so that they may stand behind the command too."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in GLOBAL_FLAGS or word.startswith(
            tuple(f"{name}=" for name in GLOBAL_VALUES if name.startswith("--"))
        ):
            front.append(word)
        elif word in GLOBAL_VALUES:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        else:
            rest.append(word)
    return front + rest


def _say(sentence: str, way_out: str) -> None:
    from auditctl.source.text import visible  # noqa: PLC0415 - only an error needs it

    typer.echo(f"auditctl: {visible(sentence)}", err=True)
    for line in way_out.splitlines():
        typer.echo(f"  {visible(line)}", err=True)


def _system_sentence(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{(error.strerror or str(error)).lower()}"


def _bug(*, debug: bool) -> None:
    """Write the traceback to a file and say so in one line; where there is no room for a file, print it."""
    import tempfile  # noqa: PLC0415 - a bug is rare
    import traceback  # noqa: PLC0415

    trace = traceback.format_exc()
    words = f"auditctl {' '.join(sys.argv[1:])}\n{trace}"
    try:
        with tempfile.NamedTemporaryFile("wb", prefix="auditctl-bug-", suffix=".txt", delete=False) as file:
            file.write(words.encode("utf-8", "backslashreplace"))
        where = f"please report it with the file {file.name}"
    except OSError as error:
        debug, where = True, f"its report could not be saved ({error.strerror})"
    typer.echo(f"auditctl: this is a bug in auditctl; {where}", err=True)
    if debug:
        typer.echo(trace, err=True)

"""A group of commands one of which needs no name: `plan AUDIT`, `report AUDIT`."""

from typing import Any, ClassVar

from typer.core import TyperGroup

from auditctl.cli.completion import audits

SHOW = "show"


class ShowsByDefault(TyperGroup):
    """`GROUP AUDIT` is short for `GROUP show AUDIT`; only an audit that is called like a command needs the long form."""

    own_options: ClassVar[frozenset[str]] = frozenset()
    """What the group itself answers when it comes first; everything else is said to `show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # the shell asks what may come: a command or an audit
        if args and (args[0] in self.commands or args[0] in self.own_options):
            return super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            self._require_no_slip(ctx, args)
        return super().parse_args(ctx, [SHOW, *args])

    def _require_no_slip(self, ctx: Any, args: list[str]) -> None:
        """Fail where two words come and the first one is nearly a command: `show` takes one alone."""
        if len(args) > 1 and not any(word.startswith("-") for word in args[:2]):
            from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

            if near := nearest(args[0], self.commands):
                ctx.fail(f"there is no command {args[0]!r}; did you mean {near}?")

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem  # noqa: PLC0415 - the shell asked

        return [*super().shell_complete(ctx, incomplete), *map(CompletionItem, audits(incomplete))]

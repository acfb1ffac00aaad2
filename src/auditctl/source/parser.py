"""The event stream of YAML: libyaml's, or that of the pure parser where the extension is missing."""

from collections.abc import Iterator
from typing import Any

from yaml import MarkedYAMLError
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError

__all__ = ["MarkedYAMLError", "events", "has_libyaml"]


class PureParser(Reader, Scanner, Parser):
    """PyYAML's own parser, about thirty times slower than libyaml's."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        """Return the next event, None at the end.

        Raises ScannerError, like libyaml, for an escape beyond Unicode, where Scanner lets `chr` fail.
        """
        try:
            event: Any = super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError) as error:
            words = "found invalid Unicode character escape code"
            raise ScannerError(None, None, words, self.get_mark()) from error
        return event


def _libyaml() -> Any:
    """Return libyaml's parser, None where the extension is missing."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415 - the extension is optional
    except ImportError:
        return None
    return CParser


FAST: Any = _libyaml()


def has_libyaml() -> bool:
    """Whether the fast parser is there; without it a command should say that it reads slowly."""
    return FAST is not None


def events(text: str) -> Iterator[Any]:
    """Return the events of a text one by one; nothing of it is unfolded. Raises MarkedYAMLError."""
    parser = PureParser(text) if FAST is None else FAST(text)
    return iter(parser.get_event, None)

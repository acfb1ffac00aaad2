"""What a message says of each thing that it lists, as if it listed that one alone."""

from auditctl.phrases import Phrase, Series

Texts = tuple[str, ...]
ADDED = "; "
"""What joins a sentence with a remark on it."""


def alone(message: str) -> Texts:
    """Return a message once for each thing that it lists; nothing where it lists none.

    Of several lists each is told through with the others left out, so there are as many texts as things.
    """
    if isinstance(message, Series) and message.between == ADDED:
        first, *remarks = message.parts
        return tuple(ADDED.join([text, *map(str, remarks)]) for text in _each(first))
    return _each(message)


def _each(said: object) -> Texts:
    if isinstance(said, Series):
        return tuple(text for part in said.parts for text in _each(part) or (str(part),))
    if not isinstance(said, Phrase):
        return ()
    if said.things:
        return tuple(map(str, said.things))
    lists = {name: texts for name, value in said.values.items() if (texts := _each(value))}
    left_out = dict.fromkeys(lists, "…") | ({"n": 1} if said.number is not None else {})
    return tuple(
        said.one % {**said.values, **left_out, name: text} for name, texts in lists.items() for text in texts
    )

"""The message catalogues hold every phrase of templates and code, translated, and are compiled."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

import messages
from auditctl.reports.words import WORDS

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
TEMPLATES = sorted((messages.ROOT / "templates" / "report").glob("*.j2"))
STYLE = re.compile(r"\{% block style %\}.*?\{% endblock %\}", re.DOTALL)
SIGN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
SAID = frozenset({"_", "ngettext", "pgettext", "word", "words"})
"""The functions of templates that say something in the language of the report."""
UNTRANSLATED = frozenset({"sha256", "ISO", "IEC", "auditctl"})


def phrases(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(map(str, message.id))


def key(message: Message) -> tuple[str | None, str]:
    return message.context, phrases(message)[0]


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.fixture(scope="module")
def extracted() -> set[tuple[str | None, str]]:
    return {key(message) for message in messages.extracted() if message.id}


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_phrase_is_translated_and_none_is_fuzzy_or_obsolete(
    language: str, extracted: set[tuple[str | None, str]]
) -> None:
    held = messages.read(language)
    entries = [message for message in held if message.id]
    assert {key(message) for message in entries} == extracted, "run `make messages` and translate what is new"
    assert [key(message) for message in entries if not all(strings(message))] == []
    assert [key(message) for message in entries if message.fuzzy] == []
    assert list(held.obsolete) == []
    assert all(len(strings(message)) == held.num_plurals for message in entries if message.pluralizable)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_translation_has_the_values_of_its_phrase(language: str) -> None:
    for message in messages.read(language):
        if not message.id:
            continue
        wanted = set(PLACEHOLDER.findall("".join(phrases(message))))
        for string in strings(message):
            assert set(PLACEHOLDER.findall(string)) <= wanted, message.id
            if message.context is None:
                assert set(PLACEHOLDER.findall(string)) == wanted, message.id
            string % dict.fromkeys(wanted, "x")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    written = messages.read(language)
    with messages.compiled(language).open("rb") as file:
        compiled = {key(message): strings(message) for message in read_mo(file) if message.id}
    assert compiled == {key(message): strings(message) for message in written if message.id}
    with messages.compiled(language).open("rb") as file:
        used = GNUTranslations(file)
    assert used.info()["plural-forms"] == written.plural_forms


def test_the_template_of_the_catalogues_is_up_to_date(extracted: set[tuple[str | None, str]]) -> None:
    with messages.TEMPLATE.open("rb") as file:
        assert {key(message) for message in read_po(file) if message.id} == extracted


def test_bringing_them_up_to_date_changes_nothing_and_gives_the_same_bytes() -> None:
    for language in messages.LANGUAGES:
        once, again = (messages.translated(messages.updated(language)) for _ in range(2))
        assert once == again
        assert messages.written(messages.updated(language)) == messages.written(messages.read(language))


class Text(HTMLParser):
    """What a reader of a page sees or hears: its text and the attributes that are read out."""

    HEARD = frozenset({"alt", "title", "aria-label", "placeholder", "summary", "label"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"style", "script"}
        self.found += [value for name, value in attrs if name in self.HEARD and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def written_text(path: Path) -> str:
    """Return a template without its styles and what Jinja does, so that only what is written into it is left."""
    source = STYLE.sub("", path.read_text("utf-8"))
    return "".join(
        "§" if kind == "variable_begin" else token if kind == "data" else ""
        for _, kind, token in Environment(autoescape=True).lex(source)
    )


def constants(node: nodes.Node) -> Iterator[str]:
    """Yield the texts in what a template prints, other than those that are said in the language of the report."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in SAID:
        for value in node.kwargs:
            yield from constants(value.value)
        if node.node.name == "ngettext":
            yield from (text for argument in node.args[2:] for text in constants(argument))
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from constants(child)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_words_outside_of_a_phrase(path: Path) -> None:
    text = written_text(path)
    seen = Text(text).found if path.name.endswith(".html.j2") else [text]
    words = {word for part in seen for word in SIGN.findall(re.sub(r"&\w+;", "", part))}
    assert words <= UNTRANSLATED


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_prints_words_outside_of_a_phrase(path: Path) -> None:
    tree = Environment(autoescape=True).parse(path.read_text("utf-8"))
    printed = {text for output in tree.find_all(nodes.Output) for text in constants(output)}
    printed |= {text for block in tree.find_all(nodes.CallBlock) for text in constants(block.call)}
    written = {node.data for node in tree.find_all(nodes.TemplateData)}
    assert {text for text in printed - written - set(WORDS) if is_phrase(text)} <= UNTRANSLATED


def is_phrase(text: str) -> bool:
    """Whether a text is for a reader: several words, or one that begins with a capital; codes and classes are not."""
    return bool(re.search(r"[A-Za-z]{2,}[.,;:]? [A-Za-z]", text) or re.match(r"[A-Z][a-z]", text))


def test_words_that_mean_one_thing_have_one_translation() -> None:
    held = {key(message): strings(message)[0] for message in messages.read("tr") if message.id}
    for kind, words in WORDS.items():
        for word in words.values():
            assert held[kind, word]
    assert held["grade", "Minor nonconformity"] == "Minör uygunsuzluk"
    assert held["state", "planned"] == held["stop", "planned"]

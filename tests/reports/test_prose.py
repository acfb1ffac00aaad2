"""What people wrote cannot leave its place, in HTML and in Markdown."""

import time

import pytest
from markdown_it import MarkdownIt

from auditctl.reports import prose
from auditctl.reports.markdown import escaped
from hostile import HOSTILE

SAMPLES = [
    "Plain words.\nOn two lines.\n\nAnd a second paragraph > with a sign.",
    "Some *emphasis*, **strength**, `code | here` and ~~struck~~ words.",
    "- one\n- two\n  - inner\n\n  a paragraph of the item\n- three",
    "3. three\n4. four",
    "| a | b |\n|---|---|\n| `x\\|y` | z |",
    "> quoted\n> - with a list\n\nafter it",
    "```yaml\nkey: `value`\n\n# no heading\n```",
    "[a link](https://example.org/a_b?c=d) and [mail](mailto:a@example.org)",
    "1\\. no list, \\# no heading, \\* no emphasis, a \\| b, &amp;copy;",
    "line with a break  \nafter it",
    "2026. A year that ends a sentence, 1) and - and + in the middle",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_markdown_says_the_same_as_the_prose_it_was_written_from(text: str) -> None:
    assert prose.html(prose.markdown(text)) == prose.html(text)


@pytest.mark.parametrize("text", ["One line.", 'One\ntwo.\n\n\nThree > two; "quoted", it\'s (a) 3.5 %.'])
def test_plain_paragraphs_look_the_same_with_and_without_the_parser(text: str) -> None:
    assert prose.html(text) == prose._html(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_is_harmless_as_html(text: str) -> None:
    made = prose.html(text)
    for tag in ("<script", "<img", "<style", "<h1", "<b>", "<!--", "onerror=alert(1)>"):
        assert tag not in made
    for scheme in ("javascript:", "vbscript:", "data:", "tel:"):
        assert f'href="{scheme}' not in made.lower()
    assert made.count("<table>") == made.count("</table>")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_prose_is_harmless_as_markdown_even_where_html_is_allowed(text: str) -> None:
    written = f"before\n\n{prose.markdown(text)}\n\n# after"
    tokens = MarkdownIt("js-default", {"html": True}).parse(written)
    inline = [child for token in tokens for child in token.children or []]
    assert not [token for token in (*tokens, *inline) if token.type in {"html_block", "html_inline", "image"}]
    targets = [str(token.attrGet("href")).lower() for token in inline if token.type == "link_open"]
    assert not [href for href in targets if not href.startswith(("http", "mailto"))]
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1"], "only the one after it"


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        "a | b",
        "# x",
        "- x",
        "+ x",
        "1. x",
        "---",
        "===",
        ":-- x",
        "`` ` ``",
        "*a* _b_",
        "a\nb",
        "&copy; &#106;",
        "[x]: y",
        "~~~",
    ],
)
def test_a_value_in_a_table_or_a_heading_means_nothing_but_itself(text: str) -> None:
    value = escaped(text)
    assert "\n" not in value
    parser = MarkdownIt("js-default", {"html": True})
    tokens = parser.parse(f"# {value}\n\n| {value} | end |\n| --- | --- |\n| {value} | end |\n\n{value}\n")
    shown = [token for token in tokens if token.type == "inline"]
    assert [token.tag for token in tokens if token.type.endswith("_open")] == [
        "h1", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td", "p",
    ]  # fmt: skip
    plain = [{child.type for child in token.children or []} for token in shown]
    assert all(types == {"text"} for types in plain)
    assert "".join(child.content for child in shown[0].children or []) == " ".join(text.split())


def test_characters_that_nobody_sees_are_shown() -> None:
    assert prose.html("pay \u202egnp.exe\u200f\x1b[2J") == "<p>pay \\u202egnp.exe\\u200f\\x1b[2J</p>\n"
    assert "\u202e" not in prose.markdown("*a* \u202eb")


def test_headings_become_bold_paragraphs() -> None:
    assert prose.html("# Cause\n\ntext") == '<p class="heading">Cause</p>\n<p>text</p>\n'
    assert prose.markdown("# Cause\n\ntext") == "**Cause**\n\ntext"


def test_images_leave_their_words() -> None:
    assert prose.html("see ![the cabinet](https://x.example/a.png)") == "<p>see the cabinet</p>\n"


def test_a_table_in_prose_scrolls_in_its_own_box() -> None:
    made = prose.html("| a |\n|---|\n| b |")
    assert made.startswith('<div class="scroll" tabindex="0"><table>')
    assert '<th scope="col">a</th>' in made


def test_a_head_of_a_table_that_says_nothing_is_no_head() -> None:
    made = prose.html("| | a |\n|---|---|\n| b | c |")
    assert made.count("<th ") == 1
    assert made.count("<td>") == 3


def test_a_link_that_leads_nowhere_keeps_its_text_alone() -> None:
    made = prose.html("[ring *us*](tel:1) or [write](mailto:a@example.org)")
    assert made.startswith('<p>ring <em>us</em> or <a href="mailto:a@example.org"')


def test_two_thousand_nested_quotes_are_shown_as_they_were_written() -> None:
    text = "> " * 2000 + "deep"
    assert prose.html(text) == f'<p class="as-is">{"&gt; " * 2000}deep</p>\n'
    assert prose.markdown(text) == f"```\n{text}\n```"


def test_a_paragraph_of_a_megabyte_takes_no_time_worth_mentioning() -> None:
    text = "word [link](x) " * 70_000
    start = time.perf_counter()
    assert prose.html(text).count("<a ") == 70_000
    assert prose.markdown(text).count("](<x>)") == 70_000
    assert time.perf_counter() - start < 60, "linear in its length"


@pytest.mark.parametrize("text", ["*a **b " * 300 + "c** d*" * 300, "~~*a " * 300 + "b*~~" * 300])
def test_marks_that_are_nested_without_end_are_shown_as_they_were_written(text: str) -> None:
    assert prose.html(text) == f'<p class="as-is">{text}</p>\n'
    assert prose.markdown(text) == f"```\n{text}\n```"
    assert prose.words(text) == text


def test_many_marks_beside_each_other_are_marks() -> None:
    assert prose.html("*a* **b *c* d** " * 300).count("<em>") == 600


@pytest.mark.parametrize(
    "text",
    [
        "0. a\n1. b",
        "- a\n\n* b\n\n+ c",
        "1. a\n\n1) b\n\n1. c",
        "- a\n  - b\n  * c\n* d",
        "- a\n\n+ * * *",
        "999999999. a\n1. b",
    ],
)
def test_lists_keep_their_number_and_stay_apart(text: str) -> None:
    assert prose.html(prose.markdown(text)) == prose.html(text)

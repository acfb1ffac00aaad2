"""SVG from somewhere else: what acts, leads out or has no measure is taken away or refused, the rest stays."""

import base64
import re

import pytest
from lxml import etree

from auditctl.reports.svg import NotSvg, harmless_svg
from pictures_made import SVG, png

ACTING = [
    "<script>alert(1)</script>",
    '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://x.example"/></foreignObject>',
    '<rect onclick="alert(1)" width="1" height="1"/>',
    '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
    '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://x.example"><rect width="1" height="1"/></a>',
    '<image href="https://x.example/p.png" width="1" height="1"/>',
    '<image href="file:///etc/passwd" width="1" height="1"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="1" height="1"/>',
    '<use href="https://x.example/s.svg#a"/>',
    "<style>@import url(https://x.example/s.css);</style>",
    '<style>rect { fill: url("https://x.example/p") }</style>',
    '<style>@imp<title/>ort "https://x.example/s.css";</style>',
    '<style>rect { background: image-set("https://x.example/p" 1x) }</style>',
    "<style>rect { f\\69ll: u\\72l(https://x.example/p) }</style>",
    '<rect style="fill: url(https://x.example/p)" width="1" height="1"/>',
    '<rect fill="url(https://x.example/p#a)" width="1" height="1"/>',
    '<animate attributeName="href" to="javascript:alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    "<metadata>secret</metadata>",
    '<filter><feImage href="https://x.example/p.png"/></filter>',
]  # fmt: skip


@pytest.mark.parametrize("acting", ACTING)
def test_svg_that_acts_or_leads_out_is_cleaned(acting: str) -> None:
    clean = harmless_svg(SVG.replace("</svg>", f"{acting}<circle r='3'/></svg>"))
    assert not re.search(
        r"script|x\.example|passwd|onclick|onload|svg\+xml|@import|\\|secret|foreign|animate|<set|fe[A-Z]",
        clean,
    )
    assert "<circle" in clean, "the rest stays"
    etree.fromstring(clean)


def test_svg_keeps_what_pictures_are_made_of() -> None:
    svg = SVG.replace(
        "</svg>",
        '<defs><linearGradient id="g"><stop offset="1"/></linearGradient><symbol id="s"><path d="M0 0"/></symbol></defs>'
        '<rect fill="url(#g)" style="opacity: 0.5"/><use href="#s"/><style>.a { fill: red }</style>'
        f'<image href="data:image/png;base64,{base64.b64encode(png()).decode()}"/></svg>',
    )
    clean = harmless_svg(svg)
    for kept in ('fill="url(#g)"', 'href="#s"', ".a { fill: red }", "data:image/png;base64,", "opacity: 0.5"):
        assert kept in clean


def test_svg_cannot_draw_itself_without_end() -> None:
    layers = "".join(f'<g id="l{n}">' + f'<use href="#l{n + 1}"/>' * 10 + "</g>" for n in range(9))
    clean = harmless_svg(SVG.replace("</svg>", f'{layers}<g id="l9"><rect/></g><use href="#l0"/></svg>'))
    assert clean.count("<use") == 11, "those of the last layer, and one of what then uses nothing"


@pytest.mark.parametrize(
    "svg",
    [
        "<svg>" * 2000,
        SVG.replace("</svg>", "<g>" * 200 + "</g>" * 200 + "</svg>"),
        SVG.replace("</svg>", "<g/>" * 30_000 + "</svg>"),
    ],
)
def test_svg_without_measure_is_refused(svg: str) -> None:
    with pytest.raises(NotSvg):
        harmless_svg(svg)


@pytest.mark.parametrize("paint", ["pattern", "mask", "clipPath", "marker"])
@pytest.mark.parametrize(
    "asks",
    [
        'fill="url(#p{0})"',
        "fill=\"url( '#p{0}' )\"",
        'mask="url(#p{0})"',
        'style="marker-mid: url(#p{0})"',
        'class="c{0}"',
        'href="#r{0}"',
    ],
)
def test_what_is_drawn_anew_asks_for_nothing_that_is(paint: str, asks: str) -> None:
    def layer(number: int) -> str:
        tag = "use" if "href" in asks else "rect"
        held = f'<{tag} {asks.format(max(number - 1, 0))} width="9" height="9"/>' * 10
        beside = f'<rect id="r{number}" fill="url(#p{number})" width="9" height="9"/>'
        rule = f"<style>.c{number} {{ fill: url(#p{number}) }}</style>"
        return f'<{paint} id="p{number}" width="9" height="9">{held}</{paint}>{beside}{rule}'

    root = etree.fromstring(harmless_svg(SVG.replace("</svg>", f"{''.join(map(layer, range(40)))}</svg>")))
    for target in root.iter(f"{{*}}{paint}"):
        inside = etree.tostring(target, encoding="unicode")
        assert not re.search(r"url\(|href=|class=\"c", inside.partition("</")[0])
    assert sum(1 for held in root.iter("{*}rect") if held.get("fill") == "url(#p3)") == 1, "the rest stays"


def test_what_is_drawn_anew_inherits_nothing_that_is() -> None:
    layers = "".join(
        f'<g stroke="url(#p{n - 1})"><pattern id="p{n}"><path d="M0 0"/></pattern></g>' for n in range(9)
    )
    assert "url(" not in harmless_svg(SVG.replace("</svg>", f"{layers}</svg>"))


@pytest.mark.parametrize("selector", ["*", "rect", "pattern .a", ".a, rect", "[x='}'] .a"])
def test_a_style_that_asks_for_paint_by_more_than_a_class_is_emptied(selector: str) -> None:
    held = f'<pattern id="p"><rect class="a"/></pattern><style>{selector} {{ fill: url(#p) }}</style>'
    assert "url(" not in harmless_svg(SVG.replace("</svg>", f"{held}</svg>"))


def test_paint_of_gradients_stays_everywhere() -> None:
    held = """<linearGradient id="g"/><mask id="m"><rect fill="url(#g)"/></mask>
<style>.a, .b { fill: url('#g') } .c { clip-path: url(#k) }</style>
<clipPath id="k"><rect class="a c"/></clipPath><rect class="c" mask="url('#m')"/>"""
    clean = harmless_svg(SVG.replace("</svg>", f"{held}</svg>"))
    kept = (
        '<rect fill="url(#g)"',
        "url('#g')",
        '<rect class="a"',
        """<rect class="c" mask="url('#m')\"""",
        "url(#k)",
    )
    assert [one for one in kept if one not in clean] == []

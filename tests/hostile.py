"""Prose that tries to leave its place."""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt&colon;alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x) [tel](tel:1) <javascript:alert(1)>",
    "![pixel](https://tracker.example/p.png)",
    "![pixel][r]\n\n[r]: https://tracker.example/p.png",
    "</td></tr></table><h1>Owned</h1>",
    "<!-- swallowed",
    "```\nnever closed <script>",
    "# A heading of its own\n\n<style>*{display:none}</style>",
    "| a | b |\n| - | - |\n| <b>x</b> | `</table>` |",
]

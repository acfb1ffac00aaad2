"""The basis of a rule in words: what a standard requires, what guides, and what is the house's own."""

import re

PREFIXES = {
    "27001": "ISO/IEC 27001:2022 {rest}",
    "19011": "ISO 19011{rest} (guidance)",
    "17021-1": "ISO/IEC 17021-1{rest} (benchmark; binds certification bodies)",
    "IIA": "IIA standard{rest} (benchmark; binds IIA members)",
    "house": "house rule{rest}",
}


def spoken(basis: str) -> str:
    """Return `27001 9.2.2 b; house` as people cite it."""
    return "; ".join(_part(part.strip()) for part in basis.split(";") if part.strip())


def _part(part: str) -> str:
    word, _, rest = part.partition(" ")
    word, colon = word.rstrip(":"), word.endswith(":")
    if word == "27001":
        return PREFIXES[word].format(rest=re.sub(r"( [a-h](?: \d)?)(?=$|:)", r"\1)", rest))
    if word in PREFIXES:
        return PREFIXES[word].format(rest=f"{':' if colon else ''} {rest}" if rest else "")
    return part

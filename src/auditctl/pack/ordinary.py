"""Words that are no names by themselves: those of our own files, and names of people that mean something else too.

Such a word is taken for a person where it begins with a capital or stands with another part of the name.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache

from pydantic import BaseModel

from auditctl.model.types import Model, keys_of
from auditctl.repository.catalogs import SHIPPED
from auditctl.resources import catalogue_file, templates_folder
from auditctl.rules.registry import registry
from auditctl.source.text import latin

_WORD = re.compile(r"[^\W\d_]+")
LANGUAGES = ("tr",)
_TURKISH = """
ada akin alp altin arslan asli aslan ates atilla ay aydin aykut ayaz bahar bal balci baris basak bayram bekir berk bilge
birol boga bora boz bozkurt bulut can canan caner cakir cakmak celik cetin cevher cicek cinar coskun dag dal damla defne
demet demir demirci deniz derin derya devrim dilek dogan dogu doga duru duygu ege ekin elif emek emre erdem ergin esen
esin eser evren eylem eylul ezgi ferah fidan filiz firat gizem gok gokce gonul gul guler gulay gun gunes guney gurbuz
guven guzel hakan hayat hazal hilal hulya ilgi ilke inan inanc inci irmak isik isil kadir kara karaca kartal kasim kaya
kaynak kerem kilic kismet koc koray korkmaz kose kurt kutlu lale maden mavi melek mert merve mine mutlu murat nar naz
nazar nehir nur nuray okay olcay onder onur oz ozan ozel ozen ozgur ozlem pamuk pinar polat poyraz ruzgar sahin sarp savas
seda selin serin sevgi sevim sevinc sezgin simge songul su sule sumer tan tarik tas taskin tayfun tekin temel temiz toprak
tuna tunc turan turk uc ufuk ulas uludag umut uslu utku uysal ucar ulku umit unal ural uz uzun vural yagmur yalcin yaman
yaprak yarar yasin yavuz yay yazici yener yeter yildirim yildiz yucel yurt yurdakul yuksel zafer zeki zorlu
"""
_ENGLISH = """
amber ash baker bank banks barber bay bell berry bill birch bird bishop black bond booth bridge brook brown bush butcher
butler carter chance chapel chase church clay cliff coach cole cook cooper crane crisp cross dale dawn day dean drake draper
drew earl east english eve faith farmer field finch fisher flint ford forest forester fox frank french frost gale gardener
gates gene glass glen gold good grace grant gray green grey guy hall hand hart hazel heath hill holly hope house hunt hunter
iris ivy jack jade jet joy judge king knight lake lamb lance lane law lee little long love major mark marsh martin mason may
miles miller mills moon moss north noble oak olive page paige park parks pat peace pearl penny pike piper pitt pool pope port
porter post potter power powers price prior quick ray read reed reeve rice rich ridge river rob rock rod rose rowan ruby rush
sage sailor sand sandy savage sawyer scott sharp shepherd short silver sky skipper small smart smith snow sparks spring star
steel stern stone storm strong sue summer summers swan swift tailor taylor tanner temple thatcher tiger trip turner van vance
wade wagner walker wall ward warden waters wave webb wells west white wild will winter wise wolf wood woods wright young
admin audit auditor finance help helpdesk hello info legal mail office operations people quality risk root sales security
service support system team test user
"""


@cache
def ordinary_words() -> frozenset[str]:
    """Return them as they are read, in small Latin letters."""
    translated = (catalogue_file(language).read_bytes().decode("utf-8", "replace") for language in LANGUAGES)
    return english_words() | _words([_TURKISH, *translated])


@cache
def english_words() -> frozenset[str]:
    """Return those that an English sentence may be made of."""
    return _words([_ENGLISH, *_written_by_us()])


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(latin(word) for text in texts for word in _WORD.findall(text))


def _written_by_us() -> Iterator[str]:
    """Yield the sentences of the rules, keys and choices of the format, templates and catalogues."""
    yield from (rule.doc for rule in registry().values())
    for model in _models(Model):
        yield " ".join(keys_of(model)).replace("_", " ")
        for field in model.model_fields.values():
            if isinstance(field.annotation, type) and issubclass(field.annotation, Enum):
                yield " ".join(str(choice.value) for choice in field.annotation)
    templates = sorted((templates_folder() / "report").rglob("*.*"))
    for path in (*templates, *sorted(SHIPPED.glob("*.yaml"))):
        yield path.read_text("utf-8")


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _models(child)

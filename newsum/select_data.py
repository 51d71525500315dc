"""The words that carry no topic, and the openings that lean on the sentence before."""

from __future__ import annotations

import re
from typing import Final

_STOPWORDS: Final = (
    "a about above after again against all also am an and any are as at be because been before "
    "being below between both but by can could did do does doing down during each even few for "
    "from further get got had has have having he her here hers him his how i if in into is it its "
    "just like may me might more most much must my new no nor not now of off on once one only or "
    "other our out over own said same say says she should so some such than that the their them "
    "then there these they this those through to too two under until up us very was we well were "
    "what when where which while who whom why will with would you your mr mrs ms"
)
STOPWORDS: Final = frozenset(_STOPWORDS.split())

#: Sentences that begin so mean nothing without the one before.
LEANING_EN: Final = re.compile(
    r"[“\"'(]?(?:But|And|Or|So|Yet|He|She|It|They|That|This|These|Those|Such|Then|Thus|Therefore|"
    r"However|Instead|Also|Still|Meanwhile|Moreover|Furthermore|Additionally|Nevertheless|"
    r"Nonetheless|Otherwise|Indeed|Similarly|Likewise|Hence|Afterwards?|Later|Earlier|His|Her|"
    r"Their|Its|Him|Them|There|Here|Another|Others?|Both|Neither|Either|One of the|In addition|"
    r"As a result|For example|For instance|In other words|On the other hand|By contrast|"
    r"In contrast|At the same time|After that|Because of this|We|I|You|My|Our|Your)\b"
)
LEANING_ZH: Final = re.compile(
    r"[“「\"（(]?(?:他|她|它|这|那|此|该|其|但|而|并|因此|所以|于是|然而|不过|同时|另外|此外|另一方面|"
    r"对此|为此|由此|与此|除此|据此|随后|之后|接着|后来|其中|其次|再次|最后|第[二三四五六]|二是|三是|四是|"
    r"而且|并且|况且|甚至|例如|比如|换句话说|也就是说|总之|事实上|实际上|当然|可见|同样|相比之下|反之|"
    r"我|你|您|這|該|並|對此|為此|與此|據此|隨後|之後|接著|後來|於是|不過|同時|況且|總之|事實上)"
)

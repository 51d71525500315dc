"""The words that tell the end of an English sentence from an abbreviation, and who is speaking."""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: A name or a figure always follows: never the end of a sentence.
ALWAYS_ABBREVIATED: Final = _set(
    "Mr Mrs Ms Dr Prof Mx Messrs Mme Mlle Sen Sens Rep Reps Gov Govs Gen Lt Col Capt Cpt Sgt Cpl "
    "Pvt Cmdr Comdr Maj Adm Brig Rev Fr Rt Hon Pres Supt Det Insp Atty Amb Sec Treas Asst Assoc "
    "Msgr St Ste Mt Ft vs v Vs cf ca e.g i.e eg viz"
)

#: Abbreviated before a figure, else a word or the end of a sentence.
BEFORE_FIGURES: Final = _set("No Nos no nos Fig Figs fig figs Vol vol pp p c Art Sect Op")

#: Often the last word of a sentence too: the word that follows tells.
OFTEN_ABBREVIATED: Final = _set(
    "Inc Corp Ltd Co Cos Bros LLC Plc PLC Jr Sr Esq Ph.D PhD M.D B.A M.A etc al est Est U.S U.K "
    "U.N D.C E.U L.A N.Y Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Blvd Rd Hwy Pkwy "
    "approx Approx orig Orig incl dept Dept Univ Intl Natl lbs oz hrs hr yrs yr tel Tel ext Ext"
)

#: Abbreviated after a comma (Springfield, Ill.), else words: ill, miss, wash.
STATES: Final = _set(
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb "
    "Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta"
)

#: Of day or night: a sentence may end with them.
TIMES: Final = _set("a.m p.m A.M P.M am pm")

#: What may stand after a time without beginning a sentence, written as a name is.
AFTER_TIMES: Final = _set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct "
    "Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun Eastern Pacific Central Mountain Greenwich "
    "Beijing Moscow London Tokyo"
)

#: Names that end in an exclamation mark.
BRANDS: Final = frozenset(("Yahoo", "Jeopardy"))

#: Words that begin a sentence far more often than a name.
STARTERS: Final = _set(
    "The A An In On At He She It They We You I But And Or So Yet This That These Those There Here "
    "For As When While If After Before Since Until Although Though Despite However Meanwhile "
    "Moreover Instead Still Also Then Now Later Once His Her Its Their Our My Your Not Some Many "
    "Most More Much Both Each Every Any All Another Other Others Such One Two Three What Who Why "
    "How Where Which With Without By From To Of Under Over During Between Among Because Only Even "
    "Just Nor Neither Either Is Are Was Were Do Does Did Can Could Will Would Should According "
    "Last Next Earlier Today Police Officials Yes Oh Well"
)

_SAID: Final = (
    "said says say asked asks added adds told tells wrote writes cried shouted yelled replied "
    "recalled joked exclaimed wondered tweeted posted continued explained noted quipped laughed "
    "whispered screamed demanded insisted argued concluded declared remarked thought thinks"
)
SPEECH_EN: Final = _SAID.replace(" ", "|")

#: What ends the part of a Chinese sentence that says who spoke.
SPEECH_ZH: Final = (
    "说|说道|表示|道|称|问|问道|指出|认为|强调|透露|介绍|坦言|回忆|回答|告诉记者|写道|直言|感慨|感叹|"
    "喊|喊道|笑道|解释|补充|呼吁|提醒|建议|如是说|說|說道|稱|問|認為|強調|介紹|回憶|告訴記者|寫道|"
    "直言|感嘆|喊|解釋|補充|呼籲|提醒|建議"
)

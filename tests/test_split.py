from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsum.languages import Language
from newsum.split import split


def texts(text: str, language: Language) -> list[str]:
    return [sentence.text for sentence in split(text, language)]


@pytest.mark.parametrize(
    "marked",
    [
        # Each | is where a sentence must end, and nowhere else.
        pytest.param("Mr. Li left. |She stayed", id="title"),
        pytest.param("Sen. John F. Kennedy met Gov. Lee and Lt. Col. Ng. |They spoke.", id="ranks"),
        pytest.param("J. K. Rowling wrote it. |George R. R. Martin did not.", id="initials"),
        pytest.param("He lives in the U.S. |The weather is fine.", id="us-at-the-end"),
        pytest.param("The U.S. President flew to the U.K. on Monday.", id="us-within"),
        pytest.param("Apple Inc. said it hired him. |He works at Apple Inc. |It is big.", id="inc"),
        pytest.param("It closed at 4 p.m. on Monday. |We met at 9 a.m. |Police came.", id="times"),
        pytest.param("At 5 p.m. Monday it fell. |At 6 p.m. EST it rose.", id="time-and-day"),
        pytest.param("On Jan. 5 it fell. |It rose in Sept. |The end.", id="months"),
        pytest.param("She is No. 1 in the list. |No. |That is wrong.", id="no"),
        pytest.param("He lives on Wall St. |The market rose near St. James Park.", id="street"),
        pytest.param(
            "It happened in Springfield, Ill. on Monday. |He was ill. |So was I.", id="ill"
        ),
        pytest.param("Use it, e.g. for tea, i.e. daily. |Compare A vs. B in Fig. 3.", id="latin"),
        pytest.param("Fruit, nuts, etc. are sold. |Fruit, nuts, etc. |The rest is not.", id="etc"),
        pytest.param("It rose 3.5% to $1.2bn. |In 2019. |Then it fell by .5.", id="decimals"),
        pytest.param("See www.example.org/a.html? b. |Node.js is used.", id="addresses"),
        pytest.param("“We won,” he said. |“No more.” |Then he left.", id="quotes"),
        pytest.param('"Stop!" she cried. |"Why?" asked Tom. |He ran.', id="speech"),
        pytest.param("“Why?” Mr. Smith asked. |“Really?” |The man left.", id="speaker-after"),
        pytest.param("'It is over.' |She left. |He said ‘no.’ |It ended.", id="single-quotes"),
        pytest.param("The state’s “Why wait? Act now.” campaign began. |It ended.", id="slogan"),
        pytest.param(
            "The state’s ‘It’s now. Act.’ plan began. |‘Go.’ |It ended.", id="single-slogan"
        ),
        pytest.param("Wait... what? |Well... |He left… then he came… |Then I left.", id="ellipses"),
        pytest.param("He left . . . and came. |She stayed . . . |It ended.", id="spaced-ellipsis"),
        pytest.param("He left (at last). |(She did not.) |They met.", id="parentheses"),
        pytest.param("What?! |No!! |Yes.", id="double-marks"),
        pytest.param("Yahoo! shares rose. |So did Yahoo! Inc. today.", id="yahoo"),
        pytest.param("It rose.[1] |It fell.[12] |End", id="footnotes"),
        pytest.param("1. Open it. |2. Close it.", id="list-marks"),
        pytest.param("It sold 5. |iPhone sales rose. |eBay fell.", id="lower-case-names"),
        pytest.param("Washington, D.C. – The bank acted. |It did.", id="dash"),
        pytest.param("Rt. Hon. B. Ade died. |It runs July 31–Aug. 2 there.", id="rank-and-dash"),
        pytest.param("It costs $900 (Orig. $1,599). |It is new.", id="originally"),
        pytest.param("He fell.|The horse ran.|It was “so bad.”|We left.", id="glued"),
        pytest.param(
            "The P.M.They met, e.g.Gold at Example.Com or so, is v.Good now.", id="near-glued"
        ),
        pytest.param("He has a Ph.D. in law. |She has a Ph.D. |He knows.", id="degree"),
        pytest.param("Foods Co., Inc. (NYSE:X) today said so. |It fell.", id="ticker"),
        pytest.param(
            "Rep. Al Lee Jr. (D-Calif.) spoke. |Acme Corp. [A.N], fell.", id="in-brackets"
        ),
        pytest.param(
            "Acme Inc. (the “Company”) and Foods Ltd. (“Foods”) or Toys Ltd. ( “Toys” ) closed.",
            id="defined-terms",
        ),
        pytest.param(
            "He was ill. |(Not badly.) |He works at Acme Inc. |(The firm is big.) |Go.",
            id="sentence-in-brackets",
        ),
        pytest.param(
            "Mr. Ito (b. 1950) read it (see p. 5. It is long. Really.) and left. |He slept.",
            id="within-brackets",
        ),
        pytest.param(
            "He said (so. |She left. |( They (he and B. Ng. All of them) slept. |Go.",
            id="open-brackets",
        ),
        pytest.param(f"He left (it was {'very ' * 50}late. |The end). |So.", id="long-brackets"),
        pytest.param(
            "It rose (by 5%.The bank said so) today.|The end came.", id="glued-in-brackets"
        ),
        pytest.param("One.\n|Two\n\n  |Three. |Four\r\n|Five", id="lines"),
        pytest.param("  \n One. |Two.  \n", id="white-space-at-the-ends"),
        pytest.param("He said 你好。|Then he left. |She said 再见。 |End.", id="chinese-within"),
    ],
)
def test_english(marked: str) -> None:
    expected = marked.split("|")
    assert texts("".join(expected), "en") == expected


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("央行降息了。|市场上涨！|会再降吗？|没人知道", id="marks-and-an-open-end"),
        pytest.param("他说：“走。”|他没走", id="closing-quote"),
        pytest.param("“走！”他说。|她走了。", id="speech-tag"),
        pytest.param(
            "“我们感到不解。”公司发言人表示，“会继续调查。”|他没有多说。", id="quote-split-in-two"
        ),
        pytest.param("他问：“去吗？”|没人回答。", id="question-in-quotes"),
        pytest.param("他说“我们会‘再来’。”|（他没来。）|「真的？」|她问過。", id="brackets"),
        pytest.param(
            "他想了想……他走了。|等等……”|他停了…… |她等……\n|他又等...她不等。", id="ellipsis"
        ),
        pytest.param(
            "会场有两个——大厅、广场……从场内传出的声音很响。|“我……我不知道。”他说。", id="list"
        ),
        pytest.param("他说：“等等……”|她走了……。|全市降温……|【详细】", id="ellipsis-at-an-end"),
        pytest.param(
            "他说，……我们走吧。|“可是……”，他停了停。\n|……走吧，", id="ellipsis-after-a-comma"
        ),
        pytest.param(
            "他听见“快来！”的喊声。|打出“走……”等标语。|“走。”|的确，他走了。", id="quoted-word"
        ),
        pytest.param(
            "地铁（共三条。一条在建；两条通车）通车。|（他来了。她走了。）|完", id="within-brackets"
        ),
        pytest.param("地铁（共三条。|都通车。|一号线（新）好。|完", id="open-brackets"),
        pytest.param("一是改革；|二是开放；|三是发展。", id="semicolons"),
        pytest.param("什么？！|真的！！！|好。", id="double-marks"),
        pytest.param("同比增长3.5%。|U.S.的GDP为1.2万亿。", id="decimals"),
        pytest.param("他来了.|她走了!|真的吗?|不.", id="half-width"),
        pytest.param('他问:"去吗?"|她说:"去。"|他们走了。', id="straight-quotes"),
        pytest.param("详见http://a.example/b?c=d.html。|完。", id="address"),
        pytest.param("他用Word.|她用WPS。|Yahoo!日本不同。", id="latin-before-the-mark"),
        pytest.param("1.加强领导。|2.深化改革。", id="list-marks"),
        pytest.param("《走吧！》是一部电影。|完", id="mark-within-a-title"),
        pytest.param(
            "原题：《来了！新馆开放！门票免费……》。|新馆开了！|看《走！回家》。|完", id="title"
        ),
        pytest.param("他说《好。|她说不。|完", id="open-title"),
        pytest.param("他说好。 |她说不。\u3000|完。\n|下一段。\n\n|再下一段", id="white-space"),
        pytest.param("Apple Inc. said so. |He left.|中国队赢了。", id="english-within"),
        pytest.param("臺灣發展了。|「好嗎？」他問道。|完。", id="traditional"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "zh-Hant"])
def test_chinese(marked: str, language: Language) -> None:
    expected = marked.split("|")
    assert texts("".join(expected), language) == expected


WORDS = (
    "Mr. U.S. J. a.m. 3.5 No. 5 “ ” \" ' ‘ ’ ( ) （ ） 。 ！ ？ ； … …… . ! ? ; : ： ， , 他 说 "
    "中国 走了 Word he He said The ... http://a.b/c? \ud800 \x00 😀 [1] - — 》 《"
)
PIECES = st.sampled_from(WORDS.split(" "))
SPACES = st.sampled_from(
    ["", "", " ", "  ", "\n", "\n\n", "\t", "\u3000", "\r\n", "\u2028", "\xa0"]
)
TEXT = st.lists(st.tuples(PIECES, SPACES)).map(lambda pairs: "".join(a + b for a, b in pairs))


@given(TEXT | st.text(), st.sampled_from(["en", "zh", "zh-Hant"]))
@settings(max_examples=500, deadline=None)
def test_sentences_rebuild_the_text(text: str, language: Language) -> None:
    sentences = split(text, language)
    assert "".join(sentence.text for sentence in sentences) == text
    end = 0
    for sentence in sentences:
        assert sentence.start == end
        assert text[sentence.start : sentence.end] == sentence.text
        end = sentence.end


@given(TEXT, st.sampled_from(["en", "zh"]))
@settings(max_examples=300, deadline=None)
def test_sentences_are_whole(text: str, language: Language) -> None:
    for sentence in split(text, language):
        assert "\n" not in sentence.text.strip()
        # White space stands before the first sentence only, and nothing is only white space.
        assert sentence.start == 0 or not sentence.text[0].isspace()
        assert not sentence.text.isspace() or text.isspace()


@given(TEXT, st.sampled_from(["en", "zh"]))
@settings(max_examples=200, deadline=None)
def test_lines_are_split_alone(text: str, language: Language) -> None:
    """What stands in one line changes nothing in another."""
    lines = [line for line in text.splitlines() if line.strip()]
    alone = [s.strip() for line in lines for s in texts(line, language)]
    assert [s.strip() for s in texts("\n".join(lines), language)] == alone


def test_empty_text_has_no_sentence() -> None:
    assert split("", "en") == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 1_000_000, id="one-word"),
        pytest.param("word " * 200_000, id="words"),
        pytest.param("It is so, he said, and so it was for long. " * 230_000, id="ten-megabytes"),
        pytest.param("他走了。" * 150_000, id="chinese-sentences"),
        pytest.param("中" * 1_000_000, id="ideographs"),
        pytest.param(". " * 200_000, id="marks-and-spaces"),
        pytest.param("." * 1_000_000, id="full-stops"),
        pytest.param("。" * 1_000_000, id="chinese-full-stops"),
        pytest.param("…" * 1_000_000, id="ellipses"),
        pytest.param('"' * 1_000_000, id="quotes"),
        pytest.param("”" * 1_000_000 + "中", id="closing-quotes"),
        pytest.param('。"' * 200_000, id="marks-and-quotes"),
        pytest.param("中." * 200_000, id="half-width-marks"),
        pytest.param(".)" * 500_000, id="marks-and-brackets"),
        pytest.param(".[1" * 300_000, id="open-footnotes"),
        pytest.param("(" * 1_000_000, id="open-brackets"),
        pytest.param("(" * 500_000 + ")" * 500_000, id="nested-brackets"),
        pytest.param("Inc. (A. B) " * 20_000, id="abbreviations-and-brackets"),
        pytest.param("Inc. (A " * 30_000, id="abbreviations-and-open-brackets"),
        pytest.param("‘A. ’ b" * 40_000, id="single-quotes"),
        pytest.param("（中……”的" * 40_000, id="ellipses-in-brackets"),
        pytest.param("“中！”" * 100_000, id="speech"),
        pytest.param(" " * 1_000_000, id="spaces"),
        pytest.param("\n" * 1_000_000, id="line-breaks"),
        pytest.param("A.B." * 250_000 + " C", id="acronym"),
        pytest.param("😀" * 1_000_000, id="emoji"),
        pytest.param("\ud800\x00" * 500_000, id="surrogates-and-nul"),
    ],
)
def test_a_million_characters(text: str) -> None:
    for language in ("en", "zh"):
        begin = time.process_time()
        sentences = split(text, language)  # type: ignore[arg-type]
        assert time.process_time() - begin < 4
        assert sum(len(sentence.text) for sentence in sentences) == len(text)

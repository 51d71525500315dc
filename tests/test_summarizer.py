from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from corpora import article
from fakes import Fake
from tiny import PAIRS

import newsum
from newsum import Failure, Result, Summarizer, summarize
from newsum.article import Article
from newsum.display import join
from newsum.errors import (
    CannotWrite,
    EmptyArticle,
    InputError,
    MissingModel,
    ModelError,
    NotWritten,
    OptionError,
    UnsupportedLanguage,
)
from newsum.languages import Language, count_han, spoken, to_simplified, to_traditional
from newsum.models.base import Request

EN = newsum.sample("en")
ZH = newsum.sample("zh")
STANDFIRST = "The town will close its swimming pool for a year to repair a roof that leaks"
STANDFIRST_ZH = "镇政府周二宣布将关闭游泳池一年以便修缮漏水多年的屋顶"
BODIES = {code: newsum.clean(newsum.sample(code)).text for code in ("en", "zh")}


def digits(request: Request) -> str:
    """A "translation" that keeps the figures and says in the right script what it is."""
    figures = " ".join(c for c in request.text.split() if c.strip("$,.").isdigit())
    return f"译文{figures}。" if request.target == "zh" else f"Translated {figures}."


def dictionary(pairs: dict[str, str]) -> Fake:
    return Fake(lambda request: pairs[request.text])


# --- a translation model: select, then translate ---


@pytest.mark.parametrize("code", ["en", "zh"])
def test_selected_sentences_are_the_articles_own(code: str) -> None:
    result = summarize(newsum.sample(code), to=code, sentences=3)
    assert result.language == code
    assert len(result[code].sentences) == 3
    for sentence in result[code].sentences:
        (evidence,) = sentence.evidence
        assert result.article.text[evidence.start : evidence.end] == evidence.text
        assert sentence.text == evidence.text
        assert sentence.warnings == ()


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        pytest.param("en", STANDFIRST, f"{STANDFIRST}.", id="stop"),
        pytest.param("zh", STANDFIRST_ZH, f"{STANDFIRST_ZH}。", id="stop-zh"),
        pytest.param("en", "He , too , closed it .", "He, too, closed it.", id="spaces"),
        pytest.param("zh", "池子 ， 关了， 2018年重开 。", "池子，关了，2018年重开。", id="spaces-zh"),
        pytest.param("en", "He said “it closes. It must.”", "He said “it closes.”", id="quotation"),
        pytest.param("zh", "镇长说：“池子关了。只能关。”", "镇长说：“池子关了。”", id="quotation-zh"),
        pytest.param("en", "LONDON, Nov 3 (Reuters) - It closed.", "It closed.", id="dateline"),
        pytest.param("en", "But the pool closed.", "The pool closed.", id="but"),
        pytest.param("zh", "然而，池子关了。", "池子关了。", id="but-zh"),
        pytest.param("en", "IN town, the pool closed.", "In town, the pool closed.", id="capitals"),
        pytest.param("zh", "池子(大的)关了,修到２０２６年。", "池子（大的）关了，修到2026年。", id="half-width"),
    ],
)  # fmt: skip
def test_a_selected_sentence_stands_alone(code: str, raw: str, shown: str) -> None:
    rest = {"en": "Fish?\n" * 9, "zh": "鱼？\n" * 9}[code]
    result = summarize(Article(text=f"{raw}\n{rest}", language=code), to=code, sentences=1)
    (sentence,) = result[code].sentences
    assert sentence.text == shown
    assert sentence.evidence[0].text in raw


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("en", "The town closed its swimming pool. But the roof still leaks. Fish?\nFish?\nFish?"),
        ("zh", "镇政府关闭了漏水的游泳池。但屋顶还在漏水。鱼？\n鱼？\n鱼？"),
    ],
)
def test_a_connective_stays_beside_what_it_joins(code: str, body: str) -> None:
    result = summarize(Article(text=body), to=code, sentences=2)
    assert result[code].sentences[1].text in {"But the roof still leaks.", "但屋顶还在漏水。"}


@pytest.mark.parametrize(
    ("main", "body", "foreign"),
    [
        ("zh", f"{BODIES['en'][:400]}\n\n{BODIES['zh']}", "Ningbo"),
        ("en", f"{BODIES['zh'][:120]}\n\n{BODIES['en']}", "宁州"),
    ],
)
def test_a_mixed_article_is_summarized_in_its_main_language(
    main: Language, body: str, foreign: str
) -> None:
    result = summarize(body, to=main)
    assert result.language == main
    assert foreign not in result[main].text


def test_a_mixed_article_is_told_of_however_it_comes() -> None:
    body = f"{BODIES['zh']}\n\n{BODIES['en'][:900]}"
    for source in (body, newsum.clean(body), Article(text=body, language="zh")):
        assert "mixed" in [note.kind for note in summarize(source, to="zh").notes]
    assert summarize(Article(text="Zürich", language="en"), to="en").en == "Zürich"
    assert summarize(Article(text="2026", language="en"), to="en").en == "2026"


def test_names_in_another_alphabet_are_no_other_language() -> None:
    body = "Apple Watch Ultra 2与Apple Vision Pro将于9月在中国上市。" + BODIES["zh"]
    assert "Vision Pro" in summarize(body, to="zh", sentences=9).zh


def test_what_is_quoted_keeps_its_words() -> None:
    body = "“It leaked. But we paid for it,” the mayor of the town said.\nFish?\nFish?\nFish?"
    result = summarize(Article(text=body), to="en", sentences=1)
    assert result.en in {"“But we paid for it,” the mayor of the town said.", "“It leaked.”"}


@pytest.mark.parametrize("code", ["en", "zh"])
def test_no_page_litter_in_a_summary(code: str) -> None:
    text = summarize(newsum.sample(code), to=code, sentences=12)[code].text
    for litter in (
        "cookie", "Photo", "Credit", "newsroom@", "555-0142", "摄", "责任编辑", "版权", "二维码",
    ):  # fmt: skip
        assert litter not in text


def test_a_translation_rests_on_the_sentence_it_translates() -> None:
    model = Fake(lambda request: "一家中国企业宣布了投资计划。")
    result = summarize(Article(text=BODIES["en"]), model=model, to="zh", sentences=2)
    selected = summarize(Article(text=BODIES["en"]), to="en", sentences=2)
    assert [s.evidence[0].text for s in result["zh"].sentences] == [
        s.text for s in selected["en"].sentences
    ]
    assert [r.text for r in model.calls[0]] == [s.text for s in selected["en"].sentences]


WRONG = Fake(lambda request: "该公司将在工厂上花费9亿美元。")
FIGURE = Article(text="The company will spend $700 million on the plant.")


def test_a_wrong_figure_is_a_warning_on_its_sentence() -> None:
    (sentence,) = summarize(FIGURE, model=WRONG, to="zh")["zh"].sentences
    assert [w.kind for w in sentence.warnings] == ["money"]


def test_strict_leaves_a_wrong_translation_out() -> None:
    result = summarize(FIGURE, model=WRONG, to="zh", strict=True)
    assert result["zh"].sentences == ()
    assert "money" in [w.kind for w in result.warnings]


def test_traditional_chinese_in_and_out() -> None:
    traditional = to_traditional(BODIES["zh"])
    result = summarize(traditional, to=("zh-Hant", "zh"), sentences=2)
    assert result.language == "zh-Hant"
    assert to_simplified(result["zh-Hant"].text) == result.zh
    assert result["zh-Hant"].sentences[0].evidence[0].text in traditional
    assert result["zh-Hant"].text == to_traditional(result.zh)
    model = Fake(lambda request: "该公司宣布了投资计划。")
    written = summarize(EN, model=model, to="zh-Hant", sentences=1)
    assert written["zh-Hant"].text == "該公司宣佈了投資計劃。"


def test_traditional_chinese_is_shown_as_it_was_written() -> None:
    text = "臺灣著名的義大利餐廳裏，廚師週一發佈了新菜單。老闆還要在臺北開第二家店。"
    text += "顧客說：「味道很好。我還要來。」"
    article = Article(text=text, title="義大利餐廳發佈新菜單", language="zh-Hant")
    result = summarize(article, to=("zh-Hant", "zh"), sentences=2)
    assert all(sentence.text in text + "」" for sentence in result["zh-Hant"].sentences)
    assert "餐廳裏" in result["zh-Hant"].text
    assert to_simplified(result["zh-Hant"].text) == result.zh
    headline = summarize(article, to=("zh-Hant", "zh"), style="headline")
    assert headline["zh-Hant"].text == article.title
    assert headline.zh == to_simplified(article.title)


def test_each_script_has_its_own_quotation_marks() -> None:
    simplified = "港务局说“栈桥太旧”，周一将它关闭。维修耗资四百万元。渡轮改停北岸。"
    traditional = to_traditional(simplified).translate(str.maketrans("“”", "「」"))
    for text in (simplified, traditional):
        result = summarize(text, to=("zh", "zh-Hant"), sentences=1)
        assert result.zh == simplified[:18]
        assert result["zh-Hant"].text == traditional[:18]
    with Summarizer(Fake(lambda request: simplified)) as summarizer:
        assert summarizer.translate(["A pier."], to="zh-Hant") == [traditional]
        assert summarizer.translate([simplified], to="zh-Hant") == [traditional]
        assert summarizer.translate([traditional], to="zh") == [simplified]


def test_a_model_reads_simplified_characters() -> None:
    model = Fake(lambda request: "The line opened.")
    summarize(to_traditional(BODIES["zh"]), model=model, to="en", sentences=2)
    assert all(to_simplified(r.text) == r.text and r.source == "zh" for r in model.calls[0])


def test_a_long_sentence_is_translated_in_parts() -> None:
    sentence = "The council " + ", then it met again in the hall" * 20 + "."
    model = Fake(lambda request: "市议会再次开会。", budget=200)
    result = summarize(Article(text=sentence), model=model, to="zh")
    assert len(model.calls[0]) > 1
    assert len(result["zh"].sentences) == 1


# --- a summarization model: chunk, summarize, reduce ---


def echo_first(request: Request) -> str:
    return request.text.split(". ")[0].rstrip(".") + "."


def test_chunks_are_summarized_and_reduced() -> None:
    model = Fake(echo_first, kind="summarization", budget=700)
    result = summarize(Article(text=BODIES["en"]), model=model, to="en", sentences=2)
    assert len(model.calls[0]) > 2
    assert 1 <= len(result["en"].sentences) <= 2
    for sentence in result["en"].sentences:
        assert sentence.evidence
        best = sentence.evidence[0]
        assert result.article.text[best.start : best.end] == best.text
        assert sentence.text.rstrip(".") in best.text or best.text.rstrip(".") in sentence.text


def test_an_invention_is_unsupported() -> None:
    model = Fake(lambda r: "Zebras conquered Jupiter.", kind="summarization")
    result = summarize(Article(text=BODIES["en"]), model=model, to="en")
    assert "unsupported" in [w.kind for w in result.warnings]


def test_strict_puts_the_source_in_place_of_what_fails() -> None:
    model = Fake(
        lambda r: "Ningbo Haitong Energy expects to employ about 9,999 people.",
        kind="summarization",
    )
    result = summarize(Article(text=BODIES["en"]), model=model, to="en", strict=True)
    (sentence,) = result["en"].sentences
    assert sentence.text == sentence.evidence[0].text
    assert "9,999" in result.warnings[0].text


def test_a_language_that_the_model_does_not_write() -> None:
    model = Fake(echo_first, kind="summarization", directions=frozenset({("en", "en")}))
    with pytest.raises(CannotWrite, match="m2m100 does"):
        summarize(EN, model=model, to=("en", "zh"))
    result = summarize(EN, model=model)
    assert list(result.summaries) == ["en"]
    assert [w.kind for w in result.notes] == ["untranslated"]
    with pytest.raises(NotWritten, match="m2m100 does"):
        _ = result.zh


def silent(request: Request) -> str:
    """Writes nothing for what has a jetty in it, nor anything in Chinese."""
    return "" if "jetty" in request.text or request.target == "zh" else echo_first(request)


JETTY = Article(text=f"{article(0)}\n\n" + "The jetty at Harrow is closed. " * 5 + article(2))


def test_a_part_that_came_back_empty_is_told() -> None:
    model = Fake(silent, kind="summarization", budget=400)
    result = summarize(JETTY, model=model, to="en")
    assert result.en
    (note,) = (note for note in result.notes if note.kind == "empty")
    assert "The model wrote nothing for what begins 'The jetty at Harrow" in note.message
    translated = summarize(FIGURE, model=Fake(lambda request: ""))
    assert [note.kind for note in translated.notes] == ["short", "untranslated"]


def test_a_model_that_writes_nothing_at_all_is_an_error() -> None:
    model = Fake(silent, kind="summarization", budget=400)
    result = summarize(JETTY, model=model)
    assert list(result) == ["en"]
    with pytest.raises(NotWritten, match="fake wrote nothing for the Chinese"):
        _ = result.zh
    for fields in ({"to": ("en", "zh")}, {"to": "zh"}):
        with pytest.raises(ModelError, match="Try other beams, or another model"):
            summarize(JETTY, model=model, **fields)
    for kind in ("summarization", "translation"):
        mute = Fake(lambda request: "", kind=kind)  # type: ignore[arg-type]
        (outcome,) = Summarizer(mute, to="zh").stream([EN])
        assert isinstance(outcome, Failure)


# --- length and style ---


def test_a_short_article_is_given_as_it_is() -> None:
    result = summarize("央行周二宣布下调利率。市场普遍预期这一决定。", to="zh")
    assert result.zh == "央行周二宣布下调利率。市场普遍预期这一决定。"
    assert [w.kind for w in result.warnings] == ["short"]


@pytest.mark.parametrize("sentences", [1, 2, 5])
def test_at_most_so_many_sentences(sentences: int) -> None:
    assert len(summarize(EN, to="en", sentences=sentences)["en"].sentences) == sentences


def test_bullets_are_a_line_each() -> None:
    assert len(summarize(EN, to="en", style="bullets").en.splitlines()) == 3


@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_headline_is_the_title_without_a_full_stop(code: str) -> None:
    title = newsum.clean(newsum.sample(code)).title
    result = summarize(newsum.sample(code), to=code, style="headline")
    assert result[code].text == title
    assert result[code].sentences[0].evidence


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("The bank rose.", "The bank rose"),
        ("银行上涨。", "银行上涨"),
        ("银行上涨5.9%。", "银行上涨5.9%"),
        ("Minister leaves the U.S.", "Minister leaves the U.S."),
        ("Bank buys Acme Inc.", "Bank buys Acme Inc."),
        ("Bank rises...", "Bank rises..."),
        ("银行上涨……", "银行上涨……"),
        ("Will the bank rise?", "Will the bank rise?"),
    ],
)
def test_only_a_full_stop_goes_from_a_headline(title: str, headline: str) -> None:
    article = Article(text=BODIES["en"], title=title, language="en")
    assert summarize(article, to="en", style="headline").en == headline


@pytest.mark.parametrize(
    ("code", "body", "title", "rests_on", "unseen"),
    [
        pytest.param(
            "en",
            "The mill will close in May. Rain fell. It has 40 workers.",
            "Mill with 40 workers to close in May",
            ["The mill will close in May.", "It has 40 workers."],
            [],
            id="two-sentences",
        ),
        pytest.param(
            "en",
            "The mill will close in May. Rain fell. It has 40 workers.",
            "Mill with 70 workers to close in May",
            ["The mill will close in May.", "It has 40 workers."],
            ["70"],
            id="another-figure",
        ),
        pytest.param(
            "zh-Hant",
            "這家工廠五月關閉。當天下雨。廠裡有40名工人。",
            "五月關閉的工廠有70名工人",
            ["這家工廠五月關閉。", "廠裡有40名工人。"],
            ["70"],
            id="another-figure-zh-Hant",
        ),
        pytest.param(
            "en",
            "The mill will close in May. Rain fell. It has 40 workers.",
            "Grinding to a halt",
            [],
            [],
            id="play-on-words",
        ),
    ],
)
def test_a_headline_rests_on_what_bears_it_out(
    code: str, body: str, title: str, rests_on: list[str], unseen: list[str]
) -> None:
    result = summarize(Article(text=body, title=title), to=code, style="headline")
    (sentence,) = result[code].sentences
    assert sorted(each.text for each in sentence.evidence) == sorted(rests_on)
    assert [warning.text for warning in sentence.warnings] == unseen


def test_a_headline_without_a_title_is_the_best_sentence() -> None:
    text = summarize(Article(text=BODIES["en"]), to="en", style="headline").en
    assert text
    assert not text.endswith(".")


@pytest.mark.parametrize(
    ("code", "lead", "shown"),
    [
        pytest.param(
            "en",
            "The council closed the old iron bridge to lorries on Tuesday, after divers found that "
            "two of its piers had been undermined by the floods of the spring.",
            "The council closed the old iron bridge to lorries on Tuesday",
            id="en",
        ),
        pytest.param(
            "zh-Hant",
            "市政府決定自下月起關閉營運了四十年的北岸渡口，"
            "受此影響的二十二名職工將由公車公司安置，乘客可以改乘新開的過江專線。",
            "市政府決定自下月起關閉營運了四十年的北岸渡口",
            id="zh-Hant",
        ),
    ],
)
def test_a_long_sentence_is_cut_to_a_headline(code: str, lead: str, shown: str) -> None:
    (sentence,) = summarize(Article(text=lead), to=code, style="headline")[code].sentences
    assert sentence.text == shown
    assert [evidence.text for evidence in sentence.evidence] == [lead]


# --- the built-in model, small enough to be trained here ---


@pytest.mark.parametrize(("source", "target"), [("en", "zh"), ("zh", "en")])
def test_the_built_in_model_writes_both_languages(
    tiny_builtin: Path, source: str, target: str
) -> None:
    from newsum.models.builtin import Builtin

    order = 1 if source == "en" else -1
    pairs = dict(pair[::order] for pair in PAIRS)
    text = join(pairs)
    result = summarize(Article(text=text), model=Builtin(folder=tiny_builtin))
    assert (result.language, list(result.summaries)) == (source, ["en", "zh"])
    own, other = result[source], result[target]
    assert [pairs[s.text] for s in own.sentences] == [s.text for s in other.sentences]
    for sentence in other.sentences:
        (evidence,) = sentence.evidence
        assert text[evidence.start : evidence.end] == evidence.text
        assert sentence.warnings == ()


# --- without weights ---


@pytest.fixture
def no_weights(tmp_path):
    from newsum.models.builtin import Builtin

    return Builtin(folder=tmp_path)


def test_without_weights_the_articles_own_language_is_written(no_weights) -> None:
    result = summarize(EN, model=no_weights)
    assert list(result.summaries) == ["en"]
    assert [w.kind for w in result.warnings] == ["untranslated"]
    with pytest.raises(MissingModel, match="m2m100"):
        summarize(EN, model=no_weights, to="zh")


# --- many articles ---


def test_a_stream_is_ordered_and_a_bad_article_keeps_its_place() -> None:
    outcomes = list(Summarizer(to="en", sentences=1).stream([EN, "", EN, b"\x89PNG\r\n\x1a\n\0\0"]))
    assert [type(o) for o in outcomes] == [Result, Failure, Result, Failure]
    assert outcomes[1].kind == "EmptyArticle"  # type: ignore[union-attr]
    assert outcomes[0] == outcomes[2]


@pytest.mark.parametrize("one", [EN, EN.encode(), Path("a.txt"), Article(text=EN)], ids=type)
def test_one_article_is_no_stream(one: Any) -> None:
    name = type(one).__name__
    with pytest.raises(TypeError, match=f"not one .*{name}.*: summarize\\(\\) takes one"):
        Summarizer(to="en").stream(one)
    with pytest.raises(TypeError, match="wrap one in a list"):
        Summarizer(Fake(digits)).translate(one, to="zh")


@pytest.mark.parametrize("batch", [0, -1, "4", 2.5, True, None])
def test_a_batch_is_a_whole_number(batch: Any) -> None:
    with pytest.raises(OptionError, match=f"batch must be a whole number from 1, not {batch!r}"):
        Summarizer(to="en").stream([EN], batch=batch)


class Tripping(Fake):
    """Fails over whatever has a river in it."""

    def generate(self, requests: Any, generation: Any = None) -> Any:
        if any("river" in request.text for request in requests):
            raise ZeroDivisionError("a river")
        return super().generate(requests)


def test_an_error_of_the_model_is_its_articles_alone() -> None:
    model = Tripping(lambda request: "他们同意了。")
    articles = [article(0), article(2).replace("harbour", "river"), article(4)]
    outcomes = list(Summarizer(model, to="zh").stream(articles, batch=3))
    assert [type(outcome) for outcome in outcomes] == [Result, Failure, Result]
    assert outcomes[1].to_dict()["error"] == {
        "kind": "ZeroDivisionError", "message": "ZeroDivisionError: a river",
    }  # fmt: skip
    with pytest.raises(ZeroDivisionError, match="a river"):
        Summarizer(model, to="zh").summarize(articles[1])


def test_an_error_of_what_comes_after_the_model_is_its_articles_alone() -> None:
    summarizer = Summarizer(to="en")
    assemble, calls = summarizer._assemble, []

    def trip(*arguments: Any) -> Result:
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError("afterward")
        return assemble(*arguments)

    summarizer._assemble = trip  # type: ignore[method-assign]
    kinds = [type(outcome) for outcome in summarizer.stream([EN] * 3)]
    assert kinds == [Result, Failure, Result]


def test_a_feed_that_breaks_loses_nothing_that_it_gave() -> None:
    def feed() -> Iterator[str]:
        yield from [EN] * 5
        raise OSError("the feed broke")

    for batch in (1, 2, 5, 9):
        stream = Summarizer(to="en", sentences=1).stream(feed(), batch=batch)
        assert [type(next(stream)) for _ in range(5)] == [Result] * 5
        with pytest.raises(OSError, match="the feed broke"):
            next(stream)
        assert list(stream) == []


def test_sentences_are_selected_once_for_all_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsum import strategies

    calls, select = [], strategies.select
    monkeypatch.setattr(strategies, "select", lambda *a, **k: calls.append(1) or select(*a, **k))
    model = Fake(lambda request: "该公司宣布了计划。")
    Summarizer(model).summarize(EN, to=("en", "zh", "zh-Hant"))
    assert len(calls) == 1


def test_both_scripts_are_one_request() -> None:
    model = Fake(lambda request: "该公司宣布了计划。")
    result = Summarizer(model, sentences=2).summarize(EN, to=("zh", "zh-Hant"))
    assert len(model.calls[0]) == 2
    assert result["zh-Hant"].text == to_traditional(result.zh)


def test_a_stream_reads_no_further_than_it_must() -> None:
    read = 0

    def articles() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield EN

    stream = Summarizer(to="en").stream(articles(), batch=4)
    next(stream)
    assert read == 4


def test_a_stream_is_one_call_of_the_model_a_batch() -> None:
    model = Fake(lambda request: "该公司宣布了计划。")
    articles = [article(2 * number) for number in range(6)]
    list(Summarizer(model, to="zh", sentences=2).stream(articles, batch=3))
    assert [len(call) for call in model.calls] == [6, 6]


def test_the_same_input_gives_the_same_output() -> None:
    assert summarize(EN).to_json() == summarize(EN).to_json()


def test_threads_may_share_a_summarizer() -> None:
    summarizer = Summarizer(Fake(lambda r: "该公司宣布了计划。"), sentences=2)
    expected = summarizer.summarize(EN).to_json()
    results: list[str] = []
    threads = [
        threading.Thread(target=lambda: results.append(summarizer.summarize(EN).to_json()))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_progress_wraps_the_articles() -> None:
    seen: list[object] = []

    def progress(items):
        for item in items:
            seen.append(item)
            yield item

    list(Summarizer(to="en").stream([EN, ZH], progress=progress))
    assert seen == [EN, ZH]


# --- translate ---


def test_sentences_are_translated_in_order() -> None:
    model = dictionary({"One.": "一。", "Two.": "二。"})
    summarizer = Summarizer(model)
    assert summarizer.translate(["Two.", "", "One."], to="zh") == ["二。", "", "一。"]


def tagged(request: Request) -> str:
    return f"译文{len(request.text)}。" if request.target == "zh" else "Translated."


ENGLISH, CHINESE = "The bank cut its rate on Monday.", "银行周一降息。"


@pytest.mark.parametrize(
    ("given", "to", "back"),
    [
        pytest.param([ENGLISH, CHINESE], "zh", ["译文32。", CHINESE], id="mixed-zh"),
        pytest.param([ENGLISH, CHINESE], "en", [ENGLISH, "Translated."], id="mixed-en"),
        pytest.param(["2026", " ", "🇨🇳", ENGLISH], "zh", ["2026", " ", "🇨🇳", "译文32。"], id="no-letters"),
        pytest.param(["2026", "—"], "zh", ["2026", "—"], id="no-letters-at-all"),
        pytest.param(["NATO", CHINESE, CHINESE], "zh", ["NATO", CHINESE, CHINESE], id="name-in-chinese"),
        pytest.param(["NATO", ENGLISH], "zh", ["译文4。", "译文32。"], id="name-in-english"),
        pytest.param(["Москва", ENGLISH], "zh", ["译文6。", "译文32。"], id="name-of-its-own"),
        pytest.param(["OK"], "zh", ["译文2。"], id="short-alone"),
        pytest.param([ENGLISH, ENGLISH], "zh", ["译文32。", "译文32。"], id="twice"),
        pytest.param(["臺灣發展", ENGLISH], "zh", ["台湾发展", "译文32。"], id="traditional"),
        pytest.param([], "zh", [], id="none"),
    ],
)  # fmt: skip
def test_each_text_is_translated_from_its_own_language(
    given: list[str], to: str, back: list[str]
) -> None:
    assert Summarizer(Fake(tagged)).translate(given, to=to) == back


def test_a_text_in_a_third_language_is_named() -> None:
    french = "Le gouvernement a annoncé une réforme des retraites."
    with pytest.raises(UnsupportedLanguage, match=r"^Text 2 of 2 \('Le gouv.* in French; newsum"):
        Summarizer(Fake(tagged)).translate([ENGLISH, french], to="zh")


def test_a_glossary_for_one_call() -> None:
    model = Fake(tagged)
    summarizer = Summarizer(model, glossary={"bank": "银行"})
    summarizer.translate([ENGLISH], to="zh")
    summarizer.translate([ENGLISH], to="zh", glossary={"rate": "利率"})
    terms = {request.terms for call in model.calls for request in call}
    assert terms == {(("bank", "银行"),), (("rate", "利率"),)}


def test_a_summarization_model_does_not_translate() -> None:
    with pytest.raises(CannotWrite, match="m2m100"):
        Summarizer(Fake(echo_first, kind="summarization")).translate(["One."], to="zh")


# --- verify ---


def test_an_article_and_its_summary_in_each_others_place() -> None:
    article = BODIES["en"]
    summary = summarize(article, to="en").en
    assert newsum.verify(article, summary).warnings == ()
    swapped = newsum.verify(summary, article)
    assert "verify takes the article first" in swapped.warnings[0].message
    assert "“The council votes on Oct. 14.”: No sentence of the article" in str(swapped)


@pytest.mark.parametrize(
    ("summary", "error", "message"),
    [
        pytest.param(Path("summary.txt"), TypeError, "summary must be text", id="path"),
        pytest.param(b"Rates fell.", TypeError, "not bytes: read it first", id="bytes"),
        pytest.param(Article(text="Rates fell."), TypeError, "not Article", id="article"),
        pytest.param("summary.txt", InputError, "name of a file", id="name"),
        pytest.param(" ", EmptyArticle, "summary is empty", id="empty"),
    ],
)
def test_what_is_no_summary(summary: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        newsum.verify(EN, summary)


@pytest.mark.parametrize("name", ["to", "sentences", "style", "strict", "beams"])
def test_what_says_how_to_write_has_no_place_where_nothing_is_written(name: str) -> None:
    message = f"no option '{name}' here. There are glossary, vectors, clean."
    fields: dict[str, Any] = {name: getattr(newsum.Options(), name)}
    for check in (newsum.verify, Summarizer().verify):
        with pytest.raises(TypeError, match=message):
            check(EN, "Summary.", **fields)


# --- the rest of the surface ---


def test_options_are_checked_before_a_model_is_loaded() -> None:
    with pytest.raises(OptionError, match="sentences"):
        summarize(EN, model="no/such/model", sentences=0)
    for call in (partial(summarize, EN), Summarizer, partial(newsum.verify, EN, "Summary.")):
        with pytest.raises(TypeError, match="Did you mean 'glossary'"):
            call(model="no/such/model", glosary={})
        with pytest.raises(TypeError, match="Did you mean 'device'"):
            call(model="no/such/model", devise="cpu")


def test_a_model_is_a_name_a_folder_or_a_model() -> None:
    with pytest.raises(OptionError, match="loaded model, not None"):
        summarize(EN, model=None)  # type: ignore[arg-type]


def test_how_a_model_is_loaded_goes_with_no_loaded_model() -> None:
    for how in ({"device": "cpu"}, {"runtime": "transformers"}):
        with pytest.raises(
            OptionError, match="The model fake is loaded already: device and runtime"
        ):
            summarize(EN, model=Fake(digits), **how)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="loaded already"):
        Summarizer(Fake(digits), device="cuda", runtime="transformers")


def test_a_folder_is_loaded_anew_where_it_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsum.models import loader as loading

    load = loading.load

    def count(model: Any, **how: Any) -> Any:
        if model in ("m", Path("m")):
            model = Fake(digits)
            loads.append(model)
        return load(model, **how)

    loads: list[Fake] = []
    monkeypatch.setattr(loading, "load", count)
    for place in ("one", "two"):
        (tmp_path / place / "m").mkdir(parents=True)
        (tmp_path / place / "m" / "config.json").write_text("{}")
    for place, change, expected in (
        ("one", None, 1), ("one", None, 1), ("two", None, 2), ("two", '{"trained": "again"}', 3),
    ):  # fmt: skip
        monkeypatch.chdir(tmp_path / place)
        if change:
            Path("m/config.json").write_text(change)
        for name in ("m", Path("m")):
            summarize(FIGURE, model=name, to="zh")
        assert len(loads) == expected


def test_a_download_holds_up_only_those_who_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread loads a model, slowly; another uses the built-in one, a third waits for the first."""
    from newsum.models import loader as loading

    load, asked, arrived, loads = loading.load, threading.Event(), threading.Event(), []

    def slow(model: Any, **how: Any) -> Any:
        if model != "far":
            return load(model, **how)
        loads.append(model)
        asked.set()
        assert arrived.wait(20)
        return Fake(digits)

    monkeypatch.setattr(loading, "load", slow)
    results: list[Result] = []
    threads = [
        threading.Thread(target=lambda: results.append(summarize(EN, model="far", to="zh")))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    assert asked.wait(20)
    try:
        assert summarize(EN, to="en").en
        assert summarize(EN, to="en", runtime="transformers").en
    finally:
        arrived.set()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert loads == ["far"]


def test_the_signature_names_what_can_change_a_summary() -> None:
    base = Summarizer(Fake(digits))
    other = Summarizer(Fake(digits), sentences=2)
    assert base.signature != other.signature
    assert newsum.__version__ in base.signature
    assert "fake@1" in base.signature
    assert base.summarize(ZH).signature == base.signature


def test_a_context_closes_its_model() -> None:
    model = Fake(digits)
    with Summarizer(model) as summarizer:
        summarizer.summarize(EN)
    assert model.closed


def test_both_summaries_are_in_their_script() -> None:
    result = summarize(EN, model=Fake(lambda r: "该公司宣布了投资计划。"))
    assert list(result.summaries) == ["en", "zh"]
    assert count_han(result.zh)
    assert not count_han(result.en)
    assert spoken(result.language) == "en"


def test_an_empty_article_says_so() -> None:
    with pytest.raises(EmptyArticle):
        summarize("")

from __future__ import annotations

import inspect
import json
import pickle
from typing import Any

import pytest

import newsum
from newsum.article import Article, Evidence, Finding, Removed
from newsum.errors import BadRow, EmptyArticle, NotWritten, UnsupportedLanguage
from newsum.result import Failure, Result, Summary, SummarySentence

SOURCE = "Prices rose 5% in May, the bank said. Wages fell."


def result(**changes: object) -> Result:
    first = Evidence("Prices rose 5% in May, the bank said.", 0, 0.91234)
    wrong = Finding("percent", "6% is not in the source, which has 5%", "6%", first.text)
    fields: dict[str, object] = {
        "article": Article(
            text=SOURCE,
            title="Prices",
            byline="By Ann Lee",
            captions=("A bank.",),
            removed=(Removed("We use cookies.", "cookie"),),
        ),
        "language": "en",
        "summaries": {
            "en": Summary("en", (SummarySentence("Prices rose 5%.", (first,)),)),
            "zh": Summary("zh", (SummarySentence("物价上涨6%。", (first,), (wrong,)),)),
        },
        "model": "fake",
        "signature": "newsum:0|model:fake",
        "notes": (Finding("mixed", "Two languages."),),
    }
    return Result(**(fields | changes))  # type: ignore[arg-type]


def test_both_languages_by_attribute_and_by_code() -> None:
    r = result()
    assert (r.en, r.zh) == ("Prices rose 5%.", "物价上涨6%。")
    assert r["zh-CN"] is r["zh"]
    assert str(r["en"]) == r.en


def test_warnings_are_the_notes_then_the_sentences() -> None:
    assert [finding.kind for finding in result().warnings] == ["mixed", "percent"]


def test_a_language_that_was_not_asked_for() -> None:
    with pytest.raises(NotWritten, match=r"It has: en, zh. Ask with to=\('zh-Hant',\)"):
        result()["zh-TW"]
    with pytest.raises(NotWritten, match=r"^newsum does not write 'fr'. Choose from"):
        result()["fr"]


def test_a_result_maps_languages_to_summaries() -> None:
    r = result()
    assert list(r) == ["en", "zh"]
    assert len(r) == 2
    assert dict(r) == r.summaries
    assert [summary.text for summary in r.values()] == [r.en, r.zh]
    assert [code in r for code in ("en", "zh-CN", "zh-Hant", "fr", 3)] == [True, True, *[False] * 3]
    assert r.get("EN") is r["en"]
    assert r.get("zh-Hant") is r.get("fr") is None


def test_a_language_that_is_not_there_is_an_attribute_that_is_not_there() -> None:
    r = result(summaries={"en": result()["en"]})
    assert hasattr(r, "en")
    assert not hasattr(r, "zh")
    assert getattr(r, "zh", None) is None
    assert "zh" not in dict(inspect.getmembers(r))
    with pytest.raises(NotWritten) as raised:
        _ = r.zh
    assert isinstance(raised.value, KeyError)
    assert str(raised.value).startswith("This result has no Chinese")


def test_equal_results_are_one_key_and_may_go_to_another_process() -> None:
    assert len({result(), result(), result(signature="other")}) == 2
    assert pickle.loads(pickle.dumps(result())) == result()
    turned = result(summaries=dict(reversed(list(result().items()))))
    assert turned == result()
    assert hash(turned) == hash(result())


def test_a_language_that_no_model_could_write_says_why() -> None:
    note = Finding("untranslated", "No Chinese (Simplified) summary: no weights.")
    r = result(summaries={"en": result()["en"]}, notes=(note,))
    with pytest.raises(NotWritten, match=r"^No Chinese \(Simplified\) summary: no weights.$"):
        _ = r.zh
    with pytest.raises(NotWritten, match=r"no Chinese \(Traditional\) summary. It has: en. Ask"):
        r["zh-Hant"]


def test_evidence_offsets_point_into_the_article() -> None:
    r = result()
    for summary in r.summaries.values():
        for sentence in summary.sentences:
            for evidence in sentence.evidence:
                assert r.article.text[evidence.start : evidence.end] == evidence.text


def test_json_is_the_documented_object() -> None:
    value = json.loads(result().to_json())
    assert list(value) == [
        "language", "title", "model", "signature", "summaries", "warnings", "byline", "date",
        "site", "url", "text", "captions", "removed",
    ]  # fmt: skip
    assert value["byline"] == "By Ann Lee"
    assert value["text"] == SOURCE
    assert list(value["summaries"]["zh"]) == ["text", "style", "sentences"]
    assert value["summaries"]["zh"]["sentences"][0] == {
        "text": "物价上涨6%。",
        "evidence": [{"start": 0, "end": 37, "text": SOURCE[:37], "score": 0.9123}],
        "warnings": [
            {
                "kind": "percent",
                "message": "6% is not in the source, which has 5%",
                "text": "6%",
                "evidence": SOURCE[:37],
            }
        ],
    }
    assert value["removed"] == [{"text": "We use cookies.", "reason": "cookie"}]
    assert "物价" in result().to_json()


def test_a_result_comes_back_from_json() -> None:
    given = result()
    again = Result.from_dict(json.loads(given.to_json()))
    assert again.to_dict() == given.to_dict()
    assert str(again) == str(given)
    assert again.article.text == SOURCE
    with pytest.raises(BadRow, match=r"no 'text'.*--with-text"):
        Result.from_dict(given.to_dict(text=False))


def changed(*path: str | int, to: object) -> dict[str, object]:
    """The row of a result, with *to* in one place."""
    row = json.loads(result().to_json())
    at = row
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = to
    return row


SENTENCE = ("summaries", "zh", "sentences", 0)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param([], id="list"),
        pytest.param(None, id="none"),
        pytest.param("{}", id="json"),
        pytest.param({}, id="nothing"),
        pytest.param(Failure(EmptyArticle("The text is empty.")).to_dict(), id="failure"),
        pytest.param(changed("language", to="fr"), id="language"),
        pytest.param(changed("language", to=None), id="no-language"),
        pytest.param(changed("text", to=None), id="no-text"),
        pytest.param(changed("title", to=5), id="title"),
        pytest.param(changed("captions", to=[1]), id="caption"),
        pytest.param(changed("captions", to=None), id="captions"),
        pytest.param(changed("summaries", to=[]), id="summaries"),
        pytest.param(changed("summaries", "fr", to=result()["en"].to_dict()), id="french"),
        pytest.param(changed("summaries", "en", to=None), id="summary"),
        pytest.param(changed("summaries", "en", "style", to="haiku"), id="style"),
        pytest.param(changed(*SENTENCE, to="物价上涨。"), id="sentence"),
        pytest.param(changed(*SENTENCE, "evidence", 0, "start", to="0"), id="start"),
        pytest.param(changed(*SENTENCE, "evidence", 0, "score", to=None), id="score"),
        pytest.param(changed(*SENTENCE, "warnings", 0, "kind", to="gossip"), id="kind"),
        pytest.param(changed(*SENTENCE, "warnings", to={}), id="warnings"),
        pytest.param(changed("warnings", to=[{"kind": "mixed"}]), id="no-message"),
        pytest.param(changed("removed", 0, "reason", to="boring"), id="reason"),
    ],
)
def test_a_row_that_is_no_result(row: Any) -> None:
    with pytest.raises(BadRow, match="A result is made of what to_dict"):
        Result.from_dict(row)


def test_findings_of_a_later_version_with_more_to_them_are_read() -> None:
    row = changed("warnings", 0, "severity", to="high")
    assert Result.from_dict(row).notes == result().notes


def test_half_a_surrogate_pair_can_be_written() -> None:
    article = newsum.clean("The price of \ud83d rose by 5% in May, the bank said.", clean=False)
    assert article.text == "The price of \ufffd rose by 5% in May, the bank said."
    newsum.verify(article, "The price rose \udd25.").to_json().encode()


def test_an_article_knows_only_languages_that_newsum_reads() -> None:
    assert Article(text=SOURCE, language="zh-CN").language == "zh"  # type: ignore[arg-type]
    assert Article(text=SOURCE).language is None
    with pytest.raises(UnsupportedLanguage, match="'fr'"):
        Article(text=SOURCE, language="fr")  # type: ignore[arg-type]


def test_a_notebook_gets_html_and_text() -> None:
    bundle = result()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"] == str(result())


@pytest.mark.parametrize(
    ("style", "language", "text"),
    [("bullets", "zh", "一。\n二。"), ("paragraph", "zh", "一。二。")],
)
def test_style(style: str, language: str, text: str) -> None:
    sentences = (SummarySentence("一。"), SummarySentence("二。"))
    assert Summary(language, sentences, style).text == text  # type: ignore[arg-type]


def test_a_failure_names_its_error() -> None:
    failure = Failure(EmptyArticle("The article is empty."))
    assert failure.to_dict() == {
        "error": {"kind": "EmptyArticle", "message": "The article is empty."}
    }


def test_a_headline_that_is_the_title_is_shown_once() -> None:
    headline = Summary("en", (SummarySentence("Prices"),), "headline")
    assert result(summaries={"en": headline}, notes=()).to_text().count("Prices") == 1
    other = Summary("en", (SummarySentence("Prices up"),), "headline")
    assert result(summaries={"en": other}, notes=()).to_text().count("Prices") == 2

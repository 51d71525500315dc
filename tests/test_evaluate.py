"""Scores: the field's own numbers on English, never zero on Chinese, repeatable everywhere."""

from __future__ import annotations

import json
import random
import re
import sys
import warnings
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from newsum.errors import CorpusError, OptionError
from newsum.evaluate import (
    BASELINES,
    METRICS,
    Example,
    baseline,
    compare,
    read,
    read_predictions,
    score,
)
from newsum.evaluate.cli import app
from newsum.evaluate.extraction import compression, coverage, faithfulness, novelty
from newsum.evaluate.rouge import rouge_l, rouge_lsum, rouge_n
from newsum.evaluate.scores import html
from newsum.evaluate.statistics import bootstrap, paired
from newsum.evaluate.tokens import tokenizer
from newsum.languages import Language

WORDS = [
    "the",
    "a",
    "cats",
    "running",
    "quickly",
    "ran",
    "market's",
    "shares",
    "5.2%",
    "rose",
    "U.S.",
    "fell,",
    "again!",
    "city",
    "\n",
]
ROUGE = ("rouge1", "rouge2", "rougeL", "rougeLsum")

ENGLISH = [
    Example(
        "The bank cut rates on Friday. Shares rose sharply. Analysts had not expected it. The "
        "yuan weakened. Officials declined to comment.",
        "The bank cut rates, and shares rose sharply.", "en", "en", "a",
    ),
    Example(
        "A storm hit the coast. Thousands of homes lost power. Schools were closed. Crews worked "
        "all night. The mayor asked for patience.",
        "A storm left thousands of homes without power.", "en", "en", "b",
    ),
]  # fmt: skip
CHINESE = [
    Example("央行周五降息。股市大幅上涨。分析师没有预料到。人民币走弱。官员拒绝置评。",
            "央行降息，股市大涨。", "zh", "zh", "甲"),
    Example("风暴袭击海岸。数千户家庭停电。学校停课。抢修人员彻夜工作。市长请市民耐心等待。",
            "风暴造成数千户家庭停电。", "zh", "zh", "乙"),
]  # fmt: skip


def reference_scorer(stem: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from rouge_score.rouge_scorer import RougeScorer
    return RougeScorer(list(ROUGE), use_stemmer=stem)


@pytest.mark.parametrize("stem", [False, True])
def test_english_rouge_equals_rouge_score(stem: bool) -> None:
    scorer, random_ = reference_scorer(stem), random.Random(7)
    for _ in range(150):
        ours, theirs = (
            " ".join(random_.choices(WORDS, k=random_.randint(0, 25))) for _ in range(2)
        )
        if "\n" not in ours or "\n" not in theirs:  # rouge-score splits at line breaks only
            ours, theirs = ours + "\nshares rose", theirs + "\nshares fell"
        expected = scorer.score(theirs, ours)
        found = score([ours], [theirs], metrics=ROUGE, stem=stem, samples=1)
        for name in ROUGE:
            assert found[name].value / 100 == pytest.approx(expected[name].fmeasure, abs=1e-6)


def test_chinese_rouge_is_the_same_algorithm_on_characters() -> None:
    scorer = reference_scorer(False)
    codes = {char: f"c{at}" for at, char in enumerate("央行降息股市大涨周五上升的")}
    random_ = random.Random(3)
    for _ in range(60):
        ours, theirs = ("".join(random_.choices(list(codes), k=12)) for _ in range(2))
        expected = scorer.score(*(" ".join(codes[c] for c in text) for text in (theirs, ours)))
        found = score([ours], [theirs], language="zh", metrics=ROUGE, samples=1)
        for name in ROUGE:
            assert found[name].value / 100 == pytest.approx(expected[name].fmeasure, abs=1e-6)


@pytest.mark.parametrize("kind", ["chars", "jieba"])
@pytest.mark.parametrize("text", ["央行降息", "股市上涨5.2%。", "臺灣發展", "“好”"])
def test_chinese_is_never_zero_against_itself(kind: Any, text: str) -> None:
    found = score([text], [text], language="zh", tokenize=kind, samples=1)
    assert found["rouge1"].value == found["rougeL"].value == 100


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("words", "The U.S.'s 5.2%", ["the", "u", "s", "s", "5", "2"], id="words"),
        pytest.param("chars", "GDP增长5.2%，", ["gdp", "增", "长", "5", "2"], id="chars"),
        pytest.param("jieba", "央行降息，Fed", ["央行", "降息", "，", "fed"], id="xl-sum"),
    ],
)
def test_tokens(name: Any, text: str, expected: list[str]) -> None:
    assert tokenizer(name)(text) == expected


@given(
    st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12)
)
def test_rouge_is_a_share_and_mirrors(one: list[str], other: list[str]) -> None:
    for there, back in (
        (rouge_n(one, other, 1), rouge_n(other, one, 1)),
        (rouge_l(one, other), rouge_l(other, one)),
        (rouge_lsum([one], [other]), rouge_lsum([other], [one])),
    ):
        assert 0 <= there.f <= 1
        assert there.precision == back.recall
        assert there.f == pytest.approx(back.f)


def test_how_a_summary_relates_to_its_article() -> None:
    article = ["the", "bank", "cut", "rates", "on", "friday", "and", "shares", "rose"]
    assert coverage(["shares", "rose", "on", "friday"], article) == 1
    assert coverage(["prices", "rose"], article) == 0.5
    assert novelty(["shares", "rose", "on", "friday"], article) == pytest.approx(1 / 3)
    assert compression(["shares", "rose"], article) == 4.5
    assert coverage([], article) == novelty([], article) == compression([], article) == 0


@pytest.mark.parametrize(
    ("summary", "article", "source", "target", "expected"),
    [
        pytest.param(
            "Sales rose 5%. Costs fell.", "销售额增长5%。成本下降。", "zh", "en", 1.0, id="right"
        ),
        pytest.param(
            "Sales rose 6%. Costs fell.", "销售额增长5%。成本下降。", "zh", "en", 0.5, id="half"
        ),
        pytest.param(
            "销售额增长5%。", "Sales rose 5%. Costs fell.", "en", "zh", 1.0, id="to-chinese"
        ),
        pytest.param("", "Sales rose 5%.", "en", "en", 0.0, id="empty"),
    ],
)
def test_faithfulness(
    summary: str, article: str, source: Language, target: Language, expected: float
) -> None:
    assert faithfulness(summary, article, source=source, target=target) == expected


def test_intervals_hold_the_mean_and_repeat() -> None:
    noise = random.Random(1)
    values = [noise.gauss(50, 10) for _ in range(200)]
    low, high = bootstrap(values, samples=500, seed=4)
    assert low < sum(values) / len(values) < high
    assert (low, high) == bootstrap(values, samples=500, seed=4)
    # The textbook interval of a mean: 1.96 standard errors, here about 1.39 either way.
    assert (high - low) / 2 == pytest.approx(1.39, abs=0.25)


@pytest.mark.parametrize("examples", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_no_system_is_better_than_itself_and_a_better_one_is(examples: list[Example]) -> None:
    """By every metric, corpus-level ones too."""
    many = examples * 8
    references, sources = [e.reference for e in many], [e.article for e in many]
    language = many[0].language
    lead, oracle = (
        score(
            found,
            references,
            language=language,
            metrics=tuple(METRICS),
            sources=sources,
            samples=20,
        )
        for found in (baseline("random", many, sentences=1, seed=3), references)
    )
    for name, same in compare(lead, lead, samples=50).items():
        assert (same.difference, same.p, same.significant) == (0, 1, False), name
    better = compare(oracle, lead, samples=200)
    for name in ("rouge1", "rouge2", "rougeL", "rougeLsum", "chrf", "bleu", "novelty"):
        assert better[name].difference > 0, name
        assert better[name].significant, name


def test_one_example_proves_nothing() -> None:
    good, bad = (score([text], ["Rates fell."], metrics=("rouge1", "chrf"), samples=1)
                 for text in ("Rates fell.", "Shares rose."))  # fmt: skip
    assert [each.p for each in compare(good, bad, samples=100).values()] == [1, 1]


def test_a_seed_is_signed_where_it_is_used() -> None:
    references = [e.reference for e in ENGLISH] * 5
    texts = baseline("random", ENGLISH * 5, sentences=1)
    one, same, other = (
        score(texts, references, metrics=("bleu",), samples=40, seed=seed)["bleu"]
        for seed in (1, 1, 2)
    )
    assert one == same
    assert (one.low, one.high) != (other.low, other.high)
    assert "|ci:bootstrap40.seed1|" in one.signature
    assert "12345" not in one.signature  # sacrebleu's own
    better, worse = score(references, references), score(texts, references)
    found = compare(better, worse, samples=30, seed=7)["rouge1"]
    assert found.signature.endswith("|test:randomization30.seed7")


def test_what_was_scored_otherwise_is_not_compared() -> None:
    texts = [e.reference for e in CHINESE]
    chars, words = (score(texts, texts, language="zh", tokenize=kind, samples=5)
                    for kind in ("chars", "jieba"))  # fmt: skip
    with pytest.raises(OptionError, match="not scored in the same way"):
        compare(chars, words)


def test_significance() -> None:
    noise = random.Random(2)
    base = [noise.gauss(30, 5) for _ in range(80)]
    assert paired([x + 2 for x in base], base, samples=500, seed=0) < 0.01
    assert paired([x + noise.gauss(0, 3) for x in base], base, samples=500, seed=0) > 0.05
    assert paired(base, base, samples=500, seed=0) == 1


def test_every_number_is_signed() -> None:
    texts, sources = [e.reference for e in CHINESE], [e.article for e in CHINESE]
    found = score(
        texts,
        texts,
        language="zh",
        metrics=("rouge", "chrf", "bleu", "faithfulness"),
        sources=sources,
    )
    assert found["rougeL"].signature.startswith("metric:rougeL|lang:zh|tok:chars|stem:no|n:2|ci:")
    assert "tok:zh" in found["bleu"].signature
    assert "nc:6" in found["chrf"].signature
    assert found["chrf"].value == pytest.approx(100)
    assert len({each.signature for each in found.values()}) == len(found)


def test_chrf_and_bleu_are_sacrebleus() -> None:
    import sacrebleu

    ours, theirs = ["央行周五降息，股市上涨", "风暴来了"], ["央行降息，股市大涨", "风暴造成停电"]
    found = score(ours, theirs, language="zh", metrics=("chrf", "bleu"), samples=50)
    assert found["chrf"].value == pytest.approx(sacrebleu.corpus_chrf(ours, [theirs]).score)
    expected = sacrebleu.corpus_bleu(ours, [theirs], tokenize="zh").score
    assert found["bleu"].value == pytest.approx(expected)
    assert found["chrf"].low <= found["chrf"].high


def test_compare() -> None:
    good = baseline("oracle", ENGLISH * 8, sentences=1)
    bad = baseline("random", ENGLISH * 8, sentences=1, seed=5)
    references = [e.reference for e in ENGLISH * 8]
    ours, theirs = (score(x, references, metrics=("rouge1", "chrf")) for x in (good, bad))
    found = compare(ours, theirs, samples=200)
    assert found["rouge1"].difference > 0
    assert found["rouge1"].significant
    assert found["chrf"].p < 0.05
    with pytest.raises(OptionError, match="same references"):
        compare(ours, score(bad[:2], references[:2], metrics=("rouge1",)))


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize(("examples", "joint"), [(ENGLISH, " "), (CHINESE, "")], ids=["en", "zh"])
def test_baselines_extract(name: str, examples: list[Example], joint: str) -> None:
    for example, summary in zip(examples, baseline(name, examples, sentences=2), strict=True):
        article = example.article.replace(joint, "") if joint else example.article
        parts = [
            part for part in summary.replace("。", "。|").replace(". ", ".|").split("|") if part
        ]
        assert 1 <= len(parts) <= 2
        assert all(part.replace(" ", "") in article for part in parts)


class WithoutSumy(PathFinder):
    """Python's own finder on a machine without sumy."""

    @classmethod
    def find_spec(cls, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return None if fullname == "sumy" else super().find_spec(fullname, path, target)


@pytest.mark.parametrize("name", ["lexrank", "textrank"])
def test_a_baseline_without_its_package_says_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in [each for each in sys.modules if each.partition(".")[0] == "sumy"]:
        monkeypatch.delitem(sys.modules, module)
    finders = [finder for finder in sys.meta_path if finder is not PathFinder]
    monkeypatch.setattr(sys, "meta_path", [*finders, WithoutSumy])
    with pytest.raises(OptionError, match="pip install sumy"):
        baseline(name, ENGLISH)


def test_the_oracle_is_above_and_lead_is_the_lead() -> None:
    assert baseline("lead", CHINESE, sentences=1) == ["央行周五降息。", "风暴袭击海岸。"]
    references = [e.reference for e in ENGLISH]
    best, lead = (
        score(baseline(name, ENGLISH, sentences=2), references, metrics=("rouge1",))["rouge1"].value
        for name in ("oracle", "lead")
    )
    assert best >= lead
    assert baseline("random", ENGLISH, seed=3) == baseline("random", ENGLISH, seed=3)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n")
    return path


@pytest.mark.parametrize(
    ("name", "row", "languages"),
    [
        pytest.param("a.jsonl", {"article": "Rates fall.", "summary": "降息", "language": "zh"},
                     ("en", "zh"), id="own"),
        pytest.param("chinese_simplified_test.jsonl", {"text": "央行降息。", "summary": "降息"},
                     ("zh", "zh"), id="xl-sum"),
        pytest.param("english-chinese_traditional_test.jsonl",
                     {"text": "Rates fall.", "summary": "降息", "source_url": "", "target_url": ""},
                     ("en", "zh-Hant"), id="crosssum"),
        pytest.param("b.jsonl", {"document": "央行周五宣布降息。", "summary": "Rates fall."},
                     ("zh", "en"), id="detected"),
    ],
)  # fmt: skip
def test_layouts(
    tmp_path: Path, name: str, row: dict[str, object], languages: tuple[str, str]
) -> None:
    (example,) = read(write(tmp_path / name, [row]))
    assert (example.source_language, example.language) == languages


def test_arrow_and_parquet_folders(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"text": ["央行降息。", "股市上涨。"], "summary": ["降息", "上涨"]})
    saved = tmp_path / "chinese_simplified" / "test"
    saved.mkdir(parents=True)
    with pa.ipc.new_stream(saved / "data-00000-of-00001.arrow", table.schema) as writer:
        writer.write_table(table)
    pq.write_table(table, tmp_path / "chinese_simplified.parquet")
    expected = [("央行降息。", "降息", "zh"), ("股市上涨。", "上涨", "zh")]
    for path in (saved.parent, tmp_path / "chinese_simplified.parquet"):
        assert [(e.article, e.reference, e.language) for e in read(path)] == expected
    assert len(read(saved.parent, limit=1)) == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param('{"title": "x"}\n', "row 1: none of article, text", id="no-article"),
        pytest.param("not json\n", "line 1 is not JSON", id="not-json"),
        pytest.param("[1]\n", "line 1 is not a JSON object", id="list"),
        pytest.param('{"text": "Привет, как дела сегодня", "summary": "ok"}', "row 1:", id="third"),
    ],
)
def test_unusable_data(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(rows)
    with pytest.raises(CorpusError, match=message):
        read(path)
    with pytest.raises(CorpusError, match="neither a dataset"):
        read(tmp_path)
    with pytest.raises(CorpusError, match="no file"):
        read(tmp_path / "missing.jsonl")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"metrics": ("rogue1",)}, "metrics must be of rouge, rouge1", id="metric"),
        pytest.param({"metrics": ()}, "metrics is empty", id="no-metric"),
        pytest.param({"metrics": ("novelty",)}, "pass sources", id="no-sources"),
        pytest.param({"metrics": ("coverage",), "sources": ["a", "b"], "source_language": "zh"},
                     "one language", id="across"),
        pytest.param({"sources": ["a"]}, "2 predictions for 1 sources", id="lengths"),
        pytest.param({"language": "zh", "stem": True}, "stem is for English", id="stem"),
    ],
)  # fmt: skip
def test_wrong_use(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        score(["a", "b"], ["a", "b"], **arguments)


def test_more_wrong_use() -> None:
    with pytest.raises(OptionError, match="nothing to score"):
        score([], [])
    with pytest.raises(OptionError, match="1 predictions for 2"):
        score(["a"], ["a", "b"])
    with pytest.raises(OptionError, match="baseline must be one of"):
        baseline("lede", ENGLISH)
    across = Example("央行降息。", "Rates fall.", "en", "zh", "x")
    with pytest.raises(OptionError, match="only extract"):
        baseline("lead", [across])


def test_tables_show_every_system() -> None:
    references = [e.reference for e in ENGLISH]
    systems = [
        score(baseline(name, ENGLISH), references, metrics=("rouge1",), system=f"<{name}>")
        for name in ("lead", "oracle")
    ]
    shown = html(systems)
    assert "&lt;lead&gt;" in shown
    assert "metric:rouge1|" in shown
    assert systems[0].table().row_count == 1
    assert set(systems[0].to_dict()) == {"system", "language", "examples", "scores"}


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"article": e.article, "summary": e.reference} for e in CHINESE
    ]
    return write(tmp_path / "chinese_simplified.jsonl", rows)


@pytest.mark.parametrize("name", ["found.txt", "found.jsonl"])
def test_only_a_line_feed_ends_a_prediction(tmp_path: Path, name: str) -> None:
    summaries = ["one\u2028still one", "two\x85 \x0c still two", "", "four"]
    path = tmp_path / name
    texts = summaries
    if name.endswith("jsonl"):
        texts = [json.dumps({"prediction": text}, ensure_ascii=False) for text in summaries]
    for end in ("\n", "\r\n"):
        path.write_bytes("".join(text + end for text in texts).encode())
        assert read_predictions(path) == summaries
    path.write_bytes("\n".join(texts).encode())  # nothing ends the last
    assert read_predictions(path) == summaries


def test_cli(data: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.jsonl"
    good.write_text("\n".join(e.reference for e in CHINESE) + "\n")
    write(bad, [{"prediction": "学校停课。"}, {"prediction": "官员拒绝置评。"}])
    assert read_predictions(bad) == ["学校停课。", "官员拒绝置评。"]
    (found,) = json.loads(run("score", data, good, "--metrics", "rouge1,bleu", "--json"))
    assert [each["value"] for each in found["scores"]] == pytest.approx([100, 100])
    shown = run("baselines", data, "--names", "lead,oracle", "-n", 1, "--metrics", "rouge1,novelty")
    assert "lead-1" in shown
    assert "metric:rouge1|lang:zh|tok:chars" in shown
    assert "p" in run("compare", data, good, bad, "--metrics", "rouge1")
    (row,) = json.loads(run("compare", data, good, bad, "--metrics", "rouge1", "--json"))
    assert row["difference"] > 0


def test_cli_runs_a_model(data: Path, tmp_path: Path, tiny_builtin: Path) -> None:
    output = tmp_path / "written.jsonl"
    arguments = (
        "--model",
        tiny_builtin,
        "--metrics",
        "rouge1,faithfulness",
        "--json",
        "-o",
        output,
    )
    (found,) = json.loads(run("run", data, "-n", 1, "--limit", 1, *arguments))
    assert found["examples"] == 1
    (summary,) = read_predictions(output)
    # In the article's own language the built-in model selects: the sentence is the article's.
    assert summary in CHINESE[0].article
    faithfulness_ = found["scores"][1]
    assert (faithfulness_["metric"], faithfulness_["value"]) == ("faithfulness", 100)


@pytest.fixture
def bilingual(tmp_path: Path) -> Path:
    both = [ENGLISH[0], CHINESE[0], ENGLISH[1], CHINESE[1]]
    return write(
        tmp_path / "both.jsonl", [{"article": e.article, "summary": e.reference} for e in both]
    )


def test_cli_scores_each_language_by_itself(bilingual: Path, tmp_path: Path) -> None:
    found = tmp_path / "mine.txt"
    found.write_text("\n".join([ENGLISH[0].reference, "央行", "A storm.", CHINESE[1].reference]))
    english, chinese = json.loads(run("score", bilingual, found, "--metrics", "rouge1", "--json"))
    assert [each["language"] for each in (english, chinese)] == ["en", "zh"]
    assert [each["system"] for each in (english, chinese)] == ["mine, en>en", "mine, zh>zh"]
    assert [each["examples"] for each in (english, chinese)] == [2, 2]
    assert english["scores"][0]["value"] == pytest.approx((100 + 40) / 2)
    assert chinese["scores"][0]["signature"].startswith("metric:rouge1|lang:zh|tok:chars")
    shown = run("baselines", bilingual, "--names", "lead", "--metrics", "rouge1", "-n", 1)
    assert shown.count("metric:rouge1|") == 2
    shown = run("compare", bilingual, found, found, "--metrics", "chrf")
    assert shown.count("p-value") == 2


def test_cli_runs_a_model_in_each_language(
    bilingual: Path, tmp_path: Path, tiny_builtin: Path
) -> None:
    output = tmp_path / "written.jsonl"
    arguments = ("--model", tiny_builtin, "--metrics", "rouge1", "-n", 1, "-o", output, "--json")
    assert len(json.loads(run("run", bilingual, *arguments))) == 2
    both = [ENGLISH[0], CHINESE[0], ENGLISH[1], CHINESE[1]]
    written = read_predictions(output)
    assert all(text in e.article for text, e in zip(written, both, strict=True))


def test_cli_tells_the_systems_and_the_p_value_apart(data: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    files = [tmp_path / "p.txt", tmp_path / "old" / "p.txt"]
    for path in files:
        path.write_text("央行降息。\n停电。\n")
    shown = run("compare", data, *files, "--metrics", "rouge1,chrf")
    assert "p-value" in shown
    assert "metric:rouge1|" in shown
    assert "chrf|" in shown
    rows = json.loads(run("compare", data, *files, "--metrics", "rouge1", "--json"))
    assert rows[0]["systems"] == [str(path) for path in files]


def test_cli_names_the_system_of_another_length(data: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("央行降息。\n")
    result = CliRunner().invoke(app, ["score", str(data), str(tmp_path / "mine.txt")])
    assert str(result.exception) == "mine: 1 predictions for 2 examples"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("gone.txt", None, "cannot be read: No such file", id="gone"),
        pytest.param("gbk.txt", "降息".encode("gbk"), "not UTF-8 (byte 0)", id="gbk"),
        pytest.param(
            "gbk.jsonl", '{"text": "降息"}'.encode("gbk"), "not UTF-8 (byte 10)", id="row"
        ),
    ],
)
def test_predictions_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError, match=re.escape(message)):
        read_predictions(tmp_path / name)


@pytest.mark.parametrize("name", ["data.parquet", "folder/data.arrow"])
def test_damaged_tables(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / name).write_bytes(b"PAR1 no more")
    with pytest.raises(CorpusError, match="cannot be read"):
        read(tmp_path / name.partition("/")[0])


def test_a_place_to_write_to_is_looked_for_before_the_work(data: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["run", str(data), "-o", str(tmp_path / "no" / "x.jsonl")])
    assert "no folder for the output" in str(result.exception)

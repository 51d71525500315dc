"""The tables of rules: each pattern is sound, fast, and hits what its row says."""

from __future__ import annotations

import re
import time
from collections import deque
from importlib import import_module

import pytest

from newsum.article import Reason
from newsum.cleaning import rules
from newsum.cleaning.lines import OWN, PLACE, REASONS, litter
from newsum.cleaning.scorer import Road, features
from newsum.cleaning.structure import STRUCTURE
from newsum.cleaning.text import settle

SCRIPTS: tuple[rules.Script, ...] = ("latin", "han")
#: What sends a careless pattern back over a line again and again.
SEEDS = (
    "a", "Ab ", "Ab Cd ", "a | b ", "首页 | 新闻 | ", "中", "中、文、", "(", "（", "1", "12:30 ",
    "2024-01-01 ", "By Ab, ", "share this ", "facebook, ", "@a", "a@b", "a.", "read more ", ". ", "。",
    "photo ", "© ", "Ab Cd/", "记者 ", "来源：", "中 > ", '"', "- ", "分享 微博 ", "赞 1 ", " ",
)  # fmt: skip


#: The package's own patterns, wherever they stand, by where.
MODULES = ("decode", "extract", "lines", "metadata", "origin", "page", "rules", "structure", "text")
KINDS: tuple[rules.Kind, ...] = ("lines", "hints", "tails", "heads")


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern of the package: the tables' one by one, their rows, the modules'."""
    found = {
        f"{script} {kind} {reason} {number}": re.compile(pattern, re.IGNORECASE)
        for script in SCRIPTS
        for kind in KINDS
        for reason, row in rules.table(script, kind).items()
        for number, pattern in enumerate(row)
    }
    for script in SCRIPTS:
        for kind in KINDS:
            for reason, pattern in rules.compiled(script, kind):
                found[f"{script} {kind} {reason}"] = pattern
    found.update({f"mark {name}": pattern for name, pattern in rules.marks().items()})
    found.update({f"cut {reason}": pattern for reason, pattern in rules.cuts()})
    for name in MODULES:
        for key, value in vars(import_module(f"newsum.cleaning.{name}")).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[f"{name}.{key}"] = value
    return found


PATTERNS = patterns()


def test_every_pattern_is_found() -> None:
    assert len(PATTERNS) > 300
    assert {name.split()[0] for name in PATTERNS} >= {"latin", "han", "mark", "cut"}


@pytest.mark.parametrize("seed", SEEDS)
def test_patterns_are_linear(seed: str) -> None:
    # A short line first: a pattern that goes over it again and again fails there, in time.
    for size, most in ((5_000, 0.25), (100_000, 2.0)):
        line = seed * (size // len(seed)) + "\x01"
        for name, pattern in PATTERNS.items():
            start = time.process_time()
            if " lines " in name or " heads " in name:  # tried at a line's start alone
                pattern.fullmatch(line)
            else:
                deque(pattern.finditer(line), maxlen=0)
            taken = time.process_time() - start
            assert taken < most, f"{name} on {size} characters of {seed!r}: {taken:.1f} s"
    start = time.process_time()
    settle(line)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_tables_give_every_reason_its_row(script: rules.Script) -> None:
    assert tuple(rules.table(script, "lines")) == REASONS
    assert set(rules.table(script, "hints")) <= set(REASONS)


def test_weights_fit_the_numbers() -> None:
    numbers: dict[Road, tuple[str, ...]] = {
        "text": (*OWN, *PLACE),
        "page": (*OWN, *PLACE, *STRUCTURE),
    }
    for road, names in numbers.items():
        assert tuple(features(road)) == names


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("We use cookies to improve your experience on our website.", "cookie"),
        pytest.param("Image caption Mourners gather outside the town hall", "caption"),
        pytest.param("Locals clear the road after the storm. Photo by Ana Ruiz / AFP", "caption"),
        pytest.param("The old quay was rebuilt in two years.Ruizfoto / Getty Images", "caption"),
        pytest.param("The old quay was rebuilt in two years. Ana Ruiz, Tom Brown", "caption"),
        pytest.param("The quay, where the ferry lands. (Harrow Museum)", "caption"),
        pytest.param("Mayor Lee (left) opens the quay on Monday.", "caption"),
        pytest.param("The three founders, from left: Lee, Ruiz and Brown", "caption"),
        pytest.param("Dana Whitlock | Harrow Courier", "byline"),
        pytest.param("Almeda, AL, United States:", "dateline"),
        pytest.param("Download now!", "subscribe"),
        pytest.param("Photograph: Ana Ruiz/Reuters", "credit"),
        pytest.param("By Ana Ruiz, City Editor", "byline"),
        pytest.param("Published 10:02 AM EST Nov 19, 2019", "dateline"),
        pytest.param("Share on Facebook Share on LinkedIn Email", "share"),
        pytest.param("Sign up for our newsletter to get updates in your inbox", "subscribe"),
        pytest.param("Most Read Stories", "related"),
        pytest.param("Advertisement", "ad"),
        pytest.param("Got a tip? Email us at tips@courier.example", "contact"),
        pytest.param("© 2026 The Courier. All rights reserved.", "copyright"),
        pytest.param("(Reporting by Ana Ruiz; Editing by Tom Brown)", "editor"),
        pytest.param("Home | News | Sport | Weather", "navigation"),
        pytest.param("本站使用 cookie 以确保网站正常运行", "cookie"),
        pytest.param("资料图：市民在寒冷天气中出行。某社记者 王某 摄", "caption"),
        pytest.param("图片来源：视觉中国", "credit"),
        pytest.param("本报记者 王某某 李某", "byline"),
        pytest.param("2024年05月10日06:58", "dateline"),
        pytest.param("分享到：", "share"),
        pytest.param("关注某某日报微信公众号", "subscribe"),
        pytest.param("相关阅读", "related"),
        pytest.param("广告", "ad"),
        pytest.param("新闻热线：010-00000000", "contact"),
        pytest.param("某某网版权所有，未经许可不得转载", "copyright"),
        pytest.param("[ 责编：张倩 ]", "editor"),
        pytest.param("首页 | 新闻 | 财经 | 体育", "navigation"),
    ],
)
def test_lines(line: str, reason: Reason) -> None:
    assert litter(line) == reason


@pytest.mark.parametrize(
    ("line", "prose", "cut"),
    [
        pytest.param(
            "The ferry runs until dusk. We use cookies to improve this site.",
            "The ferry runs until dusk.",
            "We use cookies to improve this site.",
            id="cookie",
        ),
        pytest.param(
            "The mayor said that the bridge would open in spring. Follow @courier on Twitter.",
            "The mayor said that the bridge would open in spring.",
            "Follow @courier on Twitter.",
            id="share",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。【责任编辑：王某】",
            "该工程预计明年五月底前全部完工。",
            "【责任编辑：王某】",
            id="editor-zh",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。（某某日报记者 王某）",
            "该工程预计明年五月底前全部完工。",
            "（某某日报记者 王某）",
            id="byline-zh",
        ),
        pytest.param(
            "该工程预计明年五月底前全部完工。（详情请点击链接：",
            "该工程预计明年五月底前全部完工。",
            "（详情请点击链接：",
            id="link-zh",
        ),
        pytest.param(
            "）该工程预计明年五月底前全部完工。",
            "该工程预计明年五月底前全部完工。",
            "）",
            id="bracket-left-over-zh",
        ),
        pytest.param(
            "（原标题：一桥飞架）该工程预计明年五月底前全部完工。",
            "该工程预计明年五月底前全部完工。",
            "（原标题：一桥飞架）",
            id="head-zh",
        ),
        pytest.param(
            "The bridge would open in spring, the mayor said on Monday. (ANI)",
            "The bridge would open in spring, the mayor said on Monday.",
            "(ANI)",
            id="agency",
        ),
    ],
)
def test_litter_glued_to_prose(line: str, prose: str, cut: str) -> None:
    kept, removed = settle(line)
    assert (kept, [each.text for each in removed]) == (prose, [cut])

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from newsum.detect import Detection, detect
from newsum.errors import EmptyArticle, InputError, NoArticleText, UnsupportedLanguage

ENGLISH = "The central bank cut its main rate on Monday, and the markets rose. "
CHINESE = "央行周一下调了主要利率，市场随之上涨，分析人士认为年内还会再降一次。"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ENGLISH, "en", id="english"),
        pytest.param("Rates fall", "en", id="english-headline"),
        pytest.param("OK", "en", id="english-word"),
        pytest.param("Volcker Urges Greater Exchange Rate Stability", "en", id="sounds-german"),
        pytest.param("Beyoncé and Rosalía top São Paulo festival", "en", id="accents-in-names"),
        pytest.param("De la Hoya beats Los Angeles rival", "en", id="spanish-names"),
        pytest.param("Ant Group (蚂蚁集团) said it would list.", "en", id="name-in-brackets"),
        pytest.param(CHINESE, "zh", id="simplified"),
        pytest.param("新华社北京电", "zh", id="langdetect-says-korean"),
        pytest.param("央行降息", "zh", id="headline"),
        pytest.param("中共中央", "zh", id="either-script"),
        pytest.param("后", "zh", id="only-ambiguous-characters"),
        pytest.param("鲜の每日推出新品", "zh", id="one-kana-in-a-brand"),
        pytest.param("乾隆皇帝的后人", "zh", id="traditional-character-in-simplified"),
        pytest.param("苹果公司发布iPhone 17 Pro Max和Apple Watch", "zh", id="latin-names"),
        pytest.param("央行宣布維持利率不變", "zh-Hant", id="traditional"),
        pytest.param("臺灣發展", "zh-Hant", id="traditional-words"),
        pytest.param("香港聯合交易所有限公司對本公告概不負責", "zh-Hant", id="hong-kong"),
    ],
)
def test_tells_the_language(text: str, language: str) -> None:
    assert detect(text) == Detection(language, mixed=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("政府は昨日、新しい法律を発表しました。", "Japanese"),
        ("日銀、政策金利を据え置き", "Japanese"),
        ("정부는 어제 새로운 법을 발표했다.", "Korean"),
        ("Le conseil municipal vote le budget pour la ville", "French"),
        ("Die Regierung hat am Montag ein neues Gesetz beschlossen.", "German"),
        ("El gobierno anunció ayer una nueva ley para los trabajadores.", "Spanish"),
        ("Il governo ha annunciato una nuova legge per i lavoratori italiani.", "Italian"),
        ("O governo anunciou ontem uma nova lei para os trabalhadores.", "Portuguese"),
        ("De regering heeft gisteren een nieuwe wet aangekondigd voor het land.", "Dutch"),
        ("Pemerintah mengumumkan undang-undang baru untuk pekerja yang ada.", "Indonesian"),
        ("Chính phủ đã công bố một đạo luật mới vào hôm qua.", "Vietnamese"),
        ("Hükümet dün işçiler için yeni bir yasa açıkladı.", "Turkish"),
        ("Правительство объявило вчера о новом законе.", "Russian"),
        ("أعلنت الحكومة أمس عن قانون جديد للعمال.", "Arabic"),
        ("सरकार ने कल एक नए कानून की घोषणा की।", "Hindi"),
        ("รัฐบาลประกาศกฎหมายใหม่เมื่อวานนี้", "Thai"),
        ("Η κυβέρνηση ανακοίνωσε χθες νέο νόμο.", "Greek"),
        ("მთავრობამ გუშინ ახალი კანონი გამოაცხადა", "Georgian script"),
    ],
)
def test_names_a_third_language(text: str, name: str) -> None:
    with pytest.raises(UnsupportedLanguage) as caught:
        detect(text)
    assert str(caught.value) == (
        f"The text seems to be in {name}; newsum reads English and Chinese."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(ENGLISH * 3 + CHINESE, Detection("en", mixed=True), id="mostly-english"),
        pytest.param(ENGLISH * 2 + CHINESE * 2, Detection("zh", mixed=True), id="mostly-chinese"),
        pytest.param(ENGLISH * 12 + CHINESE, Detection("en", mixed=False), id="a-little-chinese"),
        pytest.param(ENGLISH + CHINESE * 8, Detection("zh", mixed=False), id="a-little-english"),
    ],
)
def test_mixed_articles_have_a_main_language(text: str, found: Detection) -> None:
    assert detect(text) == found


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("", EmptyArticle, id="empty"),
        pytest.param(" \n\t\u3000", EmptyArticle, id="white-space"),
        pytest.param("12, 34.5%", NoArticleText, id="figures"),
        pytest.param("😀🎉" * 1000, NoArticleText, id="emoji"),
        pytest.param("\x00", NoArticleText, id="nul"),
        pytest.param("\ud800", NoArticleText, id="lone-surrogate"),
        pytest.param("https://news.example/a/b", NoArticleText, id="address-only"),
    ],
)
def test_text_without_words_is_refused(text: str, error: type[InputError]) -> None:
    with pytest.raises(error):
        detect(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ENGLISH * 150_000, id="ten-megabytes"),
        pytest.param(CHINESE * 100_000, id="three-million-ideographs"),
        pytest.param("a" * 1_000_000, id="one-word"),
        pytest.param("a@" * 1_000_000, id="mail-like"),
        pytest.param("\ud800\x00" + ENGLISH * 1000, id="nul-and-surrogate"),
    ],
)
def test_the_time_is_bounded(text: str) -> None:
    begin = time.process_time()
    with suppress(InputError):
        detect(text)
    assert time.process_time() - begin < 3


def test_threads_agree() -> None:
    """The first calls race for langdetect's profiles."""
    script = """if True:
        from concurrent.futures import ThreadPoolExecutor
        from newsum.detect import detect
        from newsum.errors import UnsupportedLanguage
        def name(text):
            try:
                return detect(text).language
            except UnsupportedLanguage as error:
                return str(error).split()[6]
        texts = ["Die Regierung hat ein neues Gesetz beschlossen.", "Rates fall"] * 20
        with ThreadPoolExecutor(8) as pool:
            print(*sorted(set(pool.map(name, texts))))
    """
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.split() == ["German;", "en"]


def test_it_always_says_the_same() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = ["Le conseil vote le budget pour la ville", "Hej och välkommen till det nya året"]
        for text in texts:
            found = set(pool.map(_error, [text] * 20))
            assert len(found) == 1


def _error(text: str) -> str:
    with pytest.raises(UnsupportedLanguage) as caught:
        detect(text)
    return str(caught.value)

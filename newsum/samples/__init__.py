"""Two articles as a reader would paste them, page litter and all; ours to ship, so invented."""

from __future__ import annotations

from importlib.resources import files

from newsum.languages import language, spoken


def sample(code: str = "en") -> str:
    """Return the sample article in English or Chinese, as it stands on its page.

    >>> sample("en").splitlines()[0]
    'Ningbo battery plant to bring 1,200 jobs to Harlow County'

    Raises:
        UnsupportedLanguage: There is no such sample.
    """
    return files(__package__).joinpath(f"{spoken(language(code))}.txt").read_text("utf-8")

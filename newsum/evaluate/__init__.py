"""Evaluation that others can repeat: scores with intervals and signatures, in both languages.

>>> scores = score(["The cat sat."], ["The cat sat down."], language="en", metrics=("rouge1",))
>>> round(scores["rouge1"].value, 1)
85.7
"""

from newsum.evaluate.baselines import BASELINES, baseline
from newsum.evaluate.data import Example, read, read_predictions
from newsum.evaluate.scores import METRICS, Comparison, Score, Scores, compare, score

__all__ = [
    "BASELINES",
    "METRICS",
    "Comparison",
    "Example",
    "Score",
    "Scores",
    "baseline",
    "compare",
    "read",
    "read_predictions",
    "score",
]

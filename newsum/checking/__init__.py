"""Checking: what a summary sentence rests on, and what it says that its source does not.

`align` finds its evidence, by words and the bilingual `lexicon` or by an encoder's `likeness`;
`check` compares the two: figures, names, denials and directions (`polarity`), `antonyms`.
"""

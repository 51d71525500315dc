r"""Train, fine-tune, measure and ship newsum's own model: a compact English–Chinese translator.

What is what::

    examples     reading parallel and article–summary files
    prepare      files to a pack: normalized, filtered, dev and test sets apart
    augment      copy tokens put into pairs: <x0> for 50亿元 and "5 billion yuan"
    vocabulary   the tokenizer, learned or given its copy tokens
    initialize   multilingual-e5-small's encoder, or newsum's own model, to start from
    tokens       a pack as token ids, made by all cores, kept on disk
    corpus       a weighted draw an epoch, in batches of like length
    loss         smoothed cross entropy over 44,000 pieces without holding all scores
    trainer      training within a budget, resumable without a difference
    backtranslate  news in one language to pairs whose target a person wrote
    evaluate     BLEU, chrF and the gate
    export       one int8 copy of at most 60 MB for both runtimes

Fine-tuning on files of one's own, on a CPU or a GPU, is one command::

    newsum train run my.jsonl --out RUN --minutes 30
    newsum article.txt --model RUN/model

``my.jsonl`` has an object a line, ``{"en": …, "zh": …}`` or ``{"article": …, "summary": …}``; of
articles the first 256 tokens are read. A model that has learned nothing but summaries summarizes.

The built-in model
==================

One GPU trains it in about 20 minutes (an estimate: the whole chain was run at full size on a CPU
only, where the loss falls from 11.8 to 8 in the first steps). DATA is a folder of parallel and
article–summary files, ENCODER one with multilingual-e5-small or its packed copy ``init.q4``,
TOKENIZER the folder of the tokenizer::

    newsum train prepare DATA --out pack
    newsum train init ENCODER --tokenizer TOKENIZER --pack pack --out first
    newsum train run pack --start first --out try --from-scratch --steps 60 --log-every 10
    newsum train run pack --start first --out run --from-scratch --minutes 20 --headline 0.2
    newsum train evaluate run/model pack --split test --limit 500 --samples 25

- The trial shows what to expect: on an H100 60 to 110 ``ms`` a step, 20 to 50 ``gib``, a ``loss``
  from 11.8 to about 8. Out of memory: ``--batch-tokens 16384``, or fewer. A loss that starts at 22
  means that `init` was not given the pack.
- An epoch is about 1,200 steps of 32,768 tokens. Articles with their titles are a fifth of its work
  and nothing of BLEU, hence ``--headline 0.2``.
- The dev loss, in nats a token, is logged every two minutes. Where it rises, end early: an
  interrupt saves, and writes ``run/partial`` instead of ``run/model``. ``newsum train resume run``
  goes on with a run that was stopped or died; at most two minutes are lost.
- ``python -m newsum.training.cli`` does the same on a machine that has torch, transformers,
  tokenizers, numpy, sacrebleu and typer only. ``prepare --compress`` makes a pack small enough to
  send there.

To ship it, with the license of its weights (TERMS: the sources have their own, name them on the
model card)::

    newsum train export run/model --out newsum/models/data --license TERMS
    newsum train evaluate newsum/models/data pack --split test --gate

The last measures the very files that are shipped, at most 60 MB, and exits with 1 below the gate:
then take them out again. `newsum.summarize` uses them as soon as they lie there.

News in one language makes it better at news: each sentence with the model's translation as its
source. PACK is a pack with articles, prepared as above::

    newsum train backtranslate run/model PACK --out back.tsv --seconds 240
    newsum train run PACK --start run/model --extra back.tsv --out second --minutes 15
"""

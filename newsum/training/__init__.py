r"""Train, fine-tune, measure and ship newsum's own model: a compact English–Chinese translator.

What is what::

    examples     reading parallel and article–summary files
    prepare      files to a pack: normalised, filtered, dev and test sets apart
    augment      copy tokens put into pairs: <x0> for 50亿元 and "5 billion yuan"
    vocabulary   the tokenizer, learnt or given its copy tokens
    initialise   multilingual-e5-small's encoder, or newsum's own model, to start from
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
articles the first 256 tokens are read. A model that has learnt nothing but summaries summarises.

The built-in model
==================

It takes 20 minutes of one H100. TRAINING is the folder with the data pack (``data/``), the packed
encoder (``init.q4``) and its tokenizer (``tok/``). The machine is rented for 30 minutes, a command
may run for 10 of them, it goes back when idle for 30 s, a process under ``setsid`` runs on between
commands, 64 MiB travel with a command, checkout included, and what a command writes to ``$OUT``
comes back: 8 files of 16 MiB. It has torch, transformers, tokenizers, sacrebleu and typer, which
is all that training needs. Nothing of it was run on a GPU yet: the whole chain was, at full size,
on a CPU, where the loss of the first step is 11.8 and falls to 8 within 20 small ones.

Before, here::

    echo /.lease/ >> .git/info/exclude && mkdir -p .lease/start
    cp TRAINING/init.q4 .lease/start/
    cp TRAINING/tok/tokenizer.json TRAINING/tok/tokenizer_config.json .lease/start/
    newsum train prepare TRAINING/data --compress --out .lease/pack   # 10 minutes, 43 MB
    du -sb .lease/start .lease/pack       # each, with the checkout, under 67,108,864 bytes

First command (60 s; carry ``.lease/start``): is the machine what it should be::

    set -e; nvidia-smi -L; nproc; R=$HOME/r; mkdir -p $R/start && cp -r newsum $R/ && cd $R
    python3 -c 'import torch, transformers as t; print(torch.__version__, t.__version__)'
    python3 -m newsum.training.cli --help | head -3; cp "$OLDPWD"/.lease/start/* $R/start/

Second command (600 s; carry ``.lease/pack``): start from the encoder, try 60 steps, then train. If
the trial fails, ``set -e`` ends the command before the long run starts::

    set -e; R=$HOME/r; mkdir -p $R/pack && cp .lease/pack/* $R/pack/ && cd $R
    export PYTHONUNBUFFERED=1 PYTORCH_CUDA_ALLOC_CONF=expandable_segments:True
    T="python3 -m newsum.training.cli"
    $T init start/init.q4 --tokenizer start --pack pack --out first
    timeout 240 $T run pack --start first --out try --from-scratch --steps 60 --warmup 20 \
        --log-every 10
    mkdir -p run && cp -r try/tokens run/
    setsid nohup $T run pack --start first --out run --from-scratch --minutes 19 \
        --headline 0.2 > train.out 2>&1 & echo $! > pid
    sleep 330; grep -v '"save"' run/log.jsonl | tail -n 25

Articles with their titles are a fifth of the work of an epoch, and nothing of BLEU: this round has
them at a fifth of their weight.

Read from the trial: ``ms`` a step (60 to 110 expected), ``target_tokens_s`` (250,000 to 450,000),
``gib`` (20 to 50), ``loss`` (from 11.8 to about 8). Out of memory: ``--batch-tokens 16384``. A loss
that starts at 22 means that the encoder was not standardised. An epoch is about 1,200 steps; 9 to
14 fit. Dev loss, in nats a token, is logged every two minutes; where it rises, end early:
``kill -TERM $(cat pid)`` writes ``run/partial`` instead of ``run/model``. A run that died goes on
with ``$T resume run``; at most two minutes are lost.

Third command (600 s): ``sleep 590; tail -n 8 $HOME/r/run/log.jsonl``.

Fourth command (600 s): wait, score, first parts back::

    cd $HOME/r; for i in $(seq 400); do grep -q written run/log.jsonl && break; sleep 1; done
    M=run/model; [ -d $M ] || M=run/partial
    mkdir -p parts && tar cf - -C $M . | split -b 15M -d - parts/model.tar.
    (cd parts && sha256sum model.tar.* > SUMS); cp parts/model.tar.0[0-3] $OUT/
    timeout 150 python3 -m newsum.training.cli evaluate $M pack --split test --limit 500 \
        --samples 25 --batch-tokens 16384 --out test.jsonl

Fifth command (60 s), at once, having copied what the fourth brought back::

    cd $HOME/r; cp parts/model.tar.0[4-7] parts/SUMS test.jsonl run/log.jsonl $OUT/

Then, here::

    mkdir model && cat PARTS/model.tar.* | tar xf - -C model      # after sha256sum -c SUMS
    newsum train export model --out newsum/models/data --licence TERMS
    newsum train evaluate newsum/models/data .lease/pack --split test --gate

The last line measures the very files that are shipped, and exits with 1 below the gate: then they
do not become the default, ``git clean -fd newsum/models/data``. Else write the model card,
``newsum/models/data/README.md`` (data, recipe, scores, limits), commit once, and keep ``model`` for
the next round. `newsum.summarize` uses the weights as soon as they lie there. Some of the pack's
sources are for research only, or say nothing of their terms: whoever ships the weights settles
TERMS first, and the card names each source with its own.

A second round
==============

Back-translated news, and the news pairs alone: what newsum meets. Weights in the checkout are put
aside while it travels, the fp16 model goes ahead in its parts (with two commands). Here::

    mkdir news && cp TRAINING/data/*_news.tsv.xz TRAINING/data/terms.tsv.xz TRAINING/data/dev* \
        TRAINING/data/test* news/
    xzcat TRAINING/data/parallel.tsv.xz | grep -P '\t(wmt|nyt)' > news/parallel.tsv
    newsum train prepare news --compress --out .lease/news

There, with the parts joined in ``$HOME/r/model``::

    $T backtranslate model news --out back.tsv --seconds 240
    $T run news --start model --extra back.tsv --out run2 --minutes 15
    $T evaluate run2/model news --split test --limit 500 --batch-tokens 16384
"""

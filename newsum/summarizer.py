"""The way of an article from source to result, for one article and for a stream of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar, Unpack

from newsum import __version__
from newsum import source as sources
from newsum.article import Article, Finding
from newsum.checking.likeness import Likeness
from newsum.display import cells
from newsum.draft import Draft
from newsum.errors import CannotWrite, ModelError, OptionError
from newsum.grounding import ground
from newsum.languages import NAMES, Language, language, spoken
from newsum.models.base import Generation, Request, Seq2Seq
from newsum.models.write import Written, write
from newsum.options import DEFAULTS, OptionFields, Options, VerifyFields, check_names, sign, whole
from newsum.result import Failure, Result, Summary
from newsum.source import Source
from newsum.strategies import as_headline, hold, strategy_for
from newsum.translation import translate

Model: TypeAlias = str | Path | Seq2Seq
#: Wraps an iterable to show how far it has come, as `tqdm.tqdm` does.
Progress: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]

#: The languages of a summary when none are named.
BOTH: Final[tuple[Language, ...]] = ("en", "zh")
#: Articles summarized together by default: enough for full batches on a CPU (their chunks and
#: sentences are batched by length), few enough for results to come steadily.
BATCH: Final = 16
_LONGER: Final = Finding(
    "short",
    "The summary is longer than the article. If they are in each other's place: verify takes the "
    "article first.",
)


class Summarizer:
    """A model and options, ready to summarize. Safe to share between threads.

    Args:
        model: A catalog name ("builtin", "crosssum", …), a Hugging Face id, a local folder, or a
            loaded model.
        device: "auto", "cpu", "cuda", "cuda:1", "mps". Like *runtime*, it says how a model is
            loaded, and goes with no loaded one: `newsum.models.load` has these and more.
        runtime: "auto" (CTranslate2 on a CPU, transformers on a GPU), "ctranslate2",
            "transformers".
        options: How to summarize; *fields* change single ones.

    Raises:
        UnknownModel: No model has this name.
        MissingModel: Its files are not here and may not be fetched.
        OptionError: An option has a value it cannot have.
    """

    def __init__(
        self,
        model: Model = "builtin",
        *,
        device: str = "auto",
        runtime: str = "auto",
        options: Options = DEFAULTS,
        **fields: Unpack[OptionFields],
    ) -> None:
        from newsum.models.loader import load

        self.options = options.but(**fields)
        if not isinstance(model, str | Path | Seq2Seq):
            raise OptionError(f"model must be a name, a folder or a loaded model, not {model!r}")
        if not isinstance(model, str | Path) and (device, runtime) != ("auto", "auto"):
            raise OptionError(
                f"The model {model.name} is loaded already: device and runtime go to "
                "newsum.models.load(), which loaded it."
            )
        self.model = load(model, device=device, runtime=runtime)
        self._likeness = Likeness(self.model)
        self._strategy = strategy_for(self.model, self._likeness)

    @property
    def signature(self) -> str:
        """Names all that can change a result: newsum, the model, the options."""
        return self._signature(self.options)

    def _signature(self, options: Options) -> str:
        return sign(
            {
                "newsum": __version__,
                "model": self.model.signature,
                **options.signature(),
            }
        )

    def summarize(self, source: Source, **fields: Unpack[OptionFields]) -> Result:
        """Summarize one article.

        Args:
            source: An address, text or HTML, bytes, a file's path, or an `Article`.
            fields: Options that differ from this summarizer's own.

        Raises:
            InputError: It holds no article that newsum can read.
            CannotWrite: A language named in ``to`` is one that the model does not write.
            FetchError: The address could not be fetched.
        """
        (outcome,) = self._run([source], self.options.but(**fields))
        if isinstance(outcome, Failure):
            raise outcome.error
        return outcome

    def stream(
        self,
        articles: Iterable[Source],
        *,
        batch: int = BATCH,
        progress: Progress | None = None,
    ) -> Iterator[Result | Failure]:
        """Summarize many articles lazily: one outcome an article, in their order.

        An article that cannot be summarized becomes a `Failure` in its place, whatever the error:
        where a whole batch fails, each of its articles is tried by itself. An error of *articles*
        itself is raised after the outcomes of those that it gave before.

        Args:
            articles: Any iterable; it is read one batch ahead of the results, no more.
            batch: How many articles share the model's batches.
            progress: Wraps *articles*, as ``tqdm.tqdm`` does.

        Raises:
            TypeError: *articles* is one article.
            OptionError: *batch* is not a whole number from 1.
        """
        _refuse_one(articles, "stream() takes articles", "summarize() takes one")
        batch = whole("batch", batch)
        return self._stream(iter(progress(articles) if progress else articles), batch)

    def _stream(self, articles: Iterator[Source], batch: int) -> Iterator[Result | Failure]:
        broken: Exception | None = None
        more = True
        while more:
            group: list[Source] = []
            try:
                group.extend(islice(articles, batch))
            except Exception as error:  # noqa: BLE001  # raised below
                broken = error
            more = len(group) == batch
            yield from self._run(group, self.options)
        if broken is not None:
            raise broken

    def verify(self, source: Source, summary: str, **fields: Unpack[VerifyFields]) -> Result:
        """Check a summary that somebody else wrote, a person or another model, against its article.

        Nothing is generated. Each sentence comes back with the article's sentences it rests on, and
        with a warning for whatever of it they do not bear out.

        Args:
            source: The article, as `summarize` takes it.
            summary: English or Chinese, whatever the article is in; a bullet at the beginning of
                a line is taken off.
            fields: ``glossary``, ``clean`` and ``vectors``, where they differ from this
                summarizer's own; its other options do not count here.

        Returns:
            A result with the one summary, and a warning in its notes if that is longer than the
            article: the two may be in each other's place.

        Raises:
            TypeError: *summary* is not text, or an option says how to write one.
            InputError: The source holds no article that newsum can read, or the summary is empty.
            ModelError: ``vectors`` is asked of a model that has none, or none of use.
            FetchError: The address could not be fetched.
        """
        check_names(fields, VerifyFields.__annotations__)
        options = self.options.but(**fields)
        if not isinstance(summary, str):
            raise TypeError(f"summary must be text, not {type(summary).__name__}: read it first.")
        written, texts, style = sources.read_summary(summary)
        article, found = sources.read(source, clean=options.clean)
        draft = replace(Draft.of(article, found, options), notes=())
        notes = (_LONGER,) if cells(summary) > cells(draft.article.text) else ()
        sentences = ground(texts, draft, written, self._likeness)
        used = options.signature()
        return Result(
            article=draft.article,
            language=draft.language,
            summaries={written: Summary(written, tuple(sentences), style)},
            notes=notes,
            model="given",
            signature=sign(
                {
                    "newsum": __version__,
                    "model": self.model.signature if options.vectors else "given",
                    **{name: used[name] for name in ("vectors", "clean", "glossary")},
                }
            ),
        )

    def translate(
        self, sentences: Sequence[str], *, to: str, glossary: Mapping[str, str] | None = None
    ) -> list[str]:
        """Translate sentences into *to*, each from its own language, in their order.

        One that is in that language already comes back as it is, and so does one without letters;
        one of a few letters is taken to be in the language of all of them together.

        Args:
            sentences: English or Chinese, in any mixture.
            to: The language to write.
            glossary: Fixed translations; None takes this summarizer's own.

        Raises:
            TypeError: *sentences* is one string.
            CannotWrite: The model summarizes rather than translates, or does not write *to*.
            UnsupportedLanguage: newsum does not write *to*, or does not read one of the sentences.
        """
        _refuse_one(sentences, "translate() takes sentences", "wrap one in a list")
        target = language(to)
        options = self.options if glossary is None else self.options.but(glossary=glossary)
        if self.model.kind != "translation":
            raise CannotWrite(
                f"{self.model.name} summarizes; it does not translate single sentences. "
                "`newsum models` lists the models that do, such as m2m100."
            )
        return translate(
            sentences,
            target,
            self.model,
            partial(self._write, options=options),
            terms=tuple(options.glossary.items()),
        )

    def close(self) -> None:
        """Give back the memory that the model holds."""
        self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<newsum.Summarizer {self.model.name}>"

    def _run(self, group: Sequence[Source], options: Options) -> list[Result | Failure]:
        """Summarize *group* with one call of the model."""
        jobs = [_tried(self._plan, source, options) for source in group]
        written = iter(self._written([job for job in jobs if isinstance(job, _Job)], options))
        return [
            job
            if isinstance(job, Failure)
            else texts
            if isinstance(texts := next(written), Failure)
            else _tried(self._assemble, job, texts)
            for job in jobs
        ]

    def _plan(self, source: Source, options: Options) -> _Job:
        """Plan each language that the model can write.

        Raises:
            Exception: The article cannot be used, or a language is named that nothing here writes.
        """
        article, found = sources.read(source, clean=options.clean)
        draft = Draft.of(article, found, options)
        plan: dict[Language, list[Request]] = {}
        for target in options.to or BOTH:
            refused = self._refusal(draft, target)
            if refused is None:
                plan[target] = self._strategy.plan(draft, target)
            elif options.to:
                raise refused
            else:
                note = Finding("untranslated", f"No {NAMES[target]} summary: {refused}")
                draft = replace(draft, notes=(*draft.notes, note))
        if not plan and refused:
            raise refused
        return _Job(draft, plan)

    def _written(
        self, jobs: Sequence[_Job], options: Options
    ) -> list[dict[Language, list[Written]] | Failure]:
        """Run the model over all *jobs* at once; should that fail, over each by itself."""
        requests = [request for job in jobs for part in job.plan.values() for request in part]
        try:
            texts = iter(self._write(requests, options))
        except Exception as error:  # noqa: BLE001  # one article in ten million must not end a run
            if len(jobs) == 1:
                return [Failure(error)]
            return [alone for job in jobs for alone in self._written([job], options)]
        return [
            {target: [next(texts) for _ in part] for target, part in job.plan.items()}
            for job in jobs
        ]

    def _refusal(self, draft: Draft, target: Language) -> ModelError | None:
        """Return the error, which says why and what to do, if the model cannot write *target*."""
        source, written = spoken(draft.language), spoken(target)
        if not self._strategy.needs(draft, target) or self.model.writes(source, written):
            return None
        try:
            self.model.generate([Request("", source, written)])
        except ModelError as error:
            return error
        return None

    def _write(self, requests: Sequence[Request], options: Options) -> list[Written]:
        if not requests:
            return []
        return write(
            self.model,
            requests,
            generation=Generation(beams=options.beams),
            judge=partial(self._strategy.judge, options=options),
        )

    def _assemble(self, job: _Job, written: Mapping[Language, Sequence[Written]]) -> Result:
        draft, options = job.draft, job.draft.options
        notes = list(draft.notes)
        summaries: dict[Language, Summary] = {}
        for target, own in written.items():
            if own and not any(each.text for each in own):
                silent = self._silence(target)
                if options.to:
                    raise silent
                notes.append(Finding("untranslated", f"No {NAMES[target]} summary: {silent}"))
                continue
            sentences = [s for s in self._strategy.finish(draft, target, own) if s.text]
            told = {warning for sentence in sentences for warning in sentence.warnings}
            empty = (finding for each in own if not each.text for finding in each.findings)
            notes += [finding for finding in empty if finding not in told]
            if options.strict:
                sentences, held = hold(sentences, draft, target)
                notes += held
            if options.style == "headline":
                sentences = [as_headline(sentence) for sentence in sentences[:1]]
            summaries[target] = Summary(target, tuple(sentences), options.style)
        if not summaries:
            raise silent
        return Result(
            article=draft.article,
            language=draft.language,
            summaries=summaries,
            model=self.model.name,
            signature=self._signature(options),
            notes=tuple(dict.fromkeys(notes)),
        )

    def _silence(self, target: Language) -> ModelError:
        return ModelError(
            f"{self.model.name} wrote nothing for the {NAMES[target]} summary. Try other beams, or "
            "another model: `newsum models` lists them."
        )


@dataclass(frozen=True, slots=True)
class _Job:
    """An article and what the model is to write for it, by language."""

    draft: Draft
    plan: dict[Language, list[Request]]


_Planned = TypeVar("_Planned")


def _tried(call: Callable[..., _Planned], *arguments: object) -> _Planned | Failure:
    try:
        return call(*arguments)
    except Exception as error:  # noqa: BLE001  # it becomes a Failure in its article's place
        return Failure(error)


def _refuse_one(given: object, what: str, instead: str) -> None:
    """Raise an error where one thing was passed for several: a string is many characters."""
    if isinstance(given, str | bytes | Path | Article):
        one = type(given).__name__
        raise TypeError(f"{what} in a list or another iterable, not one {one}: {instead}.")

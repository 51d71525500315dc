"""The architecture, checked: who may import whom, and what `import newsum` may cost."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

import newsum

PACKAGE = Path(newsum.__file__).parent

#: Import only from a lower row, or from the same one.
ROWS: tuple[tuple[str, ...], ...] = (
    ("errors", "languages", "machine", "kept"),
    ("article", "options", "display"),
    (
        "cleaning", "datelines", "fetch", "detect", "split", "split_data", "chunk", "selection",
        "numerals", "names", "checking", "result", "result_cache", "samples",
        "models.base", "models.cache", "models.catalog", "models.figures", "models.folders",
        "models.hub", "models.marks", "models.normalize", "models.pair", "models.pieces",
        "models.polish", "models.protect", "models.trim",
    ),
    ("source", "draft", "grounding", "models.family", "models.families", "models.runtime", "models.write", "evaluate"),
    (
        "models.builtin", "models.transformers_runtime", "models.ctranslate2_runtime",
        "models.builtin_network", "models.carry", "models.convert", "models.ctranslate2_file",
    ),
    ("models.loader", "strategies", "translation"),
    ("summarizer", "api"),
    ("corpus", "training"),
    (
        "arguments", "ray_adapter", "cli", "corpus.cli", "evaluate.cli", "models.cli",
        "training.cli", "__init__", "__main__",
    ),
)  # fmt: skip

HEAVY = (
    "torch", "transformers", "ctranslate2", "trafilatura", "lxml", "numpy", "opencc", "langdetect",
    "httpx2", "ray", "IPython", "tokenizers", "sentencepiece", "typer", "rich", "diskcache", "markdown_it",
)  # fmt: skip


def row_of(module: str) -> int:
    """The row of the longest prefix of *module* that has one."""
    name = module.removeprefix("newsum").lstrip(".") or "__init__"
    if name == "models":
        name = "models.loader"  # whose `load` it hands out
    while name:
        for number, row in enumerate(ROWS):
            if name in row:
                return number
        name = name.rpartition(".")[0]
    raise AssertionError(f"{module} has no row: give it one in test_layers.py and in the design")


def modules() -> list[str]:
    return sorted(
        ".".join(("newsum", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        )
        for path in PACKAGE.rglob("*.py")
    )


def imports_of(module: str) -> set[str]:
    """The modules of newsum that *module* imports anywhere, type checking aside."""
    base = PACKAGE / Path(*module.split(".")[1:])
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    known = set(modules())
    found: set[str] = set()

    class Visitor(ast.NodeVisitor):
        def visit_If(self, node: ast.If) -> None:
            if "TYPE_CHECKING" not in ast.unparse(node.test):
                self.generic_visit(node)

        def visit_Import(self, node: ast.Import) -> None:
            found.update(alias.name for alias in node.names if alias.name in known)

        def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
            if not (node.module or "").startswith("newsum"):
                return
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if alias.name != "__version__":  # the one thing that everybody may ask of the top
                    found.add(inner if inner in known else str(node.module))

    Visitor().visit(ast.parse(path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("module", modules())
def test_imports_only_from_lower_rows(module: str) -> None:
    own = row_of(module)
    assert {other for other in imports_of(module) if row_of(other) > own} == set()


def test_what_is_imported_is_declared() -> None:
    """What comes along with another dependency today may not tomorrow."""
    declared = {
        re.split(r"[<>=\[; ]", line, maxsplit=1)[0].lower().replace("-", "_")
        for line in metadata.requires("newsum") or ()
    }
    providers = metadata.packages_distributions()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        names = {
            alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names
        }
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        names |= {str(node.module) for node in tree if isinstance(node, ast.ImportFrom)}
        for top in {name.partition(".")[0] for name in names} - sys.stdlib_module_names:
            of = {name.lower().replace("-", "_") for name in providers.get(top, ())}
            assert top == "newsum" or of & declared, f"{path.name} imports {top}"


def test_import_is_light() -> None:
    code = f"import sys, newsum, newsum.models; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_import_is_quick() -> None:
    """At most 0.15 s more than Python itself, the best of five, these machines being shared."""

    def seconds(code: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - started

    assert min(seconds("import newsum") - seconds("pass") for _ in range(5)) < 0.15


def test_exports() -> None:
    assert sorted(newsum.__all__) == [
        "Article", "Evidence", "Failure", "Finding", "NewsumError", "Options", "Removed", "Result",
        "Sentence", "Summarizer", "Summary", "SummarySentence", "clean", "errors", "models",
        "sample", "summarize", "verify",
    ]  # fmt: skip


def test_every_public_name_is_there_in_a_fresh_process() -> None:
    for name in newsum.__all__:
        code = f"import newsum; assert {name!r} in dir(newsum); newsum.{name}"
        subprocess.run([sys.executable, "-c", code], check=True)

"""`python -m newsum` and the `newsum` command: run the command line, turn errors into one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from newsum.errors import NewsumError, OptionError

_WINDOWS: Final = sys.platform == "win32"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code: 0 done, 1 could not, 2 wrong usage."""
    from newsum.cli import app

    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A page may hold what the terminal's encoding lacks: print the rest all the same. Files
        # and pipes have such an encoding on Windows alone, and JSON is UTF-8.
        encoding = "utf-8" if _WINDOWS and not stream.isatty() else None
        getattr(stream, "reconfigure", lambda **_: None)(encoding=encoding, errors="replace")
    try:
        app(_explicit(given), prog_name="newsum")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except NewsumError as error:
        print(f"newsum: {error}", file=sys.stderr)
        return 2 if isinstance(error, OptionError) else 1
    except KeyboardInterrupt:
        print("newsum: interrupted", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has had enough, as `head` has. Python would complain once
        # more when it flushes stdout at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a full disk, a folder that may not be written
        print(f"newsum: {error}", file=sys.stderr)
        return 1
    return 0


def _explicit(arguments: list[str]) -> list[str]:
    """Put `summarize` in front where the first word is not a command: `newsum FILE`."""
    from newsum.cli import COMMANDS

    if not arguments or arguments[0] in COMMANDS:
        return arguments
    if arguments[0] in {"-h", "--help", "--version", "--install-completion", "--show-completion"}:
        return arguments
    return ["summarize", *arguments]


if __name__ == "__main__":
    sys.exit(main())

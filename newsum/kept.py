"""Values that take long to make, kept for whoever asks for them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """Keeps the last values that were asked for, each made once, whatever threads ask at a time.

    Args:
        most: How many to keep; the one unused the longest goes first. It is not closed, as another
            thread may still be using it: it goes when its last user does.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, _Value] = OrderedDict()
        self._lock = Lock()
        #: Held while a value is made: only those who want the same one wait.
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """Return the value that is kept under *key*, or else what *make* makes, and keep it."""
        with self._lock:
            if key in self._values:
                return self._used(key)
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._values:  # made while this thread waited
                    return self._used(key)
            value = make()
            with self._lock:
                self._values[key] = value
                self._making.pop(key, None)
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value

    def _used(self, key: Hashable) -> _Value:
        self._values.move_to_end(key)
        return self._values[key]

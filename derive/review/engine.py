"""Verdicts from a worker process that is killed when a line takes too long.

Out of time or memory is ``undecided``, never ``refuted``. Next: ``judging``, which the worker
runs.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import TracebackType

from derive.guard import Failed, Limits, Stopped, Worker
from derive.kernel.claim import Definition
from derive.review.judging import (
    NO_ANSWER,
    Judgement,
    answer,
    judgement,
    out_of_time,
    question,
)
from derive.review.library import Library
from derive.terms.binding import alpha_key
from derive.terms.term import Term

#: verdicts that one line may ask for, and points that its repairs are first looked at
ATTEMPTS, LOOKS = 24, 400
LEAST = 0.05  # seconds below which nothing is asked


class Engine:
    """Judges claims, each line within its limits, and remembers what it has judged.

    ``seconds`` are those of a line in all; ``begin`` says where one starts. ``isolated=False``
    judges in this process, without limits of time: for text one wrote oneself. ``watch`` is
    called before each claim.
    """

    def __init__(self, seconds: float = 4.0, megabytes: int = 2048, isolated: bool = True,
                 watch: Callable[[], None] | None = None) -> None:
        self._watch = watch
        self._worker = Worker("derive.review.judging:answer", Limits(
            seconds=seconds, megabytes=megabytes)) if isolated else None
        self._seconds, self._spent = seconds, 0.0
        self._left, self._attempts, self._looks = seconds, ATTEMPTS, LOOKS
        self._known: dict[object, Judgement] = {}

    def __enter__(self) -> Engine:
        return self

    def start(self) -> None:
        """A new document: its verdicts do not depend on those before it."""
        self._spent = 0.0

    def begin(self) -> None:
        """A new line: what it takes is counted from here, in seconds and in attempts."""
        # Many lines that run out of time must not add up: later ones get less.
        self._left = self._seconds if self._spent < 10 * self._seconds else (
            min(self._seconds, max(1.5, self._seconds / 3)))
        self._attempts, self._looks = ATTEMPTS, LOOKS

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()

    def __call__(self, hypotheses: tuple[Term, ...], conclusion: Term,
                 library: Library | None = None, trial: bool = False) -> Judgement:
        """The verdict; a ``trial`` only looks for a point where the claim fails."""
        theorem = library.theorem(hypotheses, conclusion) if library is not None else ""
        if theorem:
            return Judgement("proved", theorem)
        used = library.definitions if library is not None else ()
        spoken = conclusion.free.union(*(h.free for h in hypotheses))
        used = used if any(d.function in spoken for d in used) else ()
        key = (used, tuple(alpha_key(h) for h in hypotheses), alpha_key(conclusion))
        if key in self._known:
            return self._known[key]
        if trial:
            return self._ask(hypotheses, conclusion, used, "trial")
        fresh = self._left >= self._seconds / 2 and self._attempts > 0
        found = self._ask(hypotheses, conclusion, used, "full")
        if out_of_time(found) and not fresh:
            return found  # another line has more time for it
        series = library.as_series(conclusion) if library is not None else ""
        if series and found.verdict == "undecided":
            found = Judgement("supported", "formal power series", series)
        self._known[key] = found
        return self._known[key]

    def _ask(self, hypotheses: tuple[Term, ...], conclusion: Term,
             definitions: tuple[Definition, ...], mode: str) -> Judgement:
        if self._watch is not None:
            self._watch()
        if mode == "trial":
            self._looks -= 1
        else:
            self._attempts -= 1
        if min(self._looks, self._attempts) < 0:
            return Judgement("undecided", "", f"{NO_ANSWER} {ATTEMPTS} attempts")
        asked = question(hypotheses, conclusion, mode, definitions)
        if self._worker is None:
            return judgement(answer(asked))
        slow = Judgement("undecided", "", f"{NO_ANSWER} {self._seconds:g} s")
        if self._left < LEAST:
            return slow
        start = monotonic()
        try:
            return judgement(self._worker.call(asked, self._left))
        except Stopped as stop:
            return slow if stop.reason == "time" else Judgement("undecided", "", str(stop))
        except Failed as failure:
            return Judgement("undecided", "", f"the check failed: {failure}")
        finally:
            self._spent += monotonic() - start
            self._left -= monotonic() - start

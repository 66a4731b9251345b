"""A worker process with limits on time, memory and output, that can be killed.

Some questions about strangers' formulas never end, and no exception interrupts a computation
inside C code: only killing a process is certain. A ``Worker`` is such a process. It is asked with
plain JSON values and answers with plain JSON values; nothing is unpickled. A worker that was
killed is replaced at the next call, so one bad line never costs the others their answer.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, Any

HEADER = 8  # bytes of the length before each message
#: What a guarded function may raise: told to the caller, and the worker lives on.
TOLD = (ArithmeticError, AssertionError, LookupError, MemoryError, NotImplementedError,
        RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock a call, megabytes of memory, bytes of an answer, calls a worker."""

    seconds: float = 10.0
    megabytes: int = 2048
    answer_bytes: int = 16 << 20
    calls: int = 2000


class Stopped(Exception):
    """The call has no answer; ``reason`` is one of time, memory, output, ended."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class Failed(Exception):
    """The function raised; ``kind`` is the name of the exception's class."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}: {message}" if message else kind)


class Worker:
    """Calls one function in a process of its own.

    Parameters
    ----------
    target
        ``"module:function"``; the function takes one JSON value and returns one.
    limits
        What a call may use.

    Examples
    --------
    >>> with Worker("math:sqrt", Limits(seconds=60)) as worker:
    ...     worker.call(9)
    3.0
    """

    def __init__(self, target: str, limits: Limits | None = None) -> None:
        self.target, self.limits = target, limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes | Stopped] = queue.Queue()
        self._calls = 0

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, value: Any, seconds: float | None = None) -> Any:
        """The function's answer.

        Raises
        ------
        Stopped
            A limit was reached; the process is gone.
        Failed
            The function raised; the message is its own.
        """
        allowed = self.limits.seconds if seconds is None else seconds
        if self._calls >= self.limits.calls:
            self.close()
        process = self._running()
        self._calls += 1
        message = json.dumps([value, allowed]).encode()
        try:
            _send(process.stdin, message)
        except OSError:
            self.close()
            raise Stopped("ended", "the worker process has ended") from None
        answer = self._await(process, allowed)
        if isinstance(answer, Stopped):
            self.close()
            raise answer
        good, said = json.loads(answer)
        if good:
            return said
        if said[0] == "MemoryError":
            self.close()
            raise Stopped("memory", f"more than {self.limits.megabytes} MB of memory")
        raise Failed(*said)

    def close(self) -> None:
        """End the process and everything it started."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        command = [sys.executable, "-m", "derive.guard", self.target, str(self.limits.megabytes)]
        started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, start_new_session=os.name == "posix")
        self._process, self._answers, self._calls = started, queue.Queue(), 0
        threading.Thread(target=_listen, daemon=True, args=(
            started.stdout, self._answers, self.limits.answer_bytes)).start()
        return started

    def _await(self, process: subprocess.Popen[bytes], seconds: float) -> bytes | Stopped:
        deadline = time.monotonic() + seconds
        # A new process first imports what it needs; that is not the caller's time.
        deadline += 20.0 if self._calls == 1 else 0.0
        ready = self._calls != 1
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return Stopped("time", f"no answer within {seconds:g} s")
            try:
                answer = self._answers.get(timeout=min(left, 0.05))
            except queue.Empty:
                if _resident(process.pid) > self.limits.megabytes:
                    return Stopped("memory", f"more than {self.limits.megabytes} MB of memory")
                continue
            if not ready and answer == b"ready":
                ready, deadline = True, time.monotonic() + seconds
                continue
            return answer


def _listen(pipe: IO[bytes], answers: queue.Queue[bytes | Stopped], most: int) -> None:
    """Put the messages from the pipe into the queue, until it ends."""
    with contextlib.suppress(OSError, ValueError):  # the pipe is closed when a worker is
        while True:
            header = pipe.read(HEADER)
            if len(header) < HEADER:
                break
            length = int.from_bytes(header, "big")
            if length > most:
                answers.put(Stopped("output", f"an answer of more than {most} bytes"))
                return
            answers.put(pipe.read(length))
    answers.put(Stopped("ended", "the worker process ended without an answer"))


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    if pipe is None:
        raise OSError("no pipe")
    pipe.write(len(message).to_bytes(HEADER, "big") + message)
    pipe.flush()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)  # its own session: the group is its number
        else:
            process.kill()
    process.wait()


def _resident(pid: int) -> float:
    """Megabytes in memory, where the system tells; rlimits do not hold everywhere."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError, ValueError):
        return 0.0


# -- inside the worker -----------------------------------------------------------------------


def _limit(megabytes: int) -> None:
    if os.name != "posix":
        return
    import resource

    for kind, most in (("RLIMIT_AS", megabytes << 20), ("RLIMIT_CORE", 0), ("RLIMIT_FSIZE", 0)):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, kind), (most, most))


def _allow_seconds(seconds: float) -> None:
    """A bound on processor time as well: it holds even when the caller is gone."""
    if os.name != "posix":
        return
    import resource

    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 2, hard))


def serve(target: str, megabytes: int) -> None:
    """Answer calls from standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the function prints is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    _limit(megabytes)
    _send(answers, b"ready")
    while len(header := sys.stdin.buffer.read(HEADER)) == HEADER:
        value, seconds = json.loads(sys.stdin.buffer.read(int.from_bytes(header, "big")))
        _allow_seconds(seconds)
        try:
            answer = json.dumps([True, function(value)])
        except TOLD as error:
            answer = json.dumps([False, [type(error).__name__, str(error)[:2000]]])
        _send(answers, answer.encode())


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))

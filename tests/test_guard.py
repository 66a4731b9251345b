"""A worker that can be killed: each limit, and life after each."""

import os
import subprocess
import sys

import pytest

from derive.guard import Failed, Limits, Stopped, Worker

HERE = "tests.guarded"


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

    def make(function, **limits):
        made.append(Worker(f"{HERE}:{function}", Limits(**{"seconds": 30, **limits})))
        return made[-1]

    made = []
    yield make
    for one in made:
        one.close()


def test_answers_and_keeps_its_process(worker):
    one = worker("pid")
    first = one.call(None)
    assert first != os.getpid()
    assert one.call(None) == first


def test_endless_computation_in_c_is_killed_and_replaced(worker):
    one = worker("tower_or_echo", seconds=1)
    assert one.call("hello") == "hello"
    with pytest.raises(Stopped) as stopped:
        one.call("tower")
    assert stopped.value.reason == "time"
    assert one.call("again") == "again"


def test_memory_is_limited(worker):
    one = worker("fill", megabytes=300)
    with pytest.raises(Stopped) as stopped:
        one.call(2000)
    assert stopped.value.reason == "memory"
    assert one.call(1) == 1


def test_an_answer_is_limited(worker):
    one = worker("long_text", answer_bytes=1000)
    with pytest.raises(Stopped) as stopped:
        one.call(10_000)
    assert stopped.value.reason == "output"
    assert len(one.call(10)) == 10


def test_death_is_told(worker):
    one = worker("die")
    with pytest.raises(Stopped) as stopped:
        one.call(True)
    assert stopped.value.reason == "ended"
    assert one.call(False) == "alive"


def test_what_is_raised_is_told_and_what_is_printed_is_no_answer(worker):
    one = worker("grumble")
    with pytest.raises(Failed, match="ValueError: not seven"):
        one.call(6)
    assert one.call(7) == 7


def test_recycled_after_its_calls(worker):
    one = worker("pid", calls=2)
    assert one.call(0) == one.call(0) != one.call(0)


def test_no_process_outlives_the_caller():
    """A caller that is killed leaves nothing running: the worker's input ends."""
    script = ("import sys; from derive.guard import Worker, Limits\n"
              "w = Worker('os:strerror', Limits(seconds=60)); w.call(2)\n"
              "print(w._process.pid, flush=True); sys.stdin.readline()")
    caller = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    pid = int(caller.stdout.readline())
    caller.kill()
    caller.communicate()
    for _ in range(2000):
        if not _running(pid):
            break
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert not _running(pid)


def _running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False

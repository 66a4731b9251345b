"""Functions that misbehave, for tests of the guard."""

import os


def pid(_):
    return os.getpid()


def tower_or_echo(value):
    return len(str(10 ** 10 ** 9)) if value == "tower" else value


def fill(megabytes):
    return len([bytes(1 << 20) for _ in range(megabytes)])


def long_text(length):
    return "a" * length


def die(really):
    if really:
        os._exit(7)
    return "alive"


def grumble(value):
    print("this is not an answer")
    if value != 7:
        raise ValueError("not seven")
    return value

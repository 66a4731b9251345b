"""The commands: a file each, that adds itself by being here.

A command's file has a docstring (its help), ``EXAMPLE``, ``arguments(parser)`` and
``run(options)``, which returns the exit code. It imports what it needs inside ``run``.
"""

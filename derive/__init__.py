"""derive: derivations that are checked, from one mechanism for notes, homework and numbers."""

__version__ = "0.1.0"

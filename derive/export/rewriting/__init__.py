"""Accuracy rewriting: equal forms that lose fewer digits. Start with ``search``."""

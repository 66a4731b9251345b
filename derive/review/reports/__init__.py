"""How a review is shown: one file for each format, each with ``render(review, ...) -> str``."""

"""A review as JSON after the schema in ``check.schema.json``; the same input, the same bytes."""

from __future__ import annotations

import json

from derive.catalog import REPORTS
from derive.review.findings import Review


def render(review: Review) -> str:
    """The report as text that ends in a newline.

    >>> render(Review([]))[:17]
    '{\\n  "version": 1,'
    """
    return json.dumps(review.to_json(), ensure_ascii=False, indent=2) + "\n"


REPORTS.add("json", render)

"""Searches for accurate forms are made once. A form that is read from the disk is proved again
before anything states its accuracy.

Next: ``search``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from derive.export import cache
from derive.export.backends.backend import Backend
from derive.export.expression_accuracy import Domain
from derive.export.program import (
    BOUND,
    Const,
    ExportRefused,
    Expr,
    InaccurateWarning,
    Input,
    Op,
)
from derive.export.rewriting.equality import chained
from derive.export.rewriting.guarded import guarded
from derive.export.rewriting.search import Rewritten, improve


def improved(given: Expr, inputs: Sequence[Input], domain: Domain) -> Rewritten:
    """The accurate form, from the cache where the same search was made before."""
    limits = {k: tuple(v) for k, v in sorted(domain.items())}
    name = "form-" + cache.digest(json.dumps(cache.to_data(given)), repr(inputs), repr(limits))
    made: list[Rewritten] = []

    def search() -> dict[str, Any]:
        made.append(improve(given, inputs, domain))
        found = made[0]
        return {"form": cache.to_data(found.expression),
                "via": [cache.to_data(e) for e in found.via], "before": repr(found.before),
                "after": repr(found.after)}

    data = cache.kept(name, search)
    if made:
        return made[0]
    try:
        known = frozenset(i.name for i in inputs)
        form = cache.from_data(data["form"], known)
        via = tuple(cache.from_data(e, known) for e in data["via"])
        before, after = float(data["before"]), float(data["after"])
    except (ExportRefused, KeyError, TypeError, ValueError):
        return improve(given, inputs, domain)
    if form == given:
        return Rewritten(given, before, before, given)
    return Rewritten(form, before, after, given, partial(
        chained, (given, *via, form), inputs, domain), via)


def best_forms(given: Sequence[Expr], inputs: Sequence[Input], domain: Domain, backend: Backend,
               name: str) -> list[Rewritten]:
    """The forms for a backend; warns where the best that was found is above the bound.

    Of several arguments without a domain nothing is said: a sum of any two numbers cancels
    somewhere in the plane.
    """
    found = [fitting(improved(e, inputs, domain), backend) for e in given]
    told = len(domain) == len(inputs) or len(inputs) == 1
    worst = max((r.after for r in found if r.after > BOUND), default=0.0)
    if worst and told and not backend.exact and (domain or worst < float("inf")):
        warnings.warn(f"{name} loses digits: an error of {worst:.2g} units of rounding was seen, "
                      f"above the bound of {BOUND:g} that derive export holds to; accuracy says "
                      "where, domain= narrows it", InaccurateWarning, stacklevel=5)
    return found


def fitting(found: Rewritten, backend: Backend) -> Rewritten:
    """The form for a backend: fit to be differentiated, or equal to every digit."""
    if backend.exact and found.prove is not None and (_long(found.expression) or any(
            d["equal"].inference == "taylor_bound" for d in found.proofs)):
        return Rewritten(found.given, found.before, found.before, found.given)
    if backend.differentiable:
        return replace(found, expression=guarded(found.expression))
    return found


def _long(node: Expr) -> bool:
    """Whether a form holds numbers that are of use to double precision only."""
    if isinstance(node, Op):
        return any(map(_long, node.args))
    return isinstance(node, Const) and node.value.denominator >= 2**40

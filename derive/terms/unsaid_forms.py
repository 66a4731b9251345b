r"""Numbers of which nobody says how they are worked out: means, probabilities, sums over a set.

``mean`` (data: how it is written, E or Var) and ``chance`` (data: the letter; its arguments are
formulas, all of which occur) belong to random quantities: what stands inside is no number that
the outside depends on, so they are one atom each. ``sum_over`` (data: the set, or the letter
that runs where the set is not said) sums over a set of indices of which nothing else is known.
``antiderivative`` (of a body in x, taken at a point) is some function with that derivative: an
equation of such is an equation of derivatives, and as a term it is equal to nothing.
``valued`` (data: the letter) is the value of a function of arrays, one number for all of their
entries, and ``slope`` (data: the letter, which argument, 1 or 2) its gradient or its Hessian by one
of them: of such a function nothing is known but that it is one.
``dirac`` is Dirac's delta: it stands in integrals and has no values, so nothing is shown of it.
None has a value at a point, so no sample decides anything about them. Next: ``term``.
"""

from __future__ import annotations

# head -> (least, most) number of arguments; most = -1 means no bound.
UNSAID_HEADS: dict[str, tuple[int, int]] = {
    "mean": (1, -1), "chance": (1, -1), "dirac": (1, 1), "valued": (1, -1)}
UNSAID_MATRICES: dict[str, tuple[int, int]] = {"slope": (1, -1)}
UNSAID_BINDERS: dict[str, tuple[int, int]] = {
    "sum_over": (2, 2),        # index, summand
    "antiderivative": (3, 3),  # x, body, point
}


def well_named(data: tuple[object, ...]) -> bool:
    """Whether the data of such a term is one word.

    >>> well_named(("E",)), well_named(()), well_named(("",))
    (True, False, False)
    """
    return len(data) == 1 and isinstance(data[0], str) and data[0] != ""


def is_slope(data: tuple[object, ...], count: int) -> bool:
    """Whether the data of a gradient are a word, one of its arguments, and the order 1 or 2.

    >>> is_slope(("f", 0, 1), 1), is_slope(("f", 1, 1), 1), is_slope(("f", 0, 3), 1)
    (True, False, False)
    """
    return len(data) == 3 and well_named(data[:1]) and all(type(d) is int for d in data[1:]) and (
        data[1] in range(count) and data[2] in (1, 2))

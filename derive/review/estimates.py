r"""Hats that say that a number is estimated: ``\hat{y} = wx + b``, ``\hat\mu = \frac1n\sum_i x_i``.

Beside operators a hat is that of an operator (``operators.assign``), and ``\hat y`` by itself may
be a direction. Next: ``kinds``.
"""

from __future__ import annotations

from collections.abc import Container

#: letters that are numbers under a hat, where nothing speaks of operators
LETTERS = frozenset({*"ymvwbcfgkruzY", "\\theta", "\\mu", "\\beta", "\\sigma", "\\lambda",
                     "\\alpha", "\\gamma", "\\eta", "\\epsilon", "\\xi", "\\nu", "\\tau"})
#: letters beside which a y with a hat is what a model says, and no direction
BESIDE = ("y", "w", "W", "\\mathbf{y}", "\\mathbf{w}", "\\mathbf{W}", "\\theta", "\\sigma")


def estimated(key: str, letters: Container[str]) -> bool:
    r"""Whether a letter with a hat is a number, beside the other letters of its section.

    >>> [estimated(r"\hat{y}", {"y"}), estimated(r"\hat{x}", {"x"}), estimated(r"\hat{y}", {"a"})]
    [True, False, False]
    """
    if key.removeprefix("\\hat{").removesuffix("}") not in LETTERS:
        return False
    quantum = any(wave in letters for wave in ("\\psi", "\\Psi", "\\hbar"))
    return not quantum and (key != "\\hat{y}" or any(b in letters for b in BESIDE))

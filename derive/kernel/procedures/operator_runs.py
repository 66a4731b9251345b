"""Functions of one operator side by side in a word: one order, powers collected. TRUSTED.

``A^m A^n = A^(m + n)``, ``exp(X) exp(cX) = exp((1 + c) X)``, ``A A^-1 = 1``, f(A) g(A) = g(A) f(A);
a power is a natural number. Next: ``operator_words``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.kernel.atoms import constant_of
from derive.kernel.claim import Refused
from derive.kernel.procedures.operator_scalars import plus, summed, times
from derive.terms.build import term
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.kernel.procedures.operator_words import Letter, Word, Words

LARGEST_POWER = 24
ONE = term(1)


def collected(words: Words, letters: Word) -> tuple[Term, Word]:
    """Functions of one operator that stand side by side, in one order and collected."""
    factor, place = ONE, 0
    result: list[Letter] = []
    while place < len(letters):
        base, end = words.base(letters[place]), place + 1
        while base is not None and end < len(letters) and words.base(letters[end]) == base:
            end += 1
        if base is None:
            merged = letters[place]
            if merged[0] == "exp" and result and result[-1][0] == "exp":
                more, together = _one_exponential(words, result[-1], merged)
                if together is not None:
                    result[-1:] = together
                    factor, place = times(factor, more), end
                    continue
            result.append(merged)
        else:
            result += _run(words, base, letters[place:end])
        place = end
    return factor, tuple(result)


def _run(words: Words, base: Letter, letters: Word) -> list[Letter]:
    """The exponential, the power and the other functions of one operator."""
    inverse = ("inv", words.frozen({(base,): ONE}), False)
    arguments = [words.meanings[x[1]] for x in letters if x[0] == "exp"]
    together = words.total(*arguments) if arguments else {}
    result: list[Letter] = []
    if together:
        key = words.frozen(together)
        result.append(("exp", key, False))
    whole = sum((x == base) - (x == inverse) for x in letters)
    powers = [words.exponents[x[2]] for x in letters if x[0] == "pow" and x[1] == base]
    if powers:
        result += _power_of(words, base, plus(summed(powers), term(whole)))
    else:
        result += [base if whole > 0 else inverse] * abs(whole)
    others = [x for x in letters if x[0] != "exp" and x not in (base, inverse)
              and not (x[0] == "pow" and x[1] == base)]
    return result + sorted(others, key=lambda x: (x[0], words.shown(x), str(x[2:])))


def _power_of(words: Words, base: Letter, exponent: Term) -> list[Letter]:
    """A^E: a power with the symbolic part of E, then as many A as its number says."""
    items = words.normalizer.items(exponent)
    number = constant_of(items)
    if number is not None:
        if number.denominator != 1 or not 0 <= number <= LARGEST_POWER:
            raise Refused(f"a power of an operator is not a natural number: {exponent}")
        return [base] * int(number)
    extra = dict(items).get(frozenset(), 0)
    count = int(extra) if extra > 0 and extra.denominator == 1 else 0
    if count > LARGEST_POWER:
        raise Refused(f"the power {exponent} of an operator is too high")
    if count:
        exponent = plus(exponent, term(-count))
        items = words.normalizer.items(exponent)
    words.exponents.setdefault(items, exponent)
    return [("pow", base, items), *[base] * count]


def _one_exponential(words: Words, a: Letter, b: Letter
                     ) -> tuple[Term, list[Letter] | None]:
    """exp(X) exp(Y) = exp(X + Y) where Y is a multiple of X."""
    x, y = words.meanings[a[1]], words.meanings[b[1]]
    if x.keys() != y.keys():
        return ONE, None
    first = next(iter(x))
    if not all(words.normalizer.equal(times(x[first], y[w]), times(x[w], y[first])) for w in x):
        return ONE, None
    together = words.total(x, y)
    return ONE, [("exp", words.frozen(together), False)] if together else []

"""Constructors that tidy weakly: what a lecturer does without thinking, and nothing more.

Numbers meet and fold, identities and ones of size 1 drop out, transposes cancel, equal summands
collect. No product is ever distributed over a sum and no name is replaced by its definition.
Untrusted: what is built here is compared with what it came from by the kernel.
"""

from __future__ import annotations

from fractions import Fraction

from derive.terms import matrices as mx
from derive.terms.build import add, div, mul, neg, power, term
from derive.terms.shapes import is_one
from derive.terms.term import Term

TURNED = {"softmax": "row_softmax", "row_softmax": "softmax", "logsumexp": "row_logsumexp",
          "row_logsumexp": "logsumexp"}  # f(A^T) = g(A)^T
MOST_POWER = 8
Parts = tuple[Fraction, list[Term], list[Term]]


def parts(t: Term) -> Parts:
    """A scalar as number, factors above and factors below."""
    if t.head == "int":
        return Fraction(t.value), [], []
    if t.head == "neg":
        number, above, below = parts(t.args[0])
        return -number, above, below
    if t.head == "mul":
        number, above, below = Fraction(1), [], []
        for a in t.args:
            n, up, down = parts(a)
            number, above, below = number * n, above + up, below + down
        return number, above, below
    if t.head == "pow" and t.args[0].head == "sqrt" and t.args[1] is term(2):
        return parts(t.args[0].args[0])
    if t.head == "pow" and t.args[1].head == "int" and 1 <= t.args[1].value <= MOST_POWER:
        number, above, below = parts(t.args[0])
        times = t.args[1].value
        return number ** times, above * times, below * times
    if t.head == "div":
        n, up, down = parts(t.args[0])
        m, under, over = parts(t.args[1])
        if m:
            return n / m, up + over, down + under
    return Fraction(1), [t], []


def from_parts(number: Fraction, above: list[Term], below: list[Term]) -> Term:
    """The scalar written with one fraction, the sign in front."""
    above, below = list(above), list(below)
    for factor in list(above):
        if factor in below:
            above.remove(factor)
            below.remove(factor)
    above, below = _roots_paired(above), _roots_paired(below)
    for one, other in ((above, below), (below, above)):
        for root in [f for f in one if f.head == "sqrt"]:
            if root.args[0] in other:  # sqrt(x)/x is 1/sqrt(x)
                one.remove(root)
                other[other.index(root.args[0])] = root
    above, below = _powers(_norms(above)), _powers(_norms(below))
    if number == 0:
        return term(0)
    top = [term(abs(number.numerator))] if abs(number.numerator) != 1 or not above else []
    bottom = [term(number.denominator)] if number.denominator != 1 else []
    numerator = mul(*top, *above)
    result = div(numerator, mul(*bottom, *below)) if bottom or below else numerator
    return neg(result) if number < 0 else result


def _roots_paired(factors: list[Term]) -> list[Term]:
    """Two equal square roots are what stands under them."""
    result: list[Term] = []
    for factor in factors:
        if factor.head == "sqrt" and factor in result:
            result[result.index(factor)] = factor.args[0]
        else:
            result.append(factor)
    return result


def _norms(factors: list[Term]) -> list[Term]:
    """``|x|^3`` for ``|x|^2 |x|``, and ``|x|^5`` for ``|x|^4 |x|``."""
    for root in [f for f in factors if f.head == "sqrt" and f.args[0].head == "inner"]:
        squares = factors.count(root.args[0])
        factors = [f for f in factors if f is not root.args[0]]
        place = factors.index(root)
        factors[place:place] = [root] * (2 * squares)
    return factors


def _powers(factors: list[Term]) -> list[Term]:
    """Equal factors as one power, where the first of them stood."""
    counts: dict[Term, int] = {}
    for factor in factors:
        counts[factor] = counts.get(factor, 0) + 1
    return [f if n == 1 else power(f, n) for f, n in counts.items()]


def product(*factors: Term) -> Term:
    """A scalar product with numbers folded."""
    return from_parts(*parts(mul(*factors)))


def plus(*summands: Term) -> Term:
    """A scalar sum without zeros, equal summands collected."""
    collected: dict[tuple[Term, ...], tuple[Fraction, Parts]] = {}
    for summand in summands:
        for one in summand.args if summand.head == "add" else (summand,):
            number, above, below = parts(one)
            key = (*sorted(above, key=str), term(0), *sorted(below, key=str))
            so_far = collected.get(key, (Fraction(0), (number, above, below)))
            collected[key] = (so_far[0] + number, so_far[1])
    kept = [from_parts(n, up, down) for n, (_, up, down) in collected.values() if n]
    return add(*kept) if kept else term(0)


def split_scale(a: Term) -> tuple[list[Term], Term]:
    """The scalar factors in front of a matrix, and the matrix."""
    if a.head == "scale":
        scalars, rest = split_scale(a.args[1])
        return [a.args[0], *scalars], rest
    return [], a


def scaled(scalars: list[Term], a: Term) -> Term:
    """A matrix with scalar factors in front, folded into one."""
    inside, bare = split_scale(a)
    if not scalars and not inside:
        return bare
    factor = product(*scalars, *inside)
    if factor.head == "int" and factor.value == 0:
        assert a.shape is not None
        return mx.zeros(*a.shape)
    return bare if factor.head == "int" and factor.value == 1 else mx.scale(factor, bare)


def is_zero(a: Term) -> bool:
    return a.head == "zeros" or (a.head == "int" and a.value == 0)


def _is_unit(a: Term) -> bool:
    return a.head == "identity" or (a.head == "ones" and is_one(a.args[0]) and is_one(a.args[1]))


def matmul(*factors: Term) -> Term:
    """A product without identities, scalars in front, ``1^T 1`` counted.

    >>> from derive.terms.matrices import identity, matrix, scale
    >>> A = matrix("A", 2, 3)
    >>> matmul(identity(2), A) is A
    True
    """
    scalars: list[Term] = []
    flat: list[Term] = []
    for factor in factors:
        front, bare = split_scale(factor)
        scalars += front
        flat += bare.args if bare.head == "matmul" else (bare,)
    if any(is_zero(f) for f in flat):
        shape = Term("matmul", (), tuple(factors)).shape if len(factors) > 1 else flat[0].shape
        assert shape is not None
        return mx.zeros(*shape)
    kept: list[Term] = []
    for factor in flat:
        if kept and _counts(kept[-1], factor):
            ones = kept.pop()
            scalars.append(ones.args[1])
            factor = mx.ones(ones.args[0], factor.args[1])
        kept.append(factor)
    if len(kept) == 2 and kept[0].head == kept[1].head == "ones":
        kept = [mx.ones(kept[0].args[0], kept[1].args[1])]
    inside = [f for f in kept if not _is_unit(f)] or [kept[0]]
    return scaled(scalars, mx.matmul(*inside))


def _counts(a: Term, b: Term) -> bool:
    return a.head == b.head == "ones" and not is_one(a.args[1])


def transpose(a: Term) -> Term:
    """The transpose, pushed through products; a symmetric form is itself."""
    scalars, bare = split_scale(a)
    if bare.head == "transpose":
        result = bare.args[0]
    elif bare.head == "matmul":
        result = mx.matmul(*(transpose(f) for f in reversed(bare.args)))
    elif bare.head in ("identity", "diag") or (bare.shape and all(map(is_one, bare.shape))):
        result = bare
    elif bare.head in ("ones", "zeros"):
        result = Term(bare.head, (), bare.args[::-1])
    elif bare.head == "hadamard":
        result = mx.hadamard(*(transpose(f) for f in bare.args))
    elif bare.head == "matadd" and all(split_scale(a)[1].head == "transpose" for a in bare.args):
        result = mx.matadd(*(transpose(a) for a in bare.args))
    elif bare.head in TURNED and bare.args[0].head == "transpose":
        result = Term(TURNED[bare.head], (), bare.args[0].args)
    elif bare.head == "map" and all(a.head == "transpose" for a in bare.args if a.shape):
        result = Term("map", bare.data, tuple(a.args[0] if a.shape else a for a in bare.args))
    else:
        result = mx.transpose(bare)
    return scaled(scalars, result)


def turned(t: Term) -> Term:
    """The same term with transposes moved outwards as far as they go, cancelled where they meet.

    >>> from derive.terms.matrices import inner, matrix, transpose as flip
    >>> A, B = matrix("A", 2, 3), matrix("B", 2, 3)
    >>> str(turned(inner(flip(A), flip(B))))
    '(inner A B)'
    """
    args = tuple(turned(a) for a in t.args)
    t = t if args == t.args else Term(t.head, t.data, args)
    matrices = [split_scale(a)[1] for a in args if a.shape is not None]
    if not matrices or t.head == "transpose" or not all(m.head == "transpose" for m in matrices):
        return t if t.head != "transpose" else transpose(t.args[0])
    if t.head in ("inner", "total", "trace", "item", "det", "logdet"):
        return Term(t.head, t.data, tuple(transpose(a) if a.shape else a for a in args))
    if t.head in ("hadamard", "matadd", "map", "softmax", "logsumexp"):
        return mx.transpose(transpose(t))
    return t


def hadamard(*factors: Term) -> Term:
    """A product by entries without ones, scalars in front, functions of a matrix last."""
    scalars: list[Term] = []
    flat: list[Term] = []
    for factor in factors:
        front, bare = split_scale(factor)
        scalars += front
        flat += bare.args if bare.head == "hadamard" else (bare,)
    for factor in flat:
        if is_zero(factor):
            return factor
    kept = [f for f in flat if f.head != "ones"] or [flat[0]]
    kept.sort(key=lambda f: f.head == "map" and any(f.data))
    return scaled(scalars, mx.hadamard(*kept))


def matadd(*summands: Term) -> Term:
    """A sum without zeros, equal summands collected, in the order of first mention."""
    collected: dict[Term, list[Term]] = {}
    for summand in summands:
        for one in summand.args if summand.head == "matadd" else (summand,):
            front, bare = split_scale(one)
            if not is_zero(bare):
                collected.setdefault(bare, []).append(product(*front) if front else term(1))
    kept = [scaled([plus(*factors)], bare) for bare, factors in collected.items()]
    kept = [k for k in kept if not is_zero(k)]
    if not kept:
        return mx.zeros(*_shape(summands[0]))
    common, plain = _common_factor(kept)
    return mx.matadd(*kept) if common is None else scaled([common], mx.matadd(*plain))


def _common_factor(summands: list[Term]) -> tuple[Term | None, list[Term]]:
    """A scalar, other than a sign, that stands in front of every one of several summands."""
    found: list[Term] = []
    common: Term | None = None
    for summand in summands:
        if summand.head != "scale":
            return None, []
        factor = summand.args[0]
        negative = factor.head == "neg"
        bare = factor.args[0] if negative else factor
        if (bare.head == "int" and bare.value == 1) or (common is not None and bare is not common):
            return None, []
        common = bare
        found.append(mx.minus(summand.args[1]) if negative else summand.args[1])
    return (common, found) if len(found) > 1 else (None, [])


def _shape(a: Term) -> tuple[Term, Term]:
    assert a.shape is not None
    return a.shape


def inner(a: Term, b: Term) -> Term:
    """``<A, B>`` with scalars in front; of columns of ones the total."""
    front, left = split_scale(a)
    more, right = split_scale(b)
    if is_zero(left) or is_zero(right):
        return term(0)
    if left.head == "ones":
        return product(*front, *more, mx.total(right))
    return product(*front, *more, mx.inner(left, right))


__all__ = ["from_parts", "hadamard", "inner", "is_zero", "matadd", "matmul", "parts", "plus",
           "product", "scaled", "split_scale", "transpose"]

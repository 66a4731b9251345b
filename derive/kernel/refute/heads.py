"""What each head of a term means, at a point.

One short function a head, registered under it. What a real function has no value at raises
``Undefined``; what only a wider convention could settle (0 to a whole power that may be
negative) raises ``Unsupported``. Next: ``recursion``, ``integrals``, ``series``.
"""

from __future__ import annotations

from flint import acb, arb, fmpq, fmpz

from derive.kernel.refute import elementary, recursion, scalars, series
from derive.kernel.refute.balls import Evaluator, Frame, handles
from derive.kernel.refute.gaussians import Gaussian, is_generator
from derive.kernel.refute.jets import Jet, Value, constant, level
from derive.kernel.refute.scalars import ONE, ZERO, Undefined, Unresolved, Unsupported
from derive.terms.domains import sort_of
from derive.terms.term import Term

#: the most terms of a sum, and the highest order of a derivative
RANGE, ORDER = 20_000, 64



@handles("int")
def _literal(run: Evaluator, term: Term, frame: Frame) -> Value:
    return fmpq(term.value)


@handles("const")
def _constant(run: Evaluator, term: Term, frame: Frame) -> Value:
    if term.name == "pi":
        return arb.pi()
    if term.name == "e":
        return arb(1).exp()
    if term.name == "i":
        return acb(0, 1)
    raise Unsupported("infinity is not a number")


@handles("sym")
def _symbol(run: Evaluator, term: Term, frame: Frame) -> Value:
    value = frame.values.get(term)
    if value is None and term in run.environment.solved:
        value = run(run.environment.solved[term], run.base)
    if value is None:
        value = run.base.values.get(term)
    if value is None:
        raise Unsupported(f"no value is known for {term.name}")
    return value


@handles("add")
def _add(run: Evaluator, term: Term, frame: Frame) -> Value:
    total = run(term.args[0], frame)
    for a in term.args[1:]:
        total = total + run(a, frame)
    return scalars.trim(total)


@handles("mul")
def _mul(run: Evaluator, term: Term, frame: Frame) -> Value:
    product = run(term.args[0], frame)
    for a in term.args[1:]:
        product = product * run(a, frame)
    return scalars.trim(product)


@handles("neg")
def _neg(run: Evaluator, term: Term, frame: Frame) -> Value:
    return -run(term.args[0], frame)


@handles("div")
def _div(run: Evaluator, term: Term, frame: Frame) -> Value:
    return scalars.trim(elementary.divide(run(term.args[0], frame), run(term.args[1], frame)))


@handles("pow")
def _pow(run: Evaluator, term: Term, frame: Frame) -> Value:
    sort = sort_of(term.args[1])
    if sort in ("N0", "Z"):
        exponent = run.integer(term.args[1], frame)
        if term.args[0].head == "abs" and exponent % 2 == 0:
            square = _square_of_modulus(run, term.args[0].args[0], frame)
            return elementary.integer_power(square, exponent // 2)
        base = run(term.args[0], frame)
        if sort == "Z" and exponent == 0 and not isinstance(base, Gaussian):
            _require_nonzero_base(constant(base))
        return elementary.integer_power(base, exponent)
    base, power = run(term.args[0], frame), run(term.args[1], frame)
    if type(power) is fmpq and power.q == 1 and all(
            s.sort in ("N0", "Z") for s in term.args[1].free):  # x^(20/10) is x^2
        if power == 0 and not isinstance(base, Gaussian):
            _require_nonzero_base(constant(base))
        return elementary.integer_power(base, int(power.p))
    if type(base) is acb and frame.extended is not None:
        return elementary.exp(power * elementary.log(base))
    return elementary.real_power(base, power)


def _require_nonzero_base(base: Value) -> None:
    if isinstance(base, Gaussian) or scalars.certainly_nonzero(base):
        return
    if scalars.certainly_zero(base):
        raise Unsupported("0 to the power 0 with an exponent that is not known to be natural")
    raise Unresolved("the base of a whole power may be 0")


@handles("sqrt", "exp", "log", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh",
         "erf")
def _elementary(run: Evaluator, term: Term, frame: Frame) -> Value:
    return elementary.ELEMENTARY[term.head](run(term.args[0], frame))


@handles("abs")
def _abs(run: Evaluator, term: Term, frame: Frame) -> Value:
    value = run(term.args[0], frame)
    if frame.extended is not None and isinstance(value, acb | Jet | Gaussian):
        if sort_of(term.args[0]) == "C" or not isinstance(value, acb):
            raise Unsupported("such an absolute value under an integral")
        return value.real_abs(analytic=frame.extended)
    return elementary.absolute(value)


@handles("conj")
def _conj(run: Evaluator, term: Term, frame: Frame) -> Value:
    if frame.extended is None:
        return elementary.conj(run(term.args[0], frame))
    return _conj_of(run, term.args[0], frame)


def _conj_of(run: Evaluator, inside: Term, frame: Frame) -> Value:
    """The analytic continuation of ``conj(f(x))``, which is ``conj(f(conj z))``."""
    mirrored: dict[Term, Value] = {}
    for symbol, value in frame.values.items():
        if symbol.sort == "C" and value is not run.base.values.get(symbol):
            raise Unsupported("the conjugate of a function of a complex function in an integral")
        mirrored[symbol] = value if symbol.sort == "C" else elementary.conj(value)
    return elementary.conj(run(inside, Frame(mirrored, frame.table, frame.extended)))


def _square_of_modulus(run: Evaluator, inside: Term, frame: Frame) -> Value:
    """``|z|^2 = z conj(z)``, real, and smooth also where the modulus is not."""
    value = run(inside, frame)
    if frame.extended is not None:
        return value * _conj_of(run, inside, frame)
    square = value * elementary.conj(value)
    return square.real if type(square) is acb else square


@handles("factorial")
def _factorial(run: Evaluator, term: Term, frame: Frame) -> Value:
    n = run.integer(term.args[0], frame)
    if n < 0:
        raise Undefined("the factorial of a negative number")
    if n > scalars.FACTORIAL_LIMIT:
        raise Unsupported(f"a factorial beyond {scalars.FACTORIAL_LIMIT}!")
    return scalars.trim(fmpq(fmpz.fac_ui(fmpz(n))))


@handles("binomial")
def _binomial(run: Evaluator, term: Term, frame: Frame) -> Value:
    n, k = run.integer(term.args[0], frame), run.integer(term.args[1], frame)
    if n < 0 or k < 0:
        raise Unsupported("a binomial coefficient of negative numbers")
    if n > scalars.FACTORIAL_LIMIT:
        raise Unsupported("a binomial coefficient of very large numbers")
    if k > n:
        return ZERO
    return scalars.trim(fmpq(fmpz.bin_uiui(n, k)))


@handles("floor", "ceiling")
def _floor(run: Evaluator, term: Term, frame: Frame) -> Value:
    value = run(term.args[0], frame)
    if frame.extended is not None and type(value) is acb and value.imag != 0:
        raise Unsupported("a whole part under an integral")
    point = constant(value)
    if isinstance(point, Gaussian):
        raise Unsupported("a whole part under an integral")
    found = scalars.floor(point) if term.head == "floor" else max(0, -scalars.floor(-point))
    if isinstance(value, Jet) and not scalars.certainly_nonzero(point - found):
        raise Undefined("a whole part has no derivative at a jump")
    return fmpq(found)


@handles("delta")
def _delta(run: Evaluator, term: Term, frame: Frame) -> Value:
    same = run.integer(term.args[0], frame) == run.integer(term.args[1], frame)
    return ONE if same else ZERO


@handles("derivative", "derivative_n")
def _derivative(run: Evaluator, term: Term, frame: Frame) -> Value:
    x, body, at = term.args[0], term.args[1], term.args[-1]
    order = run.integer(term.args[2], frame) if term.head == "derivative_n" else term.data[0]
    assert isinstance(order, int)
    if not 0 <= order <= ORDER:
        raise Unsupported(f"a derivative of order {order}")
    point = run(at, frame)
    if at is x and is_generator(point) and all(
            level(frame.values.get(s)) < point.level for s in body.free if s is not x):
        result = run(body, frame)
        for _ in range(order):
            result = result.differentiate() if level(result) == point.level else ZERO
        return result
    table = frame.table
    if isinstance(table, recursion.Table) and at is x and table.is_own_variable(x, point):
        return table.differentiate(run(body, frame), order)
    return run.differentiated([point], (order,), lambda v: run(body, frame.bind(x, v[0])))


@handles("call")
def _call(run: Evaluator, term: Term, frame: Frame) -> Value:
    function, arguments = term.args[0], term.args[1:]
    orders = tuple(d for d in term.data if isinstance(d, int))
    table = frame.table
    if isinstance(table, recursion.Table) and table.function is function:
        found = table.lookup(run, arguments, orders, frame)
        if found is not None:
            return found
    values = [run(a, frame) for a in arguments]
    require_sorts(function, values, frame.extended is not None)
    return applied(run, function, values, orders, frame.extended)


def applied(run: Evaluator, function: Term, values: list[Value], orders: tuple[int, ...],
            extended: bool | None = None) -> Value:
    """A function, differentiated, at given values: what its model or definition says."""
    model = run.environment.functions.get(function)
    if model is not None:
        return model.apply(run, values, orders)
    definition = run.environment.definitions.get(function)
    if definition is None:
        raise Unsupported(f"nothing is known of the function {function.name}")
    key = (function, orders, *values) if all(type(v) is fmpq for v in values) else None
    if key is not None and key in run.calls:
        return run.calls[key]
    if definition.bases:
        result = recursion.value(run, definition, values, orders, extended)
    else:
        result = run.differentiated(values, orders, lambda given: run(
            definition.body, Frame(dict(zip(definition.parameters, given, strict=True)),
                                   None, extended)))
    if key is not None:
        run.calls[key] = result
    return result


def require_sorts(function: Term, values: list[Value], extended: bool) -> None:
    """Refuse arguments that are certainly, or possibly, outside the function's sorts."""
    signature = function.data[1]
    assert isinstance(signature, tuple)
    for sort, value in zip(signature, values, strict=True):
        if sort in ("C", "R"):
            continue
        point = constant(value)
        if isinstance(point, Gaussian):
            raise Unsupported(f"{function.name} of a variable of integration")
        if sort == "P":
            found = scalars.sign(point)
            if found == 1 or (extended and type(point) is acb):
                continue
            if found is None:
                raise Unresolved(f"the argument of {function.name} may not be positive")
            raise Undefined(f"{function.name} at a number that is not positive")
        if type(point) is not fmpq or point.q != 1:
            raise Unresolved(f"the index of {function.name} is not certainly a whole number")
        if sort == "N0" and point < 0:
            raise Undefined(f"{function.name} at a negative index")


@handles("sum", "product")
def _sum(run: Evaluator, term: Term, frame: Frame) -> Value:
    k, body, low, high = term.args
    first = run.integer(low, frame)
    if k.sort == "N0" and first < 0:
        raise Unsupported("a natural index that starts below 0")
    if high.head == "const" and high.name == "infinity":
        return series.infinite(run, term, frame, first)
    last = run.integer(high, frame)
    if last - first > RANGE:
        raise Unsupported(f"more than {RANGE} terms")
    total: Value = ZERO if term.head == "sum" else ONE
    for index in range(first, last + 1):
        value = run(body, frame.bind(k, fmpq(index)))
        total = scalars.trim(total + value if term.head == "sum" else total * value)
    return total


#: why nothing is sampled of what nobody says how to work out
UNSAID = {"mean": "nobody says what is random, and how", "dirac": "Dirac's delta has no values",
          "chance": "nobody says what is random, and how",
          "valued": "nobody says what this function of arrays is",
          "sum_over": "nobody says what the sum runs over",
          "antiderivative": "an antiderivative is known up to a constant only"}


@handles(*UNSAID)
def _unsaid(run: Evaluator, term: Term, frame: Frame) -> Value:
    raise Unsupported(UNSAID[term.head])

"""Which solved potential a given one is, and with which constants. UNTRUSTED.

SymPy reads the coefficients off, on symbols made from terms; the kernel then shows that the states
solve the equation of the potential as it was given. What is nearly one of them is refused with
what is missing. Next: ``derive.physics.recognised``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from derive.kernel.plain import plain
from derive.rules.scaling import NoClosedForm
from derive.rules.sympy_bridge import NotCarried, from_sympy, to_sympy
from derive.rules.writing import fraction, root
from derive.terms.term import Term


@dataclass(frozen=True)
class Shape:
    """``name`` of the library's derivation and the values of its constants; V has ``offset`` more.
    """

    name: str
    constants: Mapping[str, Term]
    offset: Term


@dataclass(frozen=True)
class _Read:
    """A potential as SymPy has it: value, variable, mass, hbar; and the way back."""

    value: Any
    x: Any
    mass: Any
    hbar: Any
    back: Mapping[Any, Term]

    def term(self, value: Any) -> Term:
        return from_sympy(value, self.back)

    def root(self, square: Any) -> Term:
        """The root of a positive value; one root of a quotient reads better than two."""
        import sympy

        square = sympy.cancel(square)
        value = sympy.sqrt(square)
        return self.term(value) if value.is_rational_function() else root(self.term(square))

    def require_positive(self, value: Any, what: str, otherwise: str) -> None:
        if value.is_positive:
            return
        if value.is_negative or value.is_zero:
            raise NoClosedForm(f"no bound state: {otherwise}")
        raise NoClosedForm(f"{what} {plain(self.term(value))} is not known to be positive; say "
                           "which letters are (--positive m,omega)")


def shape_of(potential: Term, variable: Term, mass: Term, hbar: Term, half_line: bool
             ) -> Shape | None:
    """The shape of a potential; None where it is none of those that are known here.

    ``half_line``: only x > 0 is meant, and states that vanish at 0.

    Raises
    ------
    NoClosedForm
        It has the form of one of them, but not its signs or constants.
    """
    import sympy

    symbols: dict[Term, Any] = {}
    try:
        x, m, planck = (to_sympy(t, symbols) for t in (variable, mass, hbar))
        value = sympy.expand(to_sympy(potential, symbols))
    except NotCarried:
        return None
    read = _Read(value, x, m, planck, {s: t for t, s in symbols.items()})
    if value.has(sympy.exp):
        return None if half_line else _exponential(read)
    if half_line:
        return _radial(read)
    if sympy.denom(sympy.together(value)).subs(x, 0) == 0:
        raise NoClosedForm("the potential has no value at 0; where the variable is positive and "
                           "states vanish at 0, say so (--domain 0..oo)")
    return None


def _radial(read: _Read) -> Shape | None:
    """``-kappa/r``, or ``m omega^2 r^2/2``, with a centrifugal term."""
    import sympy

    scaled = sympy.expand(read.value * read.x**2)
    if not scaled.is_polynomial(read.x):
        return None
    powers = {degree[0] - 2: c for degree, c in sympy.Poly(scaled, read.x).terms() if c != 0}
    odd = sorted(k for k in powers if k not in (-2, -1, 0, 2))
    if odd or (-1 in powers and 2 in powers):
        parts = ", ".join(f"r^{k}" for k in sorted(powers))
        raise NoClosedForm(f"no closed form: on r > 0 the powers {parts} together are of none of "
                           "the potentials that are known, -kappa/r and m omega^2 r^2/2 with "
                           "hbar^2 l(l + 1)/2m r^2")
    offset, angular = read.term(powers.get(0, sympy.S.Zero)), _angular(read, powers.get(-2))
    if -1 in powers:
        strength = -powers[-1]
        read.require_positive(strength, "the strength", "a potential +kappa/r repels")
        return Shape("coulomb", {"strength": read.term(strength), "angular": angular}, offset)
    if 2 in powers:
        read.require_positive(powers[2], "the curvature", "the potential falls without end")
        frequency = read.root(2 * powers[2] / read.mass)
        return Shape("radial_oscillator", {"frequency": frequency, "angular": angular}, offset)
    raise NoClosedForm("no bound state: the potential attracts nowhere")


def _angular(read: _Read, coefficient: Any) -> Term:
    """The natural number l with hbar^2 l(l + 1)/2m the coefficient of 1/r^2."""
    import sympy

    if coefficient is None:
        return read.term(sympy.S.Zero)
    product = sympy.cancel(2 * read.mass * coefficient / read.hbar**2)
    found = sympy.cancel((sympy.sqrt(sympy.factor(1 + 4 * product)) - 1) / 2)
    if not (found.is_integer and found.is_nonnegative):
        raise NoClosedForm(
            f"the term in 1/r^2 is hbar^2/2m times {plain(read.term(product))}, which is not "
            "seen to be l(l + 1) for a natural number l; name such letters (--natural l)")
    return read.term(found)


def _exponential(read: _Read) -> Shape | None:
    """``D (exp(-2 a x) - 2 exp(-a x))``, moved and lifted."""
    import sympy

    rates: dict[Any, Any] = {}
    for part in sympy.Add.make_args(read.value):
        rest, moving = part.as_independent(read.x, as_Add=False)
        if moving == 1:
            rate = sympy.S.Zero
        elif isinstance(moving, sympy.exp) and moving.args[0].is_polynomial(read.x):
            exponent = sympy.Poly(moving.args[0], read.x)
            if exponent.degree() != 1:
                return None
            rate = -exponent.coeff_monomial(read.x)
            rest *= sympy.exp(exponent.coeff_monomial(1))
        else:
            return None
        rates[rate] = rates.get(rate, sympy.S.Zero) + rest
    offset = read.term(rates.pop(sympy.S.Zero, sympy.S.Zero))
    if len(rates) != 2:
        return None
    slow, fast = rates
    ratio = sympy.cancel(fast / slow)
    if ratio.is_number and ratio < 1:
        slow, fast, ratio = fast, slow, 1 / ratio
    if ratio != 2:
        raise NoClosedForm("no closed form: the rates of the two exponentials are not as 1 to 2, "
                           "as they are in the Morse potential D (exp(-2 a x) - 2 exp(-a x))")
    if slow.could_extract_minus_sign():
        raise NoClosedForm("not reached: the wall of a Morse potential is on the left here; put -x "
                           "for x")
    read.require_positive(slow, "the rate", "the exponentials are constant")
    wall, well = rates[fast], -rates[slow]
    read.require_positive(wall, "the factor of the steeper exponential", "there is no wall")
    read.require_positive(well, "minus the factor of the other exponential", "there is no well")
    depth = fraction(read.root(sympy.powsimp(well**2 * read.mass / (2 * wall))),
                     read.term(slow * read.hbar))
    shift = sympy.powsimp(sympy.cancel(2 * wall / well))
    return Shape("morse", {"rate": read.term(slow), "depth": depth,
                           "shift": read.term(shift)}, offset)

"""What sort a term certainly has."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation
from derive.terms.build import div, eq, symbol
from derive.terms.domains import sort_of
from derive.terms.term import Term


def cosh(u):
    return Term("cosh", (), (u,))


def test_cosh_is_positive_on_the_line_and_has_zeros_off_it():
    x, z = symbol("x"), symbol("z", "C")
    assert (sort_of(cosh(x)), sort_of(cosh(z))) == ("P", "C")
    inverse = div(1, cosh(x))
    assert Derivation("t").step("ring", conclusion=eq(inverse, inverse)).grade.value == "proved"
    with pytest.raises(Refused, match="is not 0"):  # cosh(i pi/2) = 0
        Derivation("t").step("ring", conclusion=eq(div(1, cosh(z)), div(1, cosh(z))))

"""Side conditions of the logical inferences: what each blocks, and a true neighbour."""

import pytest

from derive.kernel.claim import claim
from derive.kernel.infer import Context
from derive.kernel.normal import Normalizer
from derive.terms.build import (
    FALSE,
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    forall,
    function,
    lam,
    le,
    lt,
    mul,
    ne,
    neg,
    negation,
    power,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term, TermError
from tests.kernel.inferring import F, J, K, N, P, Q, X, Y, Z, given, infer, refused

ONE = eq(1, 1)


def test_what_is_assumed_stands_among_the_hypotheses():
    assert infer("assume", formula=eq(0, 1)) == claim((eq(0, 1),), eq(0, 1))
    refused("assume", given(ONE), formula=eq(0, 1), because="takes 0 premises")
    refused("assume", formula=X, because="should be a formula")


def test_weakening_only_adds_formulas():
    assert infer("weaken", given(ONE), hypotheses=[eq(X, 2)]).hypotheses == (eq(X, 2),)
    with pytest.raises(TermError):
        infer("weaken", given(ONE), hypotheses=[X])


def test_cut_removes_what_was_proved_and_nothing_else():
    assert infer("cut", given(lt(0, X), eq(X, 1)), given(eq(Y, 3), lt(0, X))) == claim(
        (eq(X, 1),), eq(Y, 3))
    refused("cut", given(lt(0, X)), given(eq(Y, 3), lt(0, Y)), because="is not a hypothesis")


def test_generalize_needs_an_arbitrary_symbol():
    """From x = 2 |- x = 2 not: every x is 2."""
    refused("generalize", given(eq(X, 2), eq(X, 2)), symbol=X, because="not arbitrary")
    assert infer("generalize", given(eq(X, X), eq(Y, 2)), symbol=X).conclusion == forall(
        X, eq(X, X))


def test_specialize_puts_a_value_of_the_right_sort():
    positive = given(forall(P, lt(0, P)))
    refused("specialize", positive, value=neg(1), because="of sort P")
    refused("specialize", given(forall(X, eq(X, X))), value=div(1, 0), because="not 0|by zero")
    refused("specialize", given(ONE), value=X, because="for all")
    refused("specialize", given(forall(X, ONE)), value=ONE, because="no value")
    refused("specialize", given(forall(X, ONE)), value=F, because="no value")
    refused("specialize", given(forall(X, ONE)), value=Term("matrix", ("W",), (term(2), term(2))),
            because="no value")
    assert infer("specialize", positive, value=Q).conclusion == lt(0, Q)
    natural = given(forall(N, le(0, N)), le(1, K))
    assert infer("specialize", natural, value=sub(K, 1)).conclusion == le(0, sub(K, 1))
    refused("specialize", given(forall(N, le(0, N))), value=sub(K, 1), because="of sort N0")


def test_specialize_renames_before_it_captures():
    exists_other = given(forall(X, forall(Y, eq(add(X, Y), add(Y, X)))))
    shown = infer("specialize", exists_other, value=Y).conclusion
    assert shown.args[0] is not Y
    assert Y in shown.free


def test_instantiate_keeps_hypotheses_and_conclusion_together():
    refused("instantiate", given(eq(div(sub(N, K), sub(N, K)), 1), ne(N, K)),
            symbols=[K], values=[N], because="becomes false")
    shown = infer("instantiate", given(eq(X, 2), eq(X, 2)), symbols=[X], values=[Y])
    assert shown == claim((eq(Y, 2),), eq(Y, 2))


def test_instantiate_asks_for_sorts_and_one_value_a_symbol():
    refused("instantiate", given(le(0, N)), symbols=[N], values=[sub(N, 1)], because="of sort N0")
    refused("instantiate", given(lt(0, P)), symbols=[P], values=[X], because="of sort P")
    refused("instantiate", given(ONE), symbols=[X, X], values=[Y, Z], because="one value")
    refused("instantiate", given(ONE), symbols=[X], values=[], because="one value")
    refused("instantiate", given(ONE), symbols=[add(X, Y)], values=[Y], because="can be put for")
    both = infer("instantiate", given(lt(X, Y)), symbols=[X, Y], values=[Y, X])
    assert both.conclusion == lt(Y, X)  # at once, not one after the other


def test_instantiate_puts_functions_of_the_declared_kind():
    twice = function("g", ("R",), "R", 2)
    law = given(eq(call(twice, X, orders=(2,)), 0))
    refused("instantiate", law, symbols=[twice], values=[lam(X, Term("abs", (), (X,)))],
            because="smooth")
    refused("instantiate", law, symbols=[twice], values=[lam(X, sqrt(X))], because="not negative")
    refused("instantiate", law, symbols=[twice], values=[lam(X, Z)], because="of sort R")
    refused("instantiate", law, symbols=[twice], values=[lam(N, N)], because="of the kind")
    refused("instantiate", law, symbols=[twice], values=[function("h", ("R",), "R", 1)],
            because="of the kind")
    refused("instantiate", law, symbols=[twice], values=[function("h", ("R",), "C")],
            because="of the kind")
    refused("instantiate", given(ONE), symbols=[F], values=[function("h", ("N0",))],
            because="of the kind")
    assert infer("instantiate", law, symbols=[twice], values=[F]).conclusion == eq(
        call(F, X, orders=(2,)), 0)
    shown = infer("instantiate", law, symbols=[twice], values=[lam(Y, exp(Y))])
    assert shown.conclusion == eq(derivative(Y, exp(Y), 2, X), 0)


def test_the_argument_of_a_function_is_arbitrary():
    """Hypotheses about x do not help to show that x -> 1/x is defined for every argument."""
    law = given(eq(call(F, 0), 1), ne(X, 0))
    refused("instantiate", law, symbols=[F], values=[lam(X, div(1, X))], because="not 0")
    assert infer("instantiate", law, symbols=[F], values=[lam(X, exp(X))])


def test_defined_functions_keep_their_meaning():
    context = Context(Normalizer())
    infer("define", context=context, function=G_, parameters=[X], body=add(X, 1))
    refused("instantiate", given(eq(call(G_, X), add(X, 1))), context=context, symbols=[G_],
            values=[F], because="can be put for")
    refused("define", context=context, function=G_, parameters=[X], body=X, because="in use")


G_ = function("shifted")


def test_excluded_middle_needs_both_cases_of_something_defined():
    zero, other = given(eq(Y, 3), eq(X, 0)), given(eq(Y, 3), ne(X, 0))
    assert infer("excluded_middle", zero, other, left=X, right=term(0)) == claim((), eq(Y, 3))
    kept = infer("excluded_middle", zero, given(eq(Y, 3), ne(X, 1)), left=X, right=term(0))
    assert kept.hypotheses == (ne(X, 1),)
    refused("excluded_middle", zero, given(eq(Y, 4), ne(X, 0)), left=X, right=term(0),
            because="different things")
    inverse = div(1, X)  # at x = 0 neither case holds
    refused("excluded_middle", given(ne(X, 0), eq(inverse, 0)), given(ne(X, 0), ne(inverse, 0)),
            left=inverse, right=term(0), because="not 0")


@pytest.mark.parametrize(("one", "other"), [
    (eq(X, Y), ne(Y, X)), (ne(X, Y), eq(X, Y)), (lt(X, Y), le(Y, X)), (lt(X, Y), eq(Y, X)),
    (le(X, Y), lt(Y, X)), (eq(X, Y), negation(eq(X, Y))), (negation(le(X, Y)), le(X, Y)),
])
def test_contradiction_of_opposites(one, other):
    assert infer("contradiction", given(one), given(other)).conclusion is FALSE


@pytest.mark.parametrize(("one", "other"), [
    (eq(X, Y), ne(X, Z)), (le(X, Y), le(Y, X)), (lt(X, Y), lt(X, Y)), (le(X, Y), eq(X, Y)),
    (ne(X, Y), lt(X, Y)),
])
def test_no_contradiction_of_what_can_hold_together(one, other):
    refused("contradiction", given(one), given(other), because="exclude")


def test_what_has_no_value_is_denied_without_contradiction():
    """not (x/x = 1) holds at x = 0, so with 1 = 1 it is no contradiction."""
    undefined = negation(eq(div(X, X), 1))
    refused("contradiction", given(ONE), given(undefined, undefined), because="not 0")
    refused("contradiction", given(undefined, undefined), given(ONE), because="not 0")
    refused("restate", given(undefined, undefined), conclusion=negation(ONE), because="not 0")
    assert infer("restate", given(negation(eq(add(X, X), 1))),
                 conclusion=negation(eq(mul(2, X), 1)))


def test_discharge_says_the_opposite_of_what_is_defined():
    assert infer("discharge", given(FALSE, eq(X, Y)), formula=eq(X, Y)) == claim((), ne(X, Y))
    assert infer("discharge", given(FALSE, ne(X, Y)), formula=ne(X, Y)).conclusion == eq(X, Y)
    assert infer("discharge", given(FALSE, lt(X, Y)), formula=lt(X, Y)).conclusion == le(Y, X)
    assert infer("discharge", given(FALSE, le(X, Y)), formula=le(X, Y)).conclusion == negation(
        le(X, Y))
    bad = ne(div(X, X), 1)  # refuted, yet x/x = 1 does not hold at 0
    refused("discharge", given(FALSE, bad), formula=bad, because="not 0")
    refused("discharge", given(FALSE), formula=eq(X, Y), because="does not refute")
    refused("discharge", given(ONE, eq(X, Y)), formula=eq(X, Y), because="does not refute")
    refused("discharge", given(FALSE, lt(Z, 1)), formula=lt(Z, 1), because="real")


def test_from_false_needs_false():
    assert infer("from_false", given(FALSE, eq(0, 1)), formula=eq(X, 7)).conclusion == eq(X, 7)
    refused("from_false", given(eq(0, 1)), formula=eq(X, 7), because="no contradiction")


def test_define_is_new_closed_total_and_of_its_kind():
    name = function("d")

    def define(body, parameters=(X,), function=name, because="", premises=()):
        refused("define", *premises, function=function, parameters=list(parameters), body=body,
                because=because)

    define(Y, because="closed")
    define(call(name, X), because="closed")
    define(call(F, X), because="closed")
    define(div(1, X), because="not 0")
    define(mul(Z, X), parameters=(X,), because="closed")
    define(mul(Term("const", ("i",)), X), because="of sort R")
    define(Term("abs", (), (X,)), because="smooth")
    define(X, parameters=(N,), because="signature")
    define(X, parameters=(F,), because="signature")
    define(X, parameters=(X, X), function=function("d", ("R", "R")), because="signature")
    define(ONE, because="closed")
    define(div(1, X), premises=(given(ne(X, 0), ne(X, 0)),), because="no hypothesis")
    assert infer("define", given(lt(0, add(power(X, 2), 1))), function=name, parameters=[X],
                 body=div(1, add(power(X, 2), 1)))


def test_recursion_goes_back_to_its_bases():
    name = function("a", ("N0",))

    def define(body, bases, because, function=name, parameters=(N,)):
        refused("define", function=function, parameters=list(parameters), bases=bases, body=body,
                because=because)

    define(call(name, add(N, 1)), [term(1)], "recursion calls")
    define(call(name, mul(2, N)), [term(1)], "recursion calls")
    define(call(name, term(0)), [term(1)], "recursion calls")
    define(call(name, N), [N], "closed")
    define(Term("sum", (), (N, call(name, N), term(0), term(3))), [term(1)], "is bound")
    define(X, [term(0)], "sort N0", function("a"), (X,))
    define(call(name, N), [Term("const", ("i",))], "of sort R")
    with_matrix = Term("total", (), (Term("map", (0,), (
        function("b"), Term("ones", (), (term(1), term(1))))),))
    define(with_matrix, [term(0)], "closed")
    fibonacci = infer("define", function=name, parameters=[N], bases=[term(0), term(1)],
                      body=add(call(name, N), call(name, add(N, 1))))
    assert fibonacci.conclusion.args[0] == call(name, add(N, 2))


def test_a_recursion_does_not_hide_in_a_matrix():
    """a(n + 1) := 1 + (the sum over a one-by-one matrix, mapped by a) would say a(1) = 1 + a(1)."""
    for sorts, parameter in ((("N0",), N), (("R",), X)):
        name = function("a", sorts)
        mapped = Term("map", (0,), (name, Term("ones", (), (term(1), term(1)))))
        refused("define", function=name, parameters=[parameter], bases=[term(0)],
                body=add(1, Term("total", (), (mapped,))), because="matrix|sort N0")


def test_equations_of_definitions_are_those_that_were_made():
    context, name = Context(Normalizer()), function("a", ("N0",))
    refused("definition", context=context, function=name, case=0, because="no such equation")
    infer("define", context=context, function=name, parameters=[N], bases=[term(5)],
          body=call(name, N))
    assert infer("definition", context=context, function=name, case=0).conclusion == eq(
        call(name, 0), 5)
    refused("definition", given(ONE), context=context, function=name, case=0, because="0 premises")
    refused("definition", context=context, function=name, case=2, because="no such equation")
    refused("definition", context=context, function=name, case=-1, because="no such equation")


def test_induction_discharges_its_hypothesis_and_no_other():
    a = function("a", ("N0",))
    same, following = eq(call(a, N), 0), eq(call(a, add(N, 1)), 0)
    base, step = given(eq(call(a, 0), 0)), given(following, same)
    assert infer("induct", base, step, symbol=N, formula=same) == claim((), same)
    refused("induct", base, given(following, same, eq(N, 3)), symbol=N, formula=same,
            because="not arbitrary")
    refused("induct", given(eq(call(a, 0), 0), eq(N, 0)), step, symbol=N, formula=same,
            because="not arbitrary")
    refused("induct", given(eq(call(a, 1), 0)), step, symbol=N, formula=same, because="is not")
    refused("induct", base, given(eq(call(a, add(N, 2)), 0), same), symbol=N, formula=same,
            because="is not")
    refused("induct", step, symbol=N, formula=same, because="at least one base")
    integer = symbol("i", "Z")
    refused("induct", base, step, symbol=integer, formula=same, because="sort N0")
    kept = infer("induct", base, given(following, same, eq(X, 3)), symbol=N, formula=same)
    assert kept.hypotheses == (eq(X, 3),)


def test_induction_over_two_needs_two_bases():
    a = function("a", ("N0",))
    at = [eq(call(a, i), 0) for i in (0, 1)]
    step = given(eq(call(a, add(N, 2)), 0), eq(call(a, N), 0), eq(call(a, add(N, 1)), 0))
    goal = eq(call(a, N), 0)
    assert infer("induct", *map(given, at), step, symbol=N, formula=goal) == claim((), goal)
    refused("induct", given(at[0]), step, symbol=N, formula=goal, because="not arbitrary")


def test_parity_needs_both_halves_for_every_half():
    a = function("a", ("N0",))
    even, odd = eq(call(a, mul(2, J)), 0), eq(call(a, add(mul(2, J), 1)), 0)
    goal = eq(call(a, N), 0)

    def parity(*premises, because, formula=goal, half=J, symbol=N):
        refused("parity", *premises, symbol=symbol, half=half, formula=formula, because=because)

    assert infer("parity", given(even), given(odd), symbol=N, half=J, formula=goal) == claim(
        (), goal)
    parity(given(even, eq(J, 0)), given(odd), because="not arbitrary")
    parity(given(even, eq(N, 0)), given(odd), because="not arbitrary")
    parity(given(even), given(even), because="is not")
    parity(given(even), given(odd), because="new", formula=eq(call(a, add(N, J)), 0))
    parity(given(even), given(odd), because="sort N0", half=symbol("j", "Z"))
    integer = symbol("n", "Z")
    parity(given(even), given(odd), because="sort N0", symbol=integer,
           formula=eq(call(a, integer), 0))


def test_kronecker_is_of_integers():
    assert infer("kronecker", condition=eq(N, K)).conclusion == eq(Term("delta", (), (N, K)), 1)
    assert infer("kronecker", condition=ne(N, K)).conclusion == eq(Term("delta", (), (N, K)), 0)
    refused("kronecker", given(ONE), condition=eq(N, K), because="0 premises")
    refused("kronecker", condition=eq(X, Y), because="integer")
    refused("kronecker", condition=le(N, K), because="condition")


def test_ceiling_is_of_a_real_number():
    assert infer("ceiling", value=X).conclusion == le(X, Term("ceiling", (), (X,)))
    refused("ceiling", value=Z, because="real")
    refused("ceiling", value=div(1, X), because="not 0")

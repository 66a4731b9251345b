"""The gradient of a loss: formulas with named intermediates, every line a step of the kernel.

``gradient`` takes an expression, names what a lecturer would name, sweeps backwards and has the
kernel check every push. What the sweep cannot do it refuses by name; a parameter that the loss
does not contain has gradient zero, and ``absent`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from derive.kernel.claim import Claim, Grade
from derive.kernel.derivation import Derivation
from derive.kernel.refute.matrix_models import Meaning
from derive.learning import cross_checks
from derive.learning.activation import Activation
from derive.learning.cross_checks import BallSupport, Refutation, Setting, Support
from derive.learning.expressions import Expression
from derive.learning.known_functions import known_in
from derive.learning.naming import named
from derive.rules.matrix_steps import Fact
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import Cotangent, Let, Swept, named_like, reverse_sweep, unused
from derive.terms.build import call, eq, symbol
from derive.terms.matrices import item
from derive.terms.shapes import is_one, said
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.learning.compiled_hessian import HessianProduct

#: what a loss is called that was given no name
LOSS_LETTERS = ("L", "E", "J", "C")


@dataclass(frozen=True)
class GradientLine:
    """One line of the derivation: a definition, a cotangent or a gradient."""

    label: str
    left: Term | str
    right: Term
    verdict: Grade
    laws: tuple[str, ...] = ()
    claim: Claim | None = None


@dataclass(frozen=True)
class Gradient(Mapping[object, Term]):
    """``g[W]`` is the gradient with respect to W, in W's own shape.

    ``lets`` are the definitions of the loss, ``cotangents`` the named quantities of the sweep,
    ``steps`` all lines in order, ``result`` the claim ``dL = sum <g, dW>`` with its hypotheses.
    """

    swept: Swept
    setting: Setting = field(default_factory=Setting)
    samples: str = ""  #: "columns" or "rows", where there is a batch
    off_kinks: tuple[Term, ...] = ()  #: where activations with kinks are differentiable
    functions: tuple[Activation, ...] = ()  #: those that are defined with the loss

    def __getitem__(self, wrt: object) -> Term:
        key = wrt.term if isinstance(wrt, Expression) else wrt
        if not isinstance(key, Term) or key not in self.swept.gradients:
            raise KeyError(f"the gradient was not asked for with respect to {wrt}")
        return self.swept.gradients[key]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.swept.gradients)

    def __len__(self) -> int:
        return len(self.swept.gradients)

    @property
    def lets(self) -> tuple[Let, ...]:
        return self.swept.lets

    @property
    def loss(self) -> Term:
        return self.swept.loss

    @property
    def cotangents(self) -> tuple[Cotangent, ...]:
        return self.swept.cotangents

    @property
    def names(self) -> tuple[Let, ...]:
        """The cotangents that were given a name, with what they stand for."""
        return tuple(Let(c.symbol, c.value) for c in self.cotangents if c.symbol is not None)

    @property
    def absent(self) -> tuple[Term, ...]:
        """The parameters that the loss does not contain: their gradient is zero for that reason."""
        return self.swept.absent

    @property
    def slopes(self) -> tuple[Activation, ...]:
        """The known functions whose derivatives the formulas speak of."""
        shown = [*(c.value for c in self.cotangents), *self.swept.gradients.values()]
        primed = {t.args[0] for s in shown for t in s.walk()
                  if t.head in ("map", "call") and any(t.data)}
        return tuple(a for f, a in known_in(shown, self.functions).items() if f in primed)

    @property
    def derivation(self) -> Derivation:
        """The kernel's derivation, made (and so checked) when first asked for."""
        return self.swept.derivation

    @cached_property
    def result(self) -> Claim:
        """``dL = sum <g, dw>`` under the definitions, for all sizes, away from kinks."""
        found = self.swept.result
        if self.off_kinks:
            found = self.derivation.step("weaken", found, label="gradient off kinks",
                                         hypotheses=[*self.off_kinks])
        return found.claim

    @property
    def verdict(self) -> Grade:
        """Proved once the kernel has accepted every step; it raises where it does not."""
        return Grade.PROVED if self.result else Grade.UNDECIDED

    @property
    def steps(self) -> tuple[GradientLine, ...]:
        """The lines in the order of a lecture: forward, cotangents backward, gradients."""
        of = self.derivation
        lines = [GradientLine(f"define {let.symbol}", let.symbol, let.value, Grade.GIVEN,
                              claim=of[f"define {let.symbol}"].claim) for let in self.lets]
        lines += [GradientLine(f"slope {f.name}", call(f.symbol, f.parameter, orders=(1,)),
                               f.derivative, Grade.PROVED, claim=f.derivative_claim)
                  for f in self.slopes]
        for c in self.cotangents:
            step = of[f"push {c.of}"]
            lines.append(GradientLine(f"push {c.of}", c.symbol if c.symbol is not None
                                      else f"dL/d{c.of}", c.value, step.grade, c.laws, step.claim))
        lines += [GradientLine(f"gradient {w}", f"dL/d{w}", g, of["gradient"].grade,
                               claim=self.result) for w, g in self.swept.gradients.items()]
        return tuple(lines)

    def latex(self, *, layer_index: str = "^l", layout: str = "parameter",
              letters: Mapping[str, str] | None = None) -> str:
        """All lines as a LaTeX fragment, in the conventions asked for; they are named in it."""
        from derive.learning.latex import Writer
        from derive.learning.written import as_latex
        return as_latex(self, Writer(layer_index, dict(letters or {})), layout)

    def _repr_latex_(self) -> str:
        return self.latex()

    def certificate(self) -> str:
        """The certificate of the result, for replay."""
        from derive.kernel import certificate
        label = "gradient off kinks" if self.off_kinks and self.result else "gradient"
        return certificate.write(self.derivation, (label,))

    @cached_property
    def support(self) -> Support | BallSupport | None:
        """Agreement with exact directional derivatives over a finite field, apart from the kernel.
        """
        return cross_checks.supported(self.lets, self.swept.gradients, self.setting, self.names)

    def hessian_product(self, wrt: Expression | Term) -> HessianProduct:
        """H[V] in one parameter as a numpy function, for any direction V of its shape."""
        from derive.learning.compiled_hessian import HessianProduct
        return HessianProduct(self, wrt.term if isinstance(wrt, Expression) else wrt)

    def refute(self, claimed: Mapping[object, Expression | Term]) -> Refutation | None:
        """A point where other formulas for the gradient are wrong; None when none was found."""
        terms = {k.term if isinstance(k, Expression) else k:
                 v.term if isinstance(v, Expression) else v for k, v in claimed.items()}
        for w, g in terms.items():
            eq(w, g)  # type: ignore[arg-type]  # the shapes fit, or this raises
        return cross_checks.refuted(self.lets, terms, self.setting,  # type: ignore[arg-type]
                                    self.names)


def gradient(loss: Expression | Term | Sequence[Let], wrt: Iterable[Expression | Term], *,
             facts: Iterable[Term | Fact] = (), meanings: Mapping[Term, Meaning] | None = None,
             name: Callable[[Term], Term] = named_like, loss_name: str = "",
             columns_sum_to_one: Iterable[Expression | Term] = (),
             rows_sum_to_one: Iterable[Expression | Term] = (),
             functions: Iterable[Activation] = ()) -> Gradient:
    """The gradient of ``loss`` with respect to each of ``wrt``.

    Parameters
    ----------
    loss
        A scalar expression, or a list of definitions whose last one is the loss.
    wrt
        Matrix or scalar symbols.
    facts
        Equations that may be used, such as ``1^T y = 1``; they become hypotheses.
    meanings
        What particular functions are, for numeric checks.
    loss_name
        The letter of the loss: L, or E, J, C where the loss itself has an L.
    functions
        Functions of one number with their formulas, beside those that are known by name.

    Raises
    ------
    NoLaw
        The loss is no scalar, or holds something that has no law; it is named.
    ShapeError
        A shape does not fit; both are named.

    Examples
    --------
    >>> from derive.learning.expressions import matrix, norm, scalar, vector
    >>> X, w, y, lam = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m"), scalar("lambda")
    >>> g = gradient(norm(X @ w - y)**2 + lam * norm(w)**2, wrt=[w])
    >>> str(g[w]), g.verdict.value
    ('(matadd (scale 2 (matmul (transpose X) r)) (scale (mul 2 lambda) w))', 'proved')
    """
    symbols = [w.term if isinstance(w, Expression) else w for w in wrt]
    for s in symbols:
        if s.head not in ("matrix", "sym"):
            raise NoLaw(f"a gradient is taken with respect to a symbol, not {s}")
    if isinstance(loss, Expression | Term):
        term = loss.term if isinstance(loss, Expression) else loss
        if term.shape is not None and all(map(is_one, term.shape)):
            term = item(term)
        if term.shape is not None:
            raise NoLaw(f"the loss is a scalar, not a matrix of shape {said(term)}")
        letter = loss_name or unused(*LOSS_LETTERS, beside=[term, *symbols])
        lets: Sequence[Let] = named(term, symbol(letter))
    else:
        lets = loss
    own = tuple(functions)
    known = {s: m for f in known_in((let.value for let in lets), own).values()
             for s, m in f.meanings.items()}
    facts = tuple(facts)
    stated = [f.formula if isinstance(f, Fact) and f.prove is None else f for f in facts]
    assumed = tuple(f for f in stated if isinstance(f, Term))
    setting = Setting(
        known | dict(meanings or {}), tuple(_plain(columns_sum_to_one)),
        tuple(_plain(rows_sum_to_one)),
        tuple(f.args[1] for f in assumed if _says_symmetric(f)), assumed)
    swept = reverse_sweep(lets, symbols, facts, name)
    return Gradient(swept, setting, off_kinks=conditions_off_kinks(lets), functions=own)


def _says_symmetric(fact: Term) -> bool:
    left, right = fact.args
    return left.head == "transpose" and left.args[0] is right and right.head == "matrix"


def conditions_off_kinks(lets: Sequence[Let]) -> tuple[Term, ...]:
    """That no argument of a known function, entry by entry, is at one of its kinks."""
    known = {f: a for f, a in known_in(let.value for let in lets).items() if a.kinks}
    found: dict[Term, None] = {}

    def visit(t: Term, bound: tuple[Term, ...]) -> None:
        if t.head in ("sum", "matsum"):
            visit(t.args[1], (*bound, t))
            return
        if t.head in ("map", "call") and t.args[0] in known and len(t.args) == 2:
            for condition in known[t.args[0]].conditions(t.args[1]):
                for level_sum in reversed(bound):
                    index, _, lower, upper = level_sum.args
                    if index in condition.free:
                        condition = Term("forall_in", (), (index, condition, lower, upper))
                found[condition] = None
        for a in t.args:
            visit(a, bound)

    for let in lets if known else ():
        visit(let.value, ())
    return tuple(found)


def _plain(things: Iterable[Expression | Term]) -> list[Term]:
    return [t.term if isinstance(t, Expression) else t for t in things]

"""The reverse sweep: from a list of named definitions to the gradient of the last one.

Cotangents run backwards; at each name the contributions are summed first, named where they are
used more than once, and only then pushed on. Nothing is inlined and nothing is distributed, so
the textbook form delta^l = (W^{l+1})^T delta^{l+1} o sigma'(z^l) is what comes out.

Every push proposes a claim ``sum <contributions, dv> = sum <contribution, du>``, which the kernel
compares with the forward differential of v's definition; the claims add up to
``dL = sum <g, dw>``. Next: ``pull`` (the laws), ``matrix_steps`` (the claims).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from derive.kernel.derivation import Derivation, Step
from derive.rules import tidy
from derive.rules.folding import Folding, Replacement
from derive.rules.matrix_steps import Fact, Placed, Proposal, accepted
from derive.rules.pull import NoLaw, Pulled, gathered, pull
from derive.terms import matrices as mx
from derive.terms.build import add, eq, mul, neg, symbol, term
from derive.terms.shapes import said, size_key, size_text
from derive.terms.term import Term

ONE = Fraction(1)


@dataclass(frozen=True)
class Let:
    """A name and what it stands for."""

    symbol: Term
    value: Term

    def __post_init__(self) -> None:
        eq(self.symbol, self.value)  # raises when the shapes differ


@dataclass(frozen=True)
class Cotangent:
    """The derivative of the loss with respect to one name: ``symbol`` when it was given one."""

    of: Term
    value: Term
    symbol: Term | None
    laws: tuple[str, ...]

    @property
    def term(self) -> Term:
        return self.value if self.symbol is None else self.symbol


@dataclass(frozen=True)
class Swept:
    """What a sweep found: gradients, the cotangents on the way, and the claims it proposes.

    ``derivation`` asks the kernel for every claim, once, when it is first looked at.
    """

    lets: tuple[Let, ...]
    loss: Term
    wrt: tuple[Term, ...]
    facts: tuple[Fact, ...]
    constants: frozenset[Term]
    gradients: dict[Term, Term]
    cotangents: tuple[Cotangent, ...]
    proposals: tuple[Proposal, ...]
    absent: tuple[Term, ...]

    @cached_property
    def derivation(self) -> Derivation:
        """Every claim of the sweep, accepted by the kernel.

        Raises
        ------
        Refused
            The kernel does not follow a proposal.
        """
        return accepted(self.proposals, self.constants, Derivation("gradient"))

    @property
    def result(self) -> Step:
        """The claim ``dL = sum <g, dw>``."""
        return self.derivation["gradient"]


def named_like(of: Term) -> Term:
    """The usual name of a cotangent: delta for z, Delta for Z, a bar over anything else."""
    name = {"z": "delta", "Z": "Delta"}.get(of.name, f"{of.name}_bar")
    return symbol(name) if of.shape is None else Term("matrix", (name,), of.args)


def unused(*names: str, beside: Iterable[Term]) -> str:
    """The first of some names that no symbol in the terms has; the last with a stroke otherwise.

    >>> from derive.terms.matrices import vector
    >>> unused("c", "k", beside=[vector("c", 2)])
    'k'
    """
    taken = {t.name for whole in beside for t in whole.walk() if t.head in ("sym", "matrix", "fun")}
    name = next((n for n in names if n not in taken), names[-1])
    while name in taken:
        name += "_bar"
    return name


def pairing(a: Term, b: Term) -> Term:
    """``<a, b>``; of scalars the product."""
    if a.shape is not None:
        return mx.inner(a, b)
    return b if a.head == "int" and a.value == 1 else mul(a, b)


class _Sweep:
    def __init__(self, lets: Sequence[Let], wrt: Sequence[Term], facts: Sequence[Fact],
                 name: Callable[[Term], Term]) -> None:
        self.wrt, self.name = tuple(dict.fromkeys(wrt)), name
        self.varying = set(wrt)
        mentioned: set[Term] = set()
        for let in lets:
            inside = {t for t in let.value.walk() if t.head in ("sym", "matrix")}
            mentioned |= inside
            if inside & self.varying:
                self.varying.add(let.symbol)
        self.constants = frozenset(mentioned - self.varying)
        _refuse_unknown_members(mentioned, self.varying, lets)
        self.proposals = [
            *(Proposal(f"fact {i}", f.formula, "assume", prove=f.prove)
              for i, f in enumerate(facts)),
            *(Proposal(f"define {let.symbol}", eq(let.symbol, let.value), "assume")
              for let in lets)]
        self.folding = Folding(
            [Replacement(f"fact {i}", (f.formula.args[0], f.formula.args[1]))
             for i, f in enumerate(facts)]
            + [Replacement(f"define {let.symbol}", (let.symbol, let.value), 1)
               for let in lets if let.value.head in FOLDED])
        self.taken = {t.name for let in lets for t in (let.symbol, *let.value.walk())
                      if t.head in ("sym", "matrix", "fun")} | {w.name for w in wrt}
        self.contributions: dict[Term, list[Term]] = {}
        self.cotangents: list[Cotangent] = []
        self.pushes: list[str] = []
        self.known: dict[Term, bool] = {}

    def varies(self, t: Term) -> bool:
        """Whether a term holds a parameter, or a name that depends on one."""
        known = self.known.get(t)
        if known is None:
            known = t in self.varying or any(map(self.varies, t.args))
            self.known[t] = known
        return known

    def visit(self, let: Let) -> None:
        """Sum what has come in at this name, name it, push it on, and propose the claim."""
        incoming = self.contributions.pop(let.symbol)
        value, folds = self.folding.fold(gathered(incoming))
        d = mx.differential(let.symbol)
        uses = [Placed(label, Fraction(sign), pairing(context, d), hole)
                for label, sign, context, hole in folds]
        name = self._name(let, value)
        if name is not None:
            self.proposals.append(Proposal(f"define {name}", eq(name, value), "assume"))
            hole = _hole(d)
            uses.append(Placed(f"define {name}", -ONE, pairing(hole, d), hole))
        g = value if name is None else name
        pulled = pull(let.value, g, self.varies)
        self._propose(let, incoming, g, pulled, uses)
        self.cotangents.append(Cotangent(let.symbol, value, name, tuple(pulled.laws)))
        for u, found in pulled.contributions.items():
            self.contributions[u] = [*found, *self.contributions.get(u, [])]

    def _propose(self, let: Let, incoming: list[Term], g: Term, pulled: Pulled,
                 uses: list[Placed]) -> None:
        d, of = mx.differential(let.symbol), str(let.symbol)
        self.proposals.append(Proposal(f"d {of}", None, "differential", (Placed(f"define {of}"),)))
        summands = [pairing(c, mx.differential(u))
                    for u, found in pulled.contributions.items() for c in found]
        goal = eq(add(*(pairing(c, d) for c in incoming)), add(*summands) if summands else 0)
        hole = _hole(d)
        uses.append(Placed(f"d {of}", ONE, pairing(g, hole), hole))
        self.pushes.append(f"push {of}")
        self.proposals.append(
            Proposal(f"push {of}", goal, "index identity", tuple(uses), tuple(pulled.laws)))

    def _name(self, let: Let, value: Term) -> Term | None:
        """The name of this cotangent; none when it is used once, or is a name already.

        A number that is no sum or product of entries stays in its place.
        """
        if _atomic(value):
            return None
        if let.symbol.shape is None:
            if all(t.shape is None for t in value.walk()):
                return None
        else:
            probe = Term("matrix", ("cotangent",), tuple(let.symbol.shape))
            pulled = pull(let.value, probe, self.varies)
            count = sum(_occurrences(probe, c) for found in pulled.contributions.values()
                        for c in found)
            if count <= 1 and not any(w in pulled.contributions for w in self.wrt):
                return None
        name = self.name(let.symbol)
        while name.name in self.taken:  # delta may be a name of the loss itself
            longer = f"{let.symbol.name if name.name[-4:] != '_bar' else name.name}_bar"
            name = Term(name.head, (longer, *name.data[1:]), name.args)
        return name

    def finish(self, loss: Term, start: Term) -> tuple[dict[Term, Term], list[Term]]:
        gradients, absent = {}, []
        uses = [Placed(label) for label in self.pushes]
        for w in self.wrt:
            found = self.contributions.pop(w, [])
            if found:
                gradients[w], folds = self.folding.fold(gathered(found))
                d = mx.differential(w)
                uses += [Placed(label, Fraction(sign), pairing(context, d), hole)
                         for label, sign, context, hole in folds]
            else:
                absent.append(w)
                gradients[w] = term(0) if w.shape is None else mx.zeros(*w.shape)
        if not self.pushes:
            self.proposals.append(
                Proposal(f"d {loss}", None, "differential", (Placed(f"define {loss}"),)))
            uses.append(Placed(f"d {loss}"))
        summands = [pairing(g, mx.differential(w)) for w, g in gradients.items()]
        goal = eq(pairing(start, mx.differential(loss)), add(*summands) if summands else 0)
        self.proposals.append(Proposal("gradient", goal, "index identity", tuple(uses)))
        return gradients, absent


def _refuse_unknown_members(mentioned: Iterable[Term], varying: Iterable[Term],
                            lets: Sequence[Let]) -> None:
    """A member of a family that may be another one that varies: W[k] or a sum beside W[1]."""
    families: dict[str, list[Term]] = {}
    for v in varying:
        if v.head == "matrix" and len(v.args) > 2:
            families.setdefault(v.name, []).append(v)
    bound = {t.args[0] for let in lets for t in let.value.walk() if t.head in (
        "sum", "matsum", "matprod")} if families else set()
    for c in sorted(mentioned, key=str) if families else ():
        for v in families.get(c.name, ()) if c.head == "matrix" and len(c.args) > 2 else ():
            other = any(_differ(a, b) for a, b in zip(c.args[2:], v.args[2:], strict=True))
            if c is not v and (c.free & bound or not other):
                raise NoLaw(f"{c.name} at {size_text(c.args[2])} may be {c.name} at "
                            f"{size_text(v.args[2])}, which varies: write the levels one by one")


def _differ(a: Term, b: Term) -> bool:
    """Whether two levels are certainly not the same: they differ by a number."""
    left = size_key(add(a, neg(b)))
    return bool(left) and all(not monomial for monomial, _ in left)


FOLDED = frozenset({"softmax", "row_softmax", "inverse", "map", "div"})


def _hole(like: Term) -> Term:
    return symbol("hole") if like.shape is None else mx.matrix("hole", *like.shape)


def _atomic(value: Term) -> bool:
    _, bare = tidy.split_scale(value)
    return bare.head in ("matrix", "sym", "int", "ones")


def _occurrences(part: Term, whole: Term) -> int:
    if whole is part:
        return 1
    return sum(_occurrences(part, a) for a in whole.args)


def reverse_sweep(lets: Sequence[Let], wrt: Sequence[Term], facts: Sequence[Term | Fact] = (),
                  name: Callable[[Term], Term] = named_like,
                  seed: tuple[Term, Term] | None = None) -> Swept:
    """The gradient of the last definition with respect to the symbols ``wrt``.

    ``facts`` are equations about the data (1^T y = 1) that may be used to shorten cotangents.
    ``seed`` is (symbol, cotangent) when the last definition is not a scalar loss but a name whose
    cotangent is already known; the result then says ``<cotangent, d symbol> = ...``.

    Raises
    ------
    NoLaw
        A definition holds something that has no law; it is named.
    Examples
    --------
    >>> from derive.terms.build import div, mul
    >>> X, w, y = mx.matrix("X", 3, 2), mx.vector("w", 2), mx.vector("y", 3)
    >>> r, L = mx.vector("r", 3), symbol("L")
    >>> lets = [Let(r, mx.matmul(X, w)), Let(L, mul(div(1, 2), mx.inner(r, r)))]
    >>> str(reverse_sweep(lets, [w]).gradients[w])
    '(matmul (transpose X) r)'
    """
    if not lets:
        raise NoLaw("nothing is defined, so nothing has a gradient")
    loss, start = seed or (lets[-1].symbol, term(1))
    if loss.shape is not None and seed is None:
        raise NoLaw(f"the loss is a scalar, not a matrix of shape {said(loss)}")
    known = tuple(f if isinstance(f, Fact) else Fact(f) for f in facts)
    sweep = _Sweep(lets, wrt, known, name)
    if loss in sweep.varying:
        sweep.contributions[loss] = [start]
    for let in reversed(lets):
        if let.symbol in sweep.contributions:
            sweep.visit(let)
    gradients, absent = sweep.finish(loss, start)
    return Swept(tuple(lets), loss, sweep.wrt, known, sweep.constants, gradients,
                 tuple(sweep.cotangents), tuple(sweep.proposals), tuple(absent))


def steps_of(derivation: Derivation, prefix: str, swept: Swept) -> Step:
    """The proposals of a sweep as steps, their labels told apart by a prefix."""
    proposals = [Proposal(f"{prefix}: {p.label}", p.goal, p.inference, tuple(
        Placed(f"{prefix}: {use.label}", use.factor, use.context, use.hole) for use in p.uses),
        p.laws, p.prove) for p in swept.proposals]
    accepted(proposals, swept.constants, derivation)
    return derivation[f"{prefix}: gradient"]

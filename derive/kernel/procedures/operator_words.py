"""The normal form of operators: sums of words with scalars, in a free *-algebra. TRUSTED.

Letters are operators, their adjoints, kets, bras, exponentials, functions and inverses of
operators. Known of them, besides that products are associative and linear: adjoints turn products
around and conjugate coefficients; a bra before a ket is a number; functions of one operator commute
with each other, its powers add exponents, ``exp(X) exp(cX) = exp((1 + c) X)``, ``A A^-1 = 1``.
Nothing else: a commutation relation, an orthogonality or ``A = A^dagger`` is a premise. Next:
``operator_algebra``.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

from derive.kernel.atoms import Items, constant_of
from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.procedures.operator_runs import LARGEST_POWER, collected
from derive.kernel.procedures.operator_scalars import (
    conjugated,
    is_scalar_head,
    plus,
    times,
)
from derive.terms.binding import alpha_key
from derive.terms.build import exp, neg, power, term
from derive.terms.domains import sort_of
from derive.terms.operator_forms import of_operators
from derive.terms.term import BINDER_HEADS, Term

Letter: TypeAlias = tuple[Any, ...]
Word: TypeAlias = tuple[Letter, ...]
#: words with their coefficients, which are scalar terms
Combination: TypeAlias = dict[Word, Term]
Frozen: TypeAlias = frozenset[tuple[Word, Items]]

LONGEST_WORD, MOST_WORDS = 60, 4000
ONE, ZERO = term(1), term(0)


class Words:
    """One question: letters and brackets are remembered under keys; equal keys mean equal things.

    A bracket ``<a|A|b>`` in a coefficient is a symbol of its own, which the normal form of scalars
    takes for any complex number; its conjugate is the bracket read backwards.
    """

    def __init__(self, normalizer: Normalizer) -> None:
        self.normalizer = normalizer
        self.meanings: dict[Frozen, Combination] = {}  # the arguments of exp, f, inverse, powers
        self.exponents: dict[Items, Term] = {}
        self.brackets: dict[Hashable, Term] = {}
        self.turned: dict[Term, Hashable] = {}         # a bracket's symbol -> what it is
        self.terms: dict[Letter, Term] = {}            # how a letter was first written

    # -- combinations ----------------------------------------------------------------------------

    def combination(self, t: Term) -> Combination:
        """The normal form of an operator, a ket, a bra, or (over the empty word) a scalar."""
        if t.shape is None:
            return self._kept({(): self.scalar(t)})
        head, args = t.head, t.args
        if head == "zeros":
            return {}
        if head == "identity":
            return {(): ONE}
        if head in ("operator", "ket"):
            key = (t.data, args[0], *(self.normalizer.items(a) for a in args[1:]))
            return {(self._named((head, key, False), t),): ONE}
        if head == "adjoint":
            return self.adjoint(self.combination(args[0]))
        if head == "matadd":
            return self.total(*(self.combination(a) for a in args))
        if head == "scale":
            return self.scaled(self.scalar(args[0]), self.combination(args[1]))
        if head == "matmul":
            return self.product(*(self.combination(a) for a in args))
        if head in ("commutator", "anticommutator"):
            a, b = (self.combination(arg) for arg in args)
            back = self.product(b, a)
            if head == "commutator":
                back = self.scaled(neg(1), back)
            return self.total(self.product(a, b), back)
        if head == "oppow":
            return self.power(self.combination(args[0]), args[1])
        if head in ("opexp", "opfun", "inverse"):
            return self._function(t)
        if head == "opsum":
            return {(self._named(("sum", alpha_key(t), False), t),): ONE}
        raise Refused(f"this has no normal form as an operator: {t}")

    def total(self, *parts: Combination) -> Combination:
        result: Combination = {}
        for part in parts:
            for word, factor in part.items():
                result[word] = plus(result[word], factor) if word in result else factor
        return self._kept(result)

    def scaled(self, factor: Term, part: Combination) -> Combination:
        return self._kept({word: times(factor, c) for word, c in part.items()})

    def product(self, *parts: Combination) -> Combination:
        result: Combination = {(): ONE}
        for part in parts:
            longer: Combination = {}
            for left, a in result.items():
                for right, b in part.items():
                    factor, word = self.word(left + right)
                    value = times(times(a, b), factor)
                    longer[word] = plus(longer[word], value) if word in longer else value
            result = self._kept(longer)
        return result

    def adjoint(self, part: Combination) -> Combination:
        result: Combination = {}
        for word, factor in part.items():
            more, turned = self.word(tuple(self._turned(letter) for letter in reversed(word)))
            value = times(more, conjugated(factor, self.conjugate))
            result[turned] = plus(result[turned], value) if turned in result else value
        return self._kept(result)

    def power(self, base: Combination, exponent: Term) -> Combination:
        items = self.normalizer.items(exponent)
        number = constant_of(items)
        if number is not None:
            if number.denominator != 1 or not 0 <= number <= LARGEST_POWER:
                raise Refused(f"the power {exponent} of an operator is not multiplied out")
            return self.product(*[base] * int(number))
        self.exponents[items] = exponent
        if len(base) == 1:
            ((word, factor),) = base.items()
            if len(word) == 1 and (factor is ONE or sort_of(exponent) == "N0"):
                more, raised = self.word((("pow", word[0], items),))
                return {raised: times(more, ONE if factor is ONE else power(factor, exponent))}
        return {(("pow", self.frozen(base), items),): ONE}

    def frozen(self, part: Combination) -> Frozen:
        """A combination as a key: coefficients in normal form."""
        key = frozenset((word, self.normalizer.items(c)) for word, c in part.items())
        self.meanings.setdefault(key, part)
        return key

    def _kept(self, part: Combination) -> Combination:
        if len(part) > MOST_WORDS:
            raise Refused(f"more than {MOST_WORDS} words")
        return {w: c for w, c in part.items() if c is not ZERO and not self.normalizer.is_zero(c)}

    def _named(self, letter: Letter, t: Term) -> Letter:
        self.terms.setdefault(letter, t)
        return letter

    def shown(self, letter: Letter) -> str:
        """A text for an order that is the same in every run."""
        return str(self.terms.get(letter, ""))

    # -- letters ---------------------------------------------------------------------------------

    def _function(self, t: Term) -> Combination:
        """exp(X), f(X) or the inverse of X; exp(X + c) = exp(c) exp(X) for a number c."""
        inside = self.combination(t.args[-1])
        factor = ONE
        if t.head == "opexp":
            number = inside.pop((), ZERO)
            factor = ONE if number is ZERO else exp(number)
            if not inside:
                return {(): factor}
        key = self.frozen(inside)
        letter = {"opexp": ("exp", key, False), "inverse": ("inv", key, False),
                  "opfun": ("fun", key, False, t.args[0], t.data)}[t.head]
        return {(self._named(letter, t),): factor}

    def _turned(self, letter: Letter) -> Letter:
        """The adjoint of a letter."""
        kind = letter[0]
        if kind in ("operator", "ket", "sum", "fun"):
            turned = (kind, letter[1], not letter[2], *letter[3:])
            return self._named(turned, Term("adjoint", (), (self.terms[letter],)))
        if kind == "pow" and letter[1] and isinstance(letter[1], tuple):
            return ("pow", self._turned(letter[1]), letter[2])
        inside = self.frozen(self.adjoint(self.meanings[letter[1]]))
        return (kind, inside, *letter[2:])

    def base(self, letter: Letter) -> Letter | None:
        """The one operator of which a letter is a function, if it is."""
        if letter[0] == "operator":
            return letter
        if letter[0] == "pow" and isinstance(letter[1], tuple):
            return self.base(letter[1])
        if letter[0] in ("exp", "inv", "fun") and not (letter[0] == "fun" and letter[2]):
            bases = {self.base(inner) for word, _ in letter[1] for inner in word}
            if len(bases) == 1:
                return bases.pop()
        return None

    # -- words -----------------------------------------------------------------------------------

    def word(self, letters: Word) -> tuple[Term, Word]:
        """A product of letters in normal form: the brackets in it as a number, and the rest."""
        factor = ONE
        while True:
            first = next((i for i, x in enumerate(letters) if x[0] == "ket" and x[2]), None)
            if first is None:
                break
            last = next((i for i in range(first, len(letters))
                         if letters[i][0] == "ket" and not letters[i][2]), None)
            if last is None:
                break
            more, inner = collected(self, letters[first + 1:last])
            factor = times(times(factor, more), self.bracket(
                ("bracket", (letters[first], *inner, letters[last]))))
            letters = letters[:first] + letters[last + 1:]
        more, letters = collected(self, letters)
        if len(letters) > LONGEST_WORD:
            raise Refused(f"a product of more than {LONGEST_WORD} operators")
        return times(factor, more), letters

    # -- scalars ---------------------------------------------------------------------------------

    def bracket(self, key: Hashable) -> Term:
        """The symbol of a bracket, a mean value or a trace."""
        if key not in self.brackets:
            symbol = Term("sym", (f"#bracket{len(self.brackets)}", "C"))
            self.brackets[key], self.turned[symbol] = symbol, key
        return self.brackets[key]

    def scalar(self, t: Term) -> Term:
        """The same number with brackets as symbols and conjugates carried out."""
        if t.head == "item":
            return self._number(self.combination(t.args[0]))
        if t.head == "expectation":
            if len(t.args) == 2:
                raise Refused(f"the state of a mean value at a time is not written: {t}")
            return self._mean(self.combination(t.args[0]))
        if t.head == "trace" and of_operators(t.args[0].shape):
            return self._trace(self.combination(t.args[0]))
        if t.head == "conj":
            return conjugated(self.scalar(t.args[0]), self.conjugate)
        if t.head in BINDER_HEADS or not t.args or not is_scalar_head(t.head):
            return t
        if t.head == "pow" and t.args[0].head == "abs" and t.args[1] is term(2):
            inside = self.scalar(t.args[0].args[0])  # |z|^2 = z conj(z)
            return times(inside, conjugated(inside, self.conjugate))
        args = tuple(a if a.head == "fun" else self.scalar(a) for a in t.args)
        return t if args == t.args else Term(t.head, t.data, args)

    def conjugate(self, symbol: Term) -> Term | None:
        """The conjugate of a bracket's symbol: the bracket read backwards."""
        key = self.turned.get(symbol)
        if not isinstance(key, tuple):
            return None
        if key[0] == "trace":
            return self.bracket(("trace", self.frozen(self.adjoint(self.meanings[key[1]]))))
        factor, word = collected(self, tuple(self._turned(x) for x in reversed(key[1])))
        return times(factor, self.bracket((key[0], word)))

    def _number(self, part: Combination) -> Term:
        if any(word for word in part):
            raise Refused("a product that should be a number is none")
        return part.get((), ZERO)

    def _mean(self, part: Combination) -> Term:
        """Linear, and 1 for the identity: the state is normalized."""
        total = ZERO
        for word, factor in part.items():
            total = plus(total, times(factor, self.bracket(("mean", word)) if word else ONE))
        return total

    def _trace(self, part: Combination) -> Term:
        """``tr(A|a><b|B) = <b|BA|a>``; what has no such form stays one trace."""
        total, rest = ZERO, {}
        for word, factor in part.items():
            place = next((i for i, x in enumerate(word) if x[0] == "ket" and not x[2]), None)
            if place is None:
                rest[word] = factor
                continue
            more, left = self.word(word[place + 1:] + word[:place + 1])
            if left:
                raise Refused("a trace of something that is no operator")
            total = plus(total, times(factor, more))
        return plus(total, self.bracket(("trace", self.frozen(rest)))) if rest else total

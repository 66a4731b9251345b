"""The elementary normal form: exponentials, logarithms, conjugates, factorials. TRUSTED.

``form`` is the normal form itself, ``exponents`` what exp and log become, ``conjugates`` what
conj and abs become, ``counting`` factorials, binomials and finite sums.
"""

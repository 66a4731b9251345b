"""How to get on: rules propose the next claim, its inference and its witness. UNTRUSTED.

What they find is checked by the kernel; what they cannot find they say. ``author`` is the
hand that writes steps; ``cofactors`` and ``writing`` serve it; ``scaling`` solves for lengths.
"""

"""What can be said: immutable terms whose constructors evaluate nothing.

Start with :mod:`derive.terms.term` (the one class), then ``domains`` (sorts and what is
known of a term from its sort), ``binding`` (free symbols, substitution, alpha-equality).
``build`` holds the short constructors that everything else uses.
"""

from derive.terms.term import Term, TermError

__all__ = ["Term", "TermError"]

"""The inferences: what follows from what. TRUSTED; each draws premises / conclusion / condition.

``context`` says what an inference is given; ``logic``, ``recursion``, ``algebra`` and ``analysis``
hold the core by kind; larger ones are in ``kernel.procedures``, cited theorems in
``kernel.lemmas``. ``INFERENCES`` is the whole list, by name.
"""

from derive.kernel.infer import algebra, analysis, logic, recursion
from derive.kernel.infer.context import INFERENCES, Context, Witness

__all__ = ["INFERENCES", "Context", "Witness", "algebra", "analysis", "logic", "recursion"]

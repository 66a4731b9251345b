"""The inferences: what follows from what. TRUSTED; each draws premises / conclusion / condition.

``context`` says what an inference is given; ``logic``, ``recursion``, ``algebra``, ``analysis``
and ``classes`` hold them by kind; series and lemmas are in ``kernel.procedures`` and
``kernel.lemmas``. ``INFERENCES`` is the whole list, by name.
"""

from derive.kernel.infer import algebra, analysis, classes, logic, recursion
from derive.kernel.infer.context import INFERENCES, Context, Witness

__all__ = ["INFERENCES", "Context", "Witness", "algebra", "analysis", "classes", "logic",
           "recursion"]

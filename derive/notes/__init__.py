"""Job 1, documents out: a lecture and the prose of a language become a page in some format.

``page`` is the plain form that formats read; ``compose`` makes it from a lecture; ``readback``
reads every displayed formula again and compares it with the claim; ``formats`` has one file a
format; ``text`` has one file a language.
"""

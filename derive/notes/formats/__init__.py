"""Formats of pages: a file each, that adds itself to the catalog.

A format is one function per block of ``derive.notes.page``; it reads nothing else. ``plan`` says
what a format brings.
"""

"""Kinds of slips, one a file; each adds itself to the shelf of mistakes."""

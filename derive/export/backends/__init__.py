"""Backends: each prints or builds a Program in one language, and reads nothing else."""

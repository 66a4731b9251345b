"""Quantum mechanics in lecture order: the Schroedinger equation, Hermite polynomials, the oscillator."""

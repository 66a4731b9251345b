"""Quantum mechanics in lecture order: Schroedinger equation, Hermite polynomials, oscillator."""

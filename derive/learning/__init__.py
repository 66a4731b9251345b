"""Networks and their gradients: activations, losses and layers, one file each.

Start with ``network`` (what a network is), then ``gradient`` (the derivative of any loss).
Derivatives are derived, never typed in.
"""

"""The visit log: its events, the values in them, and the code that a customer reads out."""

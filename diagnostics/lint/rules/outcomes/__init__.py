"""Rules about how a visit ends."""

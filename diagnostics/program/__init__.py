"""What runs: a tree with everything it calls, resolved, frozen, and known by its fingerprint."""

"""Rules beyond what the loader refuses and the proofs find: advice for trees that run and could help better."""

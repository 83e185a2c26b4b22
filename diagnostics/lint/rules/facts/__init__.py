"""Rules about facts and the conditions that read them."""

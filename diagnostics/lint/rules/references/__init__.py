"""Rules about names of other things: what is declared and not used, named twice, or cannot be there."""

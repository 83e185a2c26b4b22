"""What customers and agents read."""

"""What the finder finds trees by."""

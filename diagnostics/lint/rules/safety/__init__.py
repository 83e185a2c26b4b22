"""What can harm people, devices, files or accounts."""

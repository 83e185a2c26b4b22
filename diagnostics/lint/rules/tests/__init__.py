"""Rules about the scenarios beside a tree."""

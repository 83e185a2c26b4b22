"""Text to nodes: YAML 1.2 core, with the place of every node, and refusals instead of surprises."""

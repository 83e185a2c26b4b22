"""What the project claims about speed, measured against something known on the same machine in the same run. `python -m benchmarks`"""

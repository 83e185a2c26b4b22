"""A file's path to whether a link on its way leads out of the library that the file stands in.

Libraries come from other people, in pull requests and archives. A link in one of them to a file elsewhere would show that file in
violations or to customers, and would have it overwritten by whatever rewrites trees. So only links within the library are followed.
"""

import os
from pathlib import Path

LIBRARY_FILE = "_library.yml"
LEADS_OUT = "it is a link that leads out of the library"
CURE = "put the file itself there; links may lead to files of the same library"


def leads_out(path: Path) -> bool:
    """Whether a file that stands in a library really stands outside of it. What stands in no library leads nowhere else."""
    written, real = os.path.abspath(path), os.path.realpath(path)
    if written == real:
        return False
    home = next((place for place in Path(written).parents if os.path.lexists(place / LIBRARY_FILE)), None)
    return home is not None and not Path(real).is_relative_to(os.path.realpath(home))

"""From a folder of trees to a publication: what goes into service, what keeps its last good program, what leaves."""

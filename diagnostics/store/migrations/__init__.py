"""The schema's history. Each file of `versions/` is one step; a step that has been released is never changed."""

"""Changes to files that authors ask for: canonical form, fixes, new names, drafts of new trees, imports."""

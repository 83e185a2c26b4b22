"""The translations of trees: gettext catalogues, one a language and area, beside the trees."""

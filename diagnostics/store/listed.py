"""`column in (many texts)` with one value for all of them: databases bound the number of values, and writing out thousands takes long."""

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, column, select
from sqlalchemy.engine import default
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

from diagnostics.store.schema import Text

_TEXT = Text()


class _Unfolded(FunctionElement[str]):
    """A JSON array of texts as a table of one column."""

    inherit_cache = True
    name = "unfolded"


@compiles(_Unfolded, "sqlite")
def _sqlite(element: _Unfolded, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Unfolded, "postgresql")
def _postgresql(element: _Unfolded, compiler: Any, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS json))"


def among(tested: ColumnElement[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these texts."""
    array = json.dumps(list(texts))
    if "\\ud" in array or "\\u0000" in array:
        array = json.dumps([_TEXT.process_bind_param(text, default.DefaultDialect()) for text in json.loads(array)])  # as they are stored
    unfolded = _Unfolded(bindparam(None, array, type_=sa.Text)).table_valued(column("value", sa.Text))
    return tested.in_(select(unfolded.c.value))


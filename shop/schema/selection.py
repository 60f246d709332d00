"""Which fields of a thing a query asks for, so that a list reads with its rows what they will be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import graphene
from graphql import FieldNode, FragmentSpreadNode, SelectionNode


def selected(info: graphene.ResolveInfo, *path: str) -> set[str]:
    """The names (in camelCase) asked for at the end of a path of fields: `selected(info, "edges", "node")`.

    Fields under @skip count as asked for: reading too much is no fault.
    """
    nodes: Iterable[FieldNode] = info.field_nodes
    for name in path:
        nodes = [node for node in _fields(info, nodes) if node.name.value == name]
    return {node.name.value for node in _fields(info, nodes)}


def _fields(info: graphene.ResolveInfo, nodes: Iterable[FieldNode]) -> Iterator[FieldNode]:
    for node in nodes:
        if node.selection_set is not None:
            yield from _flat(info, node.selection_set.selections)


def _flat(info: graphene.ResolveInfo, selections: Iterable[SelectionNode]) -> Iterator[FieldNode]:
    for selection in selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            yield from _flat(info, info.fragments[selection.name.value].selection_set.selections)
        else:
            yield from _flat(info, selection.selection_set.selections)  # type: ignore[attr-defined]  # an inline fragment

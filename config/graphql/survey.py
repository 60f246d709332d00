"""What a query would ask for, before it is executed: how deep, how much, under how many names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from config.graphql import limits
from geography.graph import GraphError, RequestErrorCode

INTROSPECTION = {"__schema", "__type"}


class Shape(NamedTuple):
    """What a selection adds up to: `per_row` is multiplied by the rows above it, `once` is not."""

    per_row: int = 0
    once: int = 0
    depth: int = 0
    aliases: int = 0

    def beside(self, other: Shape) -> Shape:
        """Both together."""
        return Shape(
            self.per_row + other.per_row,
            self.once + other.once,
            max(self.depth, other.depth),
            self.aliases + other.aliases,
        )

    @property
    def cost(self) -> int:
        """How much of MAX_COST it takes."""
        return self.per_row + self.once


def check_text(document: DocumentNode) -> bool:
    """Whether a query asks for the schema. Raises GraphError for one that would be costly to validate."""
    written = 0
    introspects = False
    for selections in _selection_sets(document):
        names = Counter(_name_of(node) for node in selections)
        written += len(selections)
        if written > limits.MAX_FIELDS_WRITTEN or max(names.values(), default=0) > limits.MAX_SAME_NAME:
            raise GraphError(_("This query is written with too many fields."), RequestErrorCode.TOO_COMPLEX)
        introspects |= any(_is_introspection(node) for node in selections)
    return introspects


def check_shape(shape: Shape) -> None:
    """Refuse a query that nests too deeply, has too many aliases or costs too much. Raises GraphError."""
    if shape.depth > limits.MAX_DEPTH:
        message = _("The query nests %(depth)s fields deep; at most %(most)s are allowed.")
        raise GraphError(
            message % {"depth": shape.depth, "most": limits.MAX_DEPTH}, RequestErrorCode.TOO_DEEP, depth=shape.depth
        )
    if shape.aliases > limits.MAX_ALIASES:
        message = _("The query has %(aliases)s aliases; at most %(most)s are allowed.")
        raise GraphError(
            message % {"aliases": shape.aliases, "most": limits.MAX_ALIASES}, RequestErrorCode.TOO_MANY_ALIASES
        )
    if shape.cost > limits.MAX_COST:
        message = _("The query could cost %(cost)s; at most %(most)s is allowed. Ask for fewer fields or rows.")
        cost = min(shape.cost, limits.MAX_COST * 1_000)
        raise GraphError(message % {"cost": cost, "most": limits.MAX_COST}, RequestErrorCode.TOO_COMPLEX, cost=cost)


class Survey:
    """Adds up a valid operation, with its fragments put in their places and its variables filled in."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        """`variables` are as they came; those that are sizes of lists are remembered in `sizes`."""
        self.sizes: set[str] = set()
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._defaults: dict[str, ValueNode | None] = {}
        self._known: dict[tuple[str, int | None], Shape] = {}

    def shape_of(self, operation: OperationDefinitionNode) -> Shape:
        """What an operation adds up to. Raises GraphError for too many mutations and sizes out of range."""
        self._defaults = {
            definition.variable.name.value: definition.default_value for definition in operation.variable_definitions
        }
        root = self._schema.get_root_type(operation.operation)
        if root is None:
            raise GraphError(_("There is nothing to subscribe to."), RequestErrorCode.BAD_OPERATION)
        if operation.operation.value == "mutation" and self._count(operation.selection_set) > limits.MAX_MUTATIONS:
            message = _("At most %(most)s changes can be asked for at once.") % {"most": limits.MAX_MUTATIONS}
            raise GraphError(message, RequestErrorCode.TOO_MANY_MUTATIONS)
        return self._selections(operation.selection_set, root, None)

    def _count(self, selections: SelectionSetNode) -> int:
        """Fields of a selection, as far as the limit."""
        total = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += 1
            elif isinstance(node, FragmentSpreadNode):
                total += self._count(self._fragments[node.name.value].selection_set)
            else:
                total += self._count(node.selection_set)  # type: ignore[attr-defined]  # an inline fragment
            if total > limits.MAX_MUTATIONS:
                break
        return total

    def _selections(self, selections: SelectionSetNode, parent: Any, size: int | None) -> Shape:
        """`size` is the `first` of the connection around, for its `edges`."""
        total = Shape()
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total = total.beside(self._field(node, parent, size))
            elif isinstance(node, FragmentSpreadNode):
                total = total.beside(self._fragment(node.name.value, size))
            else:
                inner = self._inner(node, parent)
                total = total.beside(self._selections(node.selection_set, inner, size))  # type: ignore[attr-defined]
        return total

    def _inner(self, node: Any, parent: Any) -> Any:
        condition = node.type_condition
        return parent if condition is None else self._schema.get_type(condition.name.value)

    def _fragment(self, name: str, size: int | None) -> Shape:
        if (name, size) not in self._known:
            fragment = self._fragments[name]
            inner = self._schema.get_type(fragment.type_condition.name.value)
            self._known[name, size] = self._selections(fragment.selection_set, inner, size)
        return self._known[name, size]

    def _field(self, node: FieldNode, parent: Any, size: int | None) -> Shape:
        alias = 1 if node.alias else 0
        definition = parent.fields.get(node.name.value)
        # Introspection, where it is allowed, is bounded by the length of the query.
        if definition is None or node.selection_set is None:
            return Shape(1, 0, 1, alias)
        own_size = self._own_size(node, definition)
        is_list = is_list_type(get_nullable_type(definition.type))
        rows = (own_size or size or limits.ROWS_OF_A_PLAIN_LIST) if is_list else 1
        inner = self._selections(node.selection_set, get_named_type(definition.type), None if is_list else own_size)
        once = limits.LIST_COST if definition.args else limits.OBJECT_COST
        return Shape(1 + rows * inner.per_row, once + inner.once, 1 + inner.depth, alias + inner.aliases)

    def _own_size(self, node: FieldNode, definition: GraphQLField) -> int | None:
        """The rows a field asks for by `first`; None for one that takes no such argument."""
        argument = definition.args.get("first")
        if argument is None:
            return None
        written = next((given.value for given in node.arguments if given.name.value == "first"), None)
        value = self._value_of(written)
        if value is None:
            value = argument.default_value if isinstance(argument.default_value, int) else limits.MAX_ROWS
        if not 1 <= value <= limits.MAX_ROWS:
            message = _("“first” is a number from 1 to %(most)s.") % {"most": limits.MAX_ROWS}
            raise GraphError(message, RequestErrorCode.BAD_INPUT, path=[node.name.value])
        return value

    def _value_of(self, written: ValueNode | None) -> int | None:
        """The number in a query's text or in a variable; None where it is left out."""
        if isinstance(written, VariableNode):
            name = written.name.value
            self.sizes.add(name)
            if name in self._variables:
                given = self._variables[name]
                # What is no number is refused when the variables are read.
                return given if type(given) is int else None
            written = self._defaults.get(name)
        return int(written.value) if isinstance(written, IntValueNode) else None


def _selection_sets(document: DocumentNode) -> Iterator[tuple[SelectionNode, ...]]:
    """Every selection of a document as written."""
    waiting = [getattr(definition, "selection_set", None) for definition in document.definitions]
    while waiting:
        selections = waiting.pop()
        if selections is not None:
            yield selections.selections
            waiting += [getattr(node, "selection_set", None) for node in selections.selections]


def _name_of(node: SelectionNode) -> str:
    if isinstance(node, FieldNode):
        return (node.alias or node.name).value
    return f"...{node.name.value}" if isinstance(node, FragmentSpreadNode) else "..."


def _is_introspection(node: SelectionNode) -> bool:
    return isinstance(node, FieldNode) and node.name.value in INTROSPECTION

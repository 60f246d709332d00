"""How a query is executed: promises of loaders are kept together, level by level, and rows of a list share a plan.

graphql-core's own execution asks of every value whether it is awaitable and works out every argument for every row
anew; nothing of ours is awaitable, and the arguments of a field are the same for all rows of a list.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, cast

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
    located_error,
)
from graphql.execution.execute import get_field_def
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, is_iterable

from geography.graph import Promise

PLAIN: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}
Container = Any  # the dict of an object or the list of a list


class Slot(NamedTuple):
    """The nearest place above a field that may be null, which an error of a field that may not be null empties."""

    container: Container
    key: str | int
    path: Path


class Step(NamedTuple):
    """What is the same for one field of every object that a selection is applied to."""

    name: str
    nodes: list[FieldNode]
    type: GraphQLOutputType
    resolve: Callable[..., Any]
    info: GraphQLResolveInfo  # its path is not the row's: no resolver of ours asks for it
    arguments: dict[str, Any]
    is_nullable: bool
    attribute: str | None  # what graphene's own resolver would read, if that is all there is to it
    plain: Any  # values of this type are written as they are
    serialize: Callable[[Any], Any] | None  # for a leaf


class Waiting(NamedTuple):
    """A field whose value is promised."""

    promise: Promise
    step: Step
    container: dict[str, Any]
    path: Path
    slot: Slot | None


class LoadingContext(ExecutionContext):
    """Executes without awaiting anything; fields that are promised wait until all others of their level are done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As graphql-core makes it."""
        super().__init__(*args, **kwargs)
        self._plans: dict[int, tuple[dict[str, list[FieldNode]], list[Step]]] = {}
        self._waiting: list[Waiting] = []
        self._slot: Slot | None = None

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """Execute, then keep what is promised. Raises GraphQLError where no place is left that may be null."""
        data = super().execute_operation(operation, root_value)
        self._keep_promises()
        return data

    def execute_fields_serially(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        """One mutation after the other, each with all that its answer shows."""
        results: dict[str, Any] = {}
        for name, nodes in fields.items():
            result = self.execute_fields(parent_type, source_value, path, {name: nodes})
            self._keep_promises()
            results |= result
        return results

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: dict[str, list[FieldNode]]
    ) -> dict[str, Any]:
        """The object of a selection; places of promised fields are held by None."""
        planned = self._plans.get(id(fields))
        if planned is None:
            # The fields are kept with their plan, so that no others get their id.
            planned = self._plans[id(fields)] = (fields, self._plan(parent_type, fields))
        results: dict[str, Any] = {}
        outer = self._slot
        is_dict = isinstance(source_value, dict)
        for step in planned[1]:
            try:
                if step.attribute is None or is_dict:
                    value = step.resolve(source_value, step.info, **step.arguments)
                else:
                    value = getattr(source_value, step.attribute, None)
                if type(value) is step.plain or (value is None and step.is_nullable):
                    results[step.name] = value
                else:
                    field_path = Path(path, step.name, parent_type.name)
                    results[step.name] = self._put(step, value, results, field_path, outer)
            except Exception as problem:  # noqa: BLE001  whatever a resolver raises is its field's error
                field_path = Path(path, step.name, parent_type.name)
                results[step.name] = self._failed(problem, step.nodes, step.type, field_path)
        self._slot = outer
        return results

    def _put(self, step: Step, value: Any, container: dict[str, Any], path: Path, outer: Slot | None) -> Any:
        """What stands at a field's place for a value: its answer, or None for as long as it is promised."""
        slot = Slot(container, step.name, path) if step.is_nullable else outer
        if isinstance(value, Promise):
            self._waiting.append(Waiting(value, step, container, path, slot))
            return None
        self._slot = slot
        return self._complete(step, path, value)

    def complete_list_value(
        self,
        return_type: GraphQLList[Any],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> list[Any]:
        """Every item of a list, in order."""
        if not is_iterable(result):
            raise TypeError(f"{info.parent_type.name}.{info.field_name} gave no list")
        item_type = return_type.of_type
        outer = self._slot
        is_nullable = not is_non_null_type(item_type)
        results: list[Any] = []
        for index, item in enumerate(result):
            item_path = Path(path, index, None)
            self._slot = Slot(results, index, item_path) if is_nullable else outer
            try:
                results.append(self.complete_value(item_type, field_nodes, info, item_path, item))
            except Exception as problem:  # noqa: BLE001  whatever goes wrong is the item's error
                results.append(self._failed(problem, field_nodes, item_type, item_path))
        self._slot = outer
        return results

    def _plan(self, parent_type: GraphQLObjectType, fields: dict[str, list[FieldNode]]) -> list[Step]:
        """What is to be done for every object of a type that a selection is applied to."""
        return [
            self._step(name, nodes, definition, parent_type)
            for name, nodes in fields.items()
            if (definition := get_field_def(self.schema, parent_type, nodes[0])) is not None
        ]

    def _step(self, name: str, nodes: list[FieldNode], definition: GraphQLField, parent: GraphQLObjectType) -> Step:
        resolve = definition.resolve or self.field_resolver
        arguments: dict[str, Any] = {}
        if definition.args:
            try:
                arguments = get_argument_values(definition, nodes[0], self.variable_values)
            except GraphQLError as error:
                resolve = partial(_refuse, error)
        inner: Any = get_nullable_type(cast(Any, definition.type))
        is_leaf = is_leaf_type(inner)
        return Step(
            name=name,
            nodes=nodes,
            type=definition.type,
            resolve=resolve,
            info=self.build_resolve_info(definition, nodes, parent, Path(None, name, parent.name)),
            arguments=arguments,
            is_nullable=inner is definition.type,
            attribute=_attribute_read_by(resolve),
            plain=PLAIN.get(inner.name) if is_leaf else None,
            serialize=inner.serialize if is_leaf else None,
        )

    def _complete(self, step: Step, path: Path, value: Any) -> Any:
        """The answer of a field whose resolver gave a value."""
        if step.serialize is None or value is None or isinstance(value, Exception):
            return self.complete_value(step.type, step.nodes, step.info, path, value)
        serialized = step.serialize(value)
        if serialized is None:
            raise TypeError(f"{value!r} cannot be written as {step.type}")
        return serialized

    def _failed(self, problem: Exception, nodes: list[FieldNode], return_type: GraphQLOutputType, path: Path) -> Any:
        """None, noting an error, where its field may be null; raises GraphQLError where it may not."""
        self.handle_field_error(located_error(problem, nodes, path.as_list()), return_type, path)
        return None

    def _keep_promises(self) -> None:
        """Fill the fields that wait, and those that wait for them, until none is left.

        All of a level are fetched before any is filled, so that what they lead to is asked for together too.
        """
        while self._waiting:
            level, self._waiting = self._waiting, []
            for field, value in [(field, _kept(field.promise)) for field in level]:
                if isinstance(value, Promise):
                    self._waiting.append(field._replace(promise=value))
                else:
                    self._fill(field, value)
        self._slot = None

    def _fill(self, field: Waiting, value: Any) -> None:
        """Put a promised value into its place; raises GraphQLError where an error leaves no place at all."""
        _, step, container, path, slot = field
        self._slot = slot
        try:
            container[step.name] = self._complete(step, path, value)
        except Exception as problem:
            error = located_error(problem, step.nodes, path.as_list())
            if slot is None:
                raise error from problem
            slot.container[slot.key] = None
            self.collected_errors.add(error, slot.path)


def _kept(promise: Promise) -> Any:
    """What became of a promise; an error is a value, which completing raises."""
    try:
        return promise.keep()
    except Exception as problem:  # noqa: BLE001  of what follows the loader: its field's error
        return problem


def _attribute_read_by(resolve: Callable[..., Any]) -> str | None:
    """The attribute that graphene's resolver of a field without one reads."""
    if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver and resolve.args[1] is None:
        return str(resolve.args[0])
    return None


def _refuse(error: GraphQLError, *_: Any, **__: Any) -> None:
    raise error

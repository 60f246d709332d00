"""Queries, parsed and validated once: programs send the same few texts again and again."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _
from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate

from config.graphql import limits
from config.graphql.survey import Shape, Survey, check_shape, check_text
from geography.graph import GraphError, RequestErrorCode

# A string's "\u0000" or "\u{0}": the sign no database keeps.
ESCAPED_NUL = re.compile(r"\\u(0000|\{0+\})")
MAX_SHAPES = 20


class Query:
    """A valid query with its operations."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        """Valid by the schema."""
        self.document = document
        self._schema = schema
        self._operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
        self._shapes: dict[object, Shape] = {}
        self._sizes: dict[str | None, list[str]] = {}

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of a name, or the only one. Raises GraphError (BAD_OPERATION)."""
        if name is None and len(self._operations) == 1:
            return self._operations[0]
        for operation in self._operations:
            if name is not None and operation.name is not None and operation.name.value == name:
                return operation
        if name is None:
            message = _("The query has several operations: “operationName” has to say which.")
        else:
            message = _("The query has no operation of this name.")
        raise GraphError(message, RequestErrorCode.BAD_OPERATION)

    def check(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> None:
        """Refuse an operation that asks for too much with these variables. Raises GraphError."""
        name = operation.name.value if operation.name else None
        sizes = self._sizes.get(name)
        key = None if sizes is None else (name, *(_size(variables, size) for size in sizes))
        shape = None if key is None else self._shapes.get(key)
        if shape is None:
            survey = Survey(self._schema, self.document, variables)
            shape = survey.shape_of(operation)
            self._sizes[name] = sizes = sorted(survey.sizes)
            if len(self._shapes) < MAX_SHAPES:
                self._shapes[name, *(_size(variables, size) for size in sizes)] = shape
        check_shape(shape)


class Queries:
    """The queries of late; those asked for least lately make place for new ones."""

    def __init__(self, schema: GraphQLSchema) -> None:
        """None yet."""
        self._schema = schema
        self._kept: OrderedDict[str, Query] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def read(self, text: str, *, may_introspect: bool) -> Query:
        """The query in a text. Raises GraphError saying what is wrong with it."""
        with self._lock:
            kept = self._kept.get(text)
            if kept is not None:
                self._kept.move_to_end(text)
                return kept
        document = self._parse(text)
        introspects = check_text(document)
        if introspects and not may_introspect:
            raise GraphError(_("The schema is not shown here."), RequestErrorCode.INTROSPECTION_OFF)
        errors = validate(self._schema, document, max_errors=1, hide_suggestions=not may_introspect)
        if errors:
            raise _invalid(errors[0])
        query = Query(self._schema, document)
        if not introspects and len(text) <= limits.MAX_KEPT_LENGTH:
            self._keep(text, query)
        return query

    def _keep(self, text: str, query: Query) -> None:
        with self._lock:
            if text not in self._kept:
                self._kept[text] = query
                self._characters += len(text)
            while self._characters > limits.MAX_KEPT_CHARACTERS:
                oldest, _query = self._kept.popitem(last=False)
                self._characters -= len(oldest)

    def _parse(self, text: str) -> DocumentNode:
        if len(text) > limits.MAX_QUERY_LENGTH:
            raise GraphError(_("The query is too long."), RequestErrorCode.TOO_LONG)
        if "\0" in text or ESCAPED_NUL.search(text):
            raise GraphError(_("The query holds a NUL character."), RequestErrorCode.BAD_INPUT)
        try:
            return parse(text, no_location=True, max_lexical_tokens=limits.MAX_TOKENS, max_comments=limits.MAX_COMMENTS)
        except GraphQLError as error:
            if "nested too deeply" in error.message:
                raise GraphError(_("The query nests too deeply."), RequestErrorCode.TOO_DEEP) from error
            if "Parsing aborted" in error.message:
                raise GraphError(_("The query is too long."), RequestErrorCode.TOO_LONG) from error
            raise _invalid(error) from error


def _invalid(error: GraphQLError) -> GraphError:
    """graphql-core's own words, in English, after a sentence of ours."""
    message = _("The query is not valid: %(problem)s") % {"problem": error.message}
    return GraphError(message, RequestErrorCode.BAD_QUERY)


def _size(variables: Mapping[str, Any], name: str) -> tuple[bool, int | None]:
    """What a survey takes of a variable: whether it is given, and which number."""
    value = variables.get(name)
    return name in variables, value if type(value) is int else None

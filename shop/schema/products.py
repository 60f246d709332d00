"""The product list by the API: search, filters, orders, pages after a cursor, counts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from typing import Any

import graphene

from accounts.paging import EXACT_COUNT, shown_count
from catalog.models import Product
from catalog.schema import ProductType
from geography.connections import checked_first, make_connection, make_cursor, page_arguments, purpose_of, read_cursor
from geography.graph import clock
from shop.census import Reference
from shop.facets import Choice, Facet
from shop.filters import PARAMETERS, Sort
from shop.keyset import Position, ProductKeyset
from shop.prepared_products import JOINS, read_products
from shop.results import ProductSearch
from shop.schema.product_filters import ProductFilterInput, ProductSortEnum, read_filters
from shop.schema.selection import selected

# The facets by the names of ProductFilterInput.
FACET_NAMES = {PARAMETERS[name]: name for name in PARAMETERS} | {
    PARAMETERS["product_set"]: "set",
    PARAMETERS["in_stock"]: "inStock",
}


class FacetChoiceType(graphene.ObjectType):
    """A value to choose."""

    class Meta:
        name = "FacetChoice"
        description = "A value of a filter and how many products it would leave."

    value = graphene.String(required=True, description="The value as ProductFilterInput takes it.")
    label = graphene.String(required=True, description="What to call it, in the reader's language.")
    count = graphene.Int(
        required=True,
        description="How many products it would leave, at most five minutes old; 1001 stands for any larger number.",
    )
    count_words = graphene.String(required=True, description="The count as lists say it, in the reader's language.")
    is_chosen = graphene.Boolean(required=True, description="Whether the filter has this value.")


class FacetType(graphene.ObjectType):
    """A filter with its values."""

    class Meta:
        name = "Facet"
        description = "A filter with its values; values that would leave nothing are not told."

    name = graphene.String(required=True, description="The field of ProductFilterInput.")
    title = graphene.String(required=True, description="What to call it, in the reader's language.")
    allows_several = graphene.Boolean(required=True, description="Whether several values may be chosen.")
    choices = graphene.List(graphene.NonNull(FacetChoiceType), required=True, description="The values.")

    @staticmethod
    def resolve_name(facet: Facet, _info: graphene.ResolveInfo) -> str:
        """As the filter spells it."""
        return FACET_NAMES[facet.parameter]

    @staticmethod
    def resolve_title(facet: Facet, _info: graphene.ResolveInfo) -> str:
        """In the reader's language."""
        return str(facet.title)

    @staticmethod
    def resolve_allows_several(facet: Facet, _info: graphene.ResolveInfo) -> bool:
        """A select takes one."""
        return FACET_NAMES[facet.parameter] in {"stars", "prices", "kinds"}

    @staticmethod
    def resolve_choices(facet: Facet, _info: graphene.ResolveInfo) -> list[Any]:
        """All that are shown."""
        return [_choice(FACET_NAMES[facet.parameter], choice) for choice in facet.choices]


ListedProductConnection = make_connection(ProductType, "ListedProduct")
ProductConnection = make_connection(
    ProductType,
    "Product",
    total_count=graphene.Field(
        graphene.Int, required=True, description="How many there are; 1001 stands for any larger number."
    ),
    total_is_exact=graphene.Field(graphene.Boolean, required=True, description="Whether totalCount is all there are."),
    total_words=graphene.Field(graphene.String, required=True, description="The count in the reader's language."),
    facets=graphene.Field(
        graphene.List(graphene.NonNull(FacetType)), required=True, description="The filters with their counts."
    ),
    corrected_text=graphene.Field(
        graphene.String,
        description="What was searched instead, when the words as typed found nothing: “Có phải bạn tìm …”.",
    ),
    not_sold_now=graphene.Field(
        graphene.List(graphene.NonNull(ProductType)),
        required=True,
        description="Where the words found nothing on sale: what they name that has a page but is not sold today; "
        "at most 4.",
    ),
)


class ProductEdge:
    """One product of a page."""

    __slots__ = ("_page", "node")

    def __init__(self, node: Product, page: ListedProducts) -> None:
        """`page` knows where the product stands."""
        self.node = node
        self._page = page

    @property
    def cursor(self) -> str:
        """Signed only when it is asked for."""
        return self._page.cursor_of(self.node)


class ListedProducts:
    """What ProductConnection's fields are read from; what is not asked for is not read."""

    def __init__(
        self, search: ProductSearch, *, size: int, after: str | None, asked: Set[str], on: datetime.date
    ) -> None:
        """`asked` are the fields of each node. Raises GraphError (BAD_CURSOR)."""
        self._search = search
        self._size = size
        self._asked = asked
        self._on = on
        self._keyset = ProductKeyset(search, on)
        self._purpose = purpose_of("products", (), filters=str(search.filters))
        self._after: Position | None = read_cursor(self._purpose, after, self._keyset.length) if after else None

    @cached_property
    def _keys(self) -> list[int]:
        return self._keyset.keys(self._after, self._size + 1)

    @cached_property
    def edges(self) -> list[ProductEdge]:
        """The page's products in order."""
        joins = {join for field, joins in JOINS.items() if field in self._asked for join in joins}
        if self._keyset.needs_stars:
            joins.add("current_certificate")
        products = read_products(self._keys[: self._size], frozenset(joins), self._on)
        return [ProductEdge(product, self) for product in products]

    @property
    def page_info(self) -> ListedProducts:
        """Stands for itself."""
        return self

    @property
    def has_next_page(self) -> bool:
        """One key more was read to know."""
        return len(self._keys) > self._size

    @property
    def has_previous_page(self) -> bool:
        """Every page but the first."""
        return self._after is not None

    @property
    def start_cursor(self) -> str | None:
        """The first edge's."""
        return self.edges[0].cursor if self.edges else None

    @property
    def end_cursor(self) -> str | None:
        """The last edge's."""
        return self.edges[-1].cursor if self.edges else None

    @property
    def total_count(self) -> int:
        """As the page counts."""
        return self._search.paginator.count

    @property
    def total_is_exact(self) -> bool:
        """Up to a thousand."""
        return self.total_count <= EXACT_COUNT

    @property
    def total_words(self) -> str:
        """As the page says it."""
        return self._search.count_words

    @property
    def facets(self) -> Sequence[Facet]:
        """As the page shows them."""
        return self._search.facets

    @property
    def corrected_text(self) -> str | None:
        """Null when the words were searched as they are."""
        return self._search.corrected_text or None

    @property
    def not_sold_now(self) -> list[Product]:
        """As the page shows them, for an empty list only."""
        if self.total_count:
            return []
        return read_products([card.pk for card in self._search.not_sold_now], frozenset(), self._on)

    def cursor_of(self, product: Product) -> str:
        """The place of one of this page's products."""
        return make_cursor(self._purpose, self._keyset.position(product))


class ProductsQuery:
    """What may be asked about products in general."""

    products = graphene.Field(
        ProductConnection,
        filter=ProductFilterInput(description="What they have to be; without it all that lists show today."),
        sort=ProductSortEnum(description="The order: BEST with words, else NEWEST, unless another is named."),
        **page_arguments(),
        description="The product list of the shop: goods on sale today, and services that bear stars.",
    )

    @staticmethod
    def resolve_products(
        _root: object,
        info: graphene.ResolveInfo,
        filter: Mapping[str, Any] | None = None,
        sort: Sort | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> ListedProducts:
        """A page. Raises GraphError (BAD_INPUT, BAD_CURSOR)."""
        size = checked_first(first)
        on = clock(info)[1]
        search = ProductSearch(read_filters(filter, sort, Reference.load(on)), on)
        return ListedProducts(search, size=size, after=after, asked=selected(info, "edges", "node"), on=on)


def _choice(name: str, choice: Choice) -> Any:
    values = {"kinds": choice.value.upper(), "inStock": "true"}
    return FacetChoiceType(
        value=values.get(name, choice.value),
        label=str(choice.words),
        count=min(choice.count, EXACT_COUNT + 1),
        count_words=shown_count(choice.count),
        is_chosen=choice.is_on,
    )

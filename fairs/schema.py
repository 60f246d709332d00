"""GraphQL of fairs: when and where they are, who takes part, and the next ones of a producer."""

from __future__ import annotations

import datetime
from typing import Any

import graphene
from django.db.models import DateField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.display import in_language
from accounts.paging import EXACT_COUNT
from accounts.site import whole_address
from catalog.models import Producer, Product
from catalog.schema import ProducerType, ProductType
from fairs.calendars import has_days
from fairs.enums import FairDatePrecision, FairKind, FairState
from fairs.fair_page import PRODUCTS_SHOWN
from fairs.filters import FairFilters, FairSearch, Option, When, read_month
from fairs.loaders import PARTICIPANT_ORDER, FairsOfProducer, Participants, ProductsAtFair
from fairs.models import Fair, Participation
from fairs.querysets import FairQuerySet
from geography.arguments import asked_province, checked_text
from geography.connections import (
    ConnectionPage,
    checked_first,
    keyset_page,
    make_connection,
    page_arguments,
    page_of,
    purpose_of,
)
from geography.graph import GraphError, RequestErrorCode, attach, choices_enum, load, then
from geography.loaders import one
from geography.schema import place_field
from points_of_sale.schema import options_field

# Fairs without a first day come last in both halves of the list.
_NO_DAY = {When.AHEAD: datetime.date.max, When.PAST: datetime.date.min}
_ORDERS = {When.AHEAD: ("first_day", "pk"), When.PAST: ("-first_day", "-pk")}

FairKindEnum = choices_enum(
    FairKind,
    "FairKind",
    "What is announced.",
    FAIR="A fair.",
    PRODUCT_WEEK="A product week.",
    EXHIBITION="An exhibition space.",
    CONFERENCE="A supply-demand conference.",
    FESTIVAL="A festival.",
)
FairStateEnum = choices_enum(
    FairState,
    "FairState",
    "What a fair is today.",
    COMING="Its days are named and still to come.",
    EXPECTED="Only a month or expected days are known.",
    RUNNING="It is on.",
    UNDATED="Its dates are not announced.",
    PAST="It is over.",
    POSTPONED="It is postponed: the dates no longer hold.",
    CANCELLED="It will not take place.",
)
FairDatePrecisionEnum = choices_enum(
    FairDatePrecision,
    "FairDatePrecision",
    "How exactly the organiser has said when.",
    DAY="The days are named.",
    MONTH="Only the month: of the dates only month and year count.",
    EXPECTED="The days are expected, not certain.",
)
WhenEnum = choices_enum(
    When,
    "FairsWhen",
    "The two halves of the list of fairs.",
    AHEAD="Those that have not ended, postponed and cancelled ones too, the next first.",
    PAST="Those that are over, the last first.",
)


class ParticipantType(graphene.ObjectType):
    """Who takes part in a fair."""

    class Meta:
        name = "Participant"
        description = "A producer who takes part in a fair."

    producer = graphene.Field(ProducerType, required=True, description="The producer.")
    booth = graphene.String(required=True, description="The number of the booth; empty where it is not known.")

    @staticmethod
    def resolve_producer(participation: Participation, info: graphene.ResolveInfo) -> Any:
        """In a batch."""
        return one(info, participation, "producer")


ParticipantConnection = make_connection(ParticipantType, "Participant")


class FairType(graphene.ObjectType):
    """A fair as its page shows it."""

    class Meta:
        name = "Fair"
        description = "A fair, product week or conference, announced as exactly as is known."

    id = graphene.ID(required=True, source="slug", description="The slug.")
    slug = graphene.String(required=True, description="Its name in the address of its page.")
    url = graphene.String(required=True, description="The address of its page.")
    name = graphene.String(required=True, description="The name in Vietnamese.")
    name_en = graphene.String(required=True, description="The name in English; empty where there is none.")
    display_name = graphene.String(required=True, description="The name in the request's language.")
    kind = graphene.Field(FairKindEnum, required=True, description="What it is.")
    kind_words = graphene.String(required=True, description="The same in the request's language.")
    state = graphene.Field(FairStateEnum, required=True, description="What it is today.")
    state_words = graphene.String(required=True, description="The same in the request's language.")
    starts_on = graphene.Date(description="The first day; null where none is announced.")
    ends_on = graphene.Date(description="The last day; null where it is not announced.")
    date_precision = graphene.Field(
        FairDatePrecisionEnum, required=True, description="How exactly the dates are known."
    )
    date_words = graphene.String(
        required=True, description="The dates in the request's language, claiming no more than is known."
    )
    date_note = graphene.String(required=True, description="A note on the dates; empty without one.")
    venue = graphene.String(required=True, description="Where exactly it is; empty where not known.")
    place = place_field("Street, commune and province.")
    organiser = graphene.String(required=True, description="Who organises it; empty where not known.")
    booth_count = graphene.Int(description="How many booths there are; null where not known.")
    description = graphene.String(required=True, description="In the request's language; empty where there is none.")
    is_illustrative = graphene.Boolean(required=True, description="Whether it was made up for a demonstration.")
    source_url = graphene.String(required=True, description="Where this was published; empty where not known.")
    calendar_url = graphene.String(
        description="The address of its calendar file (iCalendar); null while no days are named."
    )
    participants = graphene.Field(
        ParticipantConnection, required=True, **page_arguments(), description="Who takes part, by booth."
    )
    products = graphene.List(
        graphene.NonNull(ProductType),
        required=True,
        first=graphene.Int(default_value=PRODUCTS_SHOWN, description="How many at most: 1 to 100."),
        description="Products on sale of those who take part, those with most stars first.",
    )

    @staticmethod
    def resolve_url(fair: Fair, info: graphene.ResolveInfo) -> str:
        """With the site before it."""
        return whole_address(fair.get_absolute_url())

    @staticmethod
    def resolve_display_name(fair: Fair, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return in_language(fair, "name")

    @staticmethod
    def resolve_description(fair: Fair, info: graphene.ResolveInfo) -> str:
        """As its page says it."""
        return in_language(fair, "description")

    @staticmethod
    def resolve_kind_words(fair: Fair, info: graphene.ResolveInfo) -> str:
        """As pages say it."""
        return fair.get_kind_display()

    @staticmethod
    def resolve_state(fair: Fair, info: graphene.ResolveInfo) -> FairState:
        """On the day of the request."""
        return fair.state(info.context.on)

    @staticmethod
    def resolve_state_words(fair: Fair, info: graphene.ResolveInfo) -> str:
        """On the day of the request."""
        return str(fair.state(info.context.on).label)

    @staticmethod
    def resolve_date_words(fair: Fair, info: graphene.ResolveInfo) -> str:
        """As pages say them."""
        return fair.dates.words

    @staticmethod
    def resolve_calendar_url(fair: Fair, info: graphene.ResolveInfo) -> str | None:
        """Where a calendar can hold it."""
        return whole_address(reverse("fair_calendar", args=[fair.slug])) if has_days(fair) else None

    @staticmethod
    def resolve_participants(
        fair: Fair, info: graphene.ResolveInfo, *, first: int | None = None, after: str | None = None
    ) -> Any:
        """The beginning in a batch; a cursor is of one fair's list, so what comes after it is asked for once."""
        size, purpose = checked_first(first), purpose_of("participants", fair=fair.slug)
        if after is not None:
            shown = Participation.objects.shown().filter(fair=fair)
            return keyset_page(shown, order=PARTICIPANT_ORDER, first=size, after=after, purpose=purpose)

        def page(found: list[Participation]) -> ConnectionPage:
            return page_of(found, size, order=PARTICIPANT_ORDER, purpose=purpose, after=None)

        return then(load(info, Participants, fair.pk, first=size + 1), page)

    @staticmethod
    def resolve_products(fair: Fair, info: graphene.ResolveInfo, *, first: int | None = None) -> Any:
        """In a batch."""
        return load(info, ProductsAtFair, fair.pk, first=checked_first(first))


FairConnection = make_connection(
    FairType,
    "Fair",
    total_count=graphene.Int(required=True, description="How many there are in all, up to 1,000; 1001 for any more."),
    calendar_url=graphene.String(
        required=True, description="The address of the same list as a calendar to subscribe to (iCalendar)."
    ),
    months=options_field("For `month`: those in which fairs of this half begin; not counted."),
    provinces=options_field("For `province`: those with fairs in this half, by name, with how many."),
)


class FairListPage(ConnectionPage):
    """A page of fairs with what was asked."""

    def __init__(self, page: ConnectionPage, search: FairSearch) -> None:
        """`page` is of what was searched."""
        super().__init__(page.edges, has_next_page=page.has_next_page, has_previous_page=page.has_previous_page)
        self.search = search

    @property
    def total_count(self) -> int:
        """Counted only where it is asked for."""
        return self.search.fairs.order_by().values("pk")[: EXACT_COUNT + 1].count()

    @property
    def calendar_url(self) -> str:
        """With the same filters."""
        return whole_address(f"{reverse('fair_calendar')}{self.search.filters.as_query()}")

    @property
    def months(self) -> list[Option]:
        """As the page offers them."""
        return self.search.months

    @property
    def provinces(self) -> list[Option]:
        """As the page offers them."""
        return self.search.provinces


class Query:
    """What may be asked about fairs."""

    fair = graphene.Field(
        FairType,
        slug=graphene.String(required=True, description="Its name in addresses."),
        description="One announced fair; null for a slug of none.",
    )
    fairs = graphene.Field(
        FairConnection,
        when=graphene.Argument(WhenEnum, default_value=When.AHEAD, description="Coming fairs or past ones."),
        month=graphene.String(description="Only fairs that may be on in a month, written 2026-12."),
        province=graphene.String(description="Only in a province of today: its code or slug."),
        **page_arguments(),
        description="Fairs, the next first; of the past ones the last first.",
    )

    @staticmethod
    def resolve_fair(root: object, info: graphene.ResolveInfo, *, slug: str) -> Fair | None:
        """As its page is found."""
        return Fair.objects.public().filter(slug=checked_text(slug)).first()

    @staticmethod
    def resolve_fairs(
        root: object, info: graphene.ResolveInfo, *, first: int | None = None, after: str | None = None, **asked: Any
    ) -> ConnectionPage:
        """As the list of fairs finds them, read by keyset."""
        on = info.context.on
        province = asked_province(asked.get("province"), on=on)
        when = When(asked.get("when") or When.AHEAD)
        filters = FairFilters(when, _asked_month(asked.get("month")), province.slug if province else "")
        search = FairSearch(filters, on)
        purpose = purpose_of("fairs", filters=filters.as_query())
        page = keyset_page(
            _by_first_day(search.fairs, when), order=_ORDERS[when], first=first, after=after, purpose=purpose
        )
        return FairListPage(page, search)


def _asked_month(text: str | None) -> datetime.date | None:
    written = checked_text(text)
    month = read_month(written)
    if written and month is None:
        raise GraphError(_("A month is written like this: 2026-12."), RequestErrorCode.BAD_INPUT)
    return month


def _by_first_day(fairs: FairQuerySet, when: When) -> FairQuerySet:
    return fairs.annotate(first_day=Coalesce("starts_on", Value(_NO_DAY[when]), output_field=DateField()))


# ---- what is attached to types of the catalogue


def _fairs_of_producer(producer: Producer, info: graphene.ResolveInfo, *, first: int | None = None) -> Any:
    return load(info, FairsOfProducer, producer.pk, first=checked_first(first))


def _fairs_of_product(product: Product, info: graphene.ResolveInfo, *, first: int | None = None) -> Any:
    return load(info, FairsOfProducer, product.producer_id, first=checked_first(first))


def _fair_list(resolver: Any, description: str) -> graphene.Field:
    return graphene.Field(
        graphene.List(graphene.NonNull(FairType)),
        required=True,
        first=graphene.Int(default_value=3, description="How many at most: 1 to 100."),
        resolver=resolver,
        description=description,
    )


attach(ProducerType, "fairs", _fair_list(_fairs_of_producer, "The next fairs it takes part in."))
attach(ProductType, "fairs", _fair_list(_fairs_of_product, "The next fairs its maker takes part in."))

"""Batches for GraphQL: rows by their key, relations of many rows at once, units with what they lie in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import Any, TypeVar

import graphene
from django.db.models import F, Model, Prefetch, QuerySet, Window, prefetch_related_objects
from django.db.models.functions import DenseRank

from geography.graph import Loader, load, then
from geography.models import Place, Succession, Unit, successors_of

Rows = TypeVar("Rows", bound=Model)

Found = tuple[Any, int, bool]
"""(key of a parent, primary key of one of its rows, whether that comes after all others)"""

MOST_OF_A_KIND = 100
"""How many rows a list inside another thing has at most."""

_PARENTS = "parent__parent"


class ByPk(Loader):
    """The row of `model` with a primary key."""

    def batch_load(self, keys: list[Any]) -> list[Any]:
        """One row for each key, whoever asks for it."""
        found = self.options["model"]._default_manager.in_bulk(keys)
        return [found.get(key) for key in keys]


class Related(Loader):
    """Rows (the keys) with relations read for all of them at once; relations read before are left as they are."""

    def lookups(self) -> Iterable[str | Prefetch[Any]]:
        """What is read, as `prefetch_related` takes it."""
        raise NotImplementedError

    def batch_load(self, keys: list[Any]) -> list[Any]:
        """The rows themselves."""
        prefetch_related_objects(keys, *self.lookups())
        return keys


class RowsByParent(Loader):
    """A list of rows for each parent, whose primary key is the key of this loader."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[Any, Any]]:
        """(key of the parent, row) of all these parents, each parent's rows in order."""
        raise NotImplementedError

    def batch_load(self, keys: list[Any]) -> list[list[Any]]:
        """One list for each key."""
        found: dict[Any, list[Any]] = {key: [] for key in keys}
        for key, row in self.rows(keys):
            found[key].append(row)
        return [found[key] for key in keys]


def first_of_each(rows: QuerySet[Rows], *, parent: str, order: Sequence[str], first: int) -> QuerySet[Rows]:
    """Of the rows of each parent the first in an order; rows that are equal in it count as one.

    `parent` and `order` are names of fields or annotations, "-" before those that fall; nulls come last.
    """
    columns = [(name.removeprefix("-"), name.startswith("-")) for name in order]
    by = [F(name).desc(nulls_last=True) if falls else F(name).asc(nulls_last=True) for name, falls in columns]
    rank = Window(DenseRank(), partition_by=F(parent), order_by=by)
    found: QuerySet[Rows] = rows.order_by().annotate(rank_in_parent=rank).filter(rank_in_parent__lte=first)
    return found


def lists_in_order(keys: list[Any], found: Iterable[Found], rows: QuerySet[Any], first: int) -> list[list[Any]]:
    """For each key its first rows, in the order of `rows`; those that come last after all others. One query."""
    chosen: dict[Any, dict[int, bool]] = {key: {} for key in keys}
    for key, pk, comes_last in found:
        chosen[key].setdefault(pk, comes_last)
    wanted = {pk for pks in chosen.values() for pk in pks}
    read = {row.pk: (place, row) for place, row in enumerate(rows.filter(pk__in=wanted))}
    lists = (sorted((comes_last, *read[pk]) for pk, comes_last in pks.items() if pk in read) for pks in chosen.values())
    return [[row for _last, _place, row in in_order[:first]] for in_order in lists]


def one(info: graphene.ResolveInfo, row: Model, name: str) -> Any:
    """What a foreign key of a row leads to: as it was read with the row, else by one query for many rows."""
    read = row._state.fields_cache
    if name in read:
        return read[name]
    field: Any = row._meta.get_field(name)
    return load(info, ByPk, getattr(row, field.attname), model=field.related_model)


class Successors(Loader):
    """What former units (the keys) became, main first."""

    def batch_load(self, keys: list[Unit]) -> list[list[Unit]]:
        """The units after each, at most MOST_OF_A_KIND."""
        found = successors_of(keys)
        return [found[unit.pk][:MOST_OF_A_KIND] for unit in keys]


class Predecessors(RowsByParent):
    """The units of before that became part of one, by district."""

    def rows(self, keys: list[Any]) -> Iterable[tuple[Any, Unit]]:
        """Old units, each with districts and provinces of its time."""
        links = Succession.objects.filter(successor__in=keys).exclude(predecessor=F("successor"))
        in_order = links.order_by(
            "predecessor__parent__folded_name", "predecessor__parent", "predecessor__folded_name", "pk"
        )
        return ((link.successor_id, link.predecessor) for link in in_order.select_related(f"predecessor__{_PARENTS}"))


class FormerNames(Related):
    """Units with the kinds and names they bore before."""

    def lookups(self) -> Sequence[str]:
        """All of them: a unit has one or two."""
        return ("former_names",)


class PlaceUnits(Loader):
    """Rows with a place (the keys) with commune, province and old unit."""

    def batch_load(self, keys: list[Place]) -> list[Place]:
        """The rows themselves, their units read in one query."""
        wanted = {unit for place in keys for unit in _unit_ids(place) if unit is not None}
        units = Unit.objects.select_related(_PARENTS).in_bulk(wanted)
        for place in keys:
            place.commune = units.get(place.commune_id) if place.commune_id else None
            place.province = units[place.province_id]
            place.former_unit = units.get(place.former_unit_id) if place.former_unit_id else None
        return keys


def with_units(info: graphene.ResolveInfo, place: Place) -> Any:
    """A row with a place whose words need no more query."""
    return place if _has_units(place) else load(info, PlaceUnits, place)


def with_parents(info: graphene.ResolveInfo, unit: Unit) -> Any:
    """A unit with all that it lies in."""

    def placed(parent: Unit) -> Unit:
        unit.parent = parent
        return unit

    if has_parents(unit):
        return unit
    return then(then(one(info, unit, "parent"), partial(with_parents, info)), placed)


def has_parents(unit: Unit) -> bool:
    """Whether what a unit lies in has been read with it."""
    above: Unit | None = unit
    while above is not None and above.parent_id is not None:
        if "parent" not in above._state.fields_cache:
            return False
        above = above.parent
    return True


def _has_units(place: Place) -> bool:
    read = place._state.fields_cache
    if "province" not in read or not ("commune" in read or place.commune_id is None):
        return False
    if place.former_unit_id is None:
        return True
    return "former_unit" in read and has_parents(read["former_unit"])


def _unit_ids(place: Place) -> Collection[int | None]:
    return place.commune_id, place.province_id, place.former_unit_id

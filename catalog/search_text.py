"""What a product can be found by: its names, its maker, places new and old, and its set, folded into one line.

The sections end with signs that no folded word contains, so that search can tell where in the text a word stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from catalog.enums import ProducerKind
from catalog.matching import END_OF_ENGLISH_NAME, END_OF_MAKER, END_OF_NAME, END_OF_PLACE
from catalog.models import Producer, Product
from geography.enums import UnitKind, UnitLevel
from geography.folding import fold_words
from geography.models import FormerName, OtherName, Succession, Unit

# What people call a kind of maker whose name may say it in another way.
_KIND_WORDS = {
    ProducerKind.COOPERATIVE: "htx hop tac xa",
    ProducerKind.COOPERATIVE_GROUP: "tht to hop tac",
    ProducerKind.COMPANY: "cty cong ty",
    ProducerKind.HOUSEHOLD: "hkd ho kinh doanh",
}
_CITIES = {UnitKind.MUNICIPALITY, UnitKind.PROVINCIAL_CITY}
_PLACES = ("producer__commune", "producer__province", "producer__former_unit__parent__parent")


def search_texts(products: Sequence[Product]) -> dict[int, str]:
    """The search text of each product by its id; a fixed number of queries for all of them together."""
    rows = Product.objects.filter(pk__in=[product.pk for product in products])
    full = list(rows.select_related("product_set__group", "producer", *_PLACES))
    places = _PlaceWords({product.producer for product in full})
    return {product.pk: _search_text(product, places) for product in full}


def words_of(search_text: str) -> Iterator[str]:
    """The words of a search text that are worth being suggested: of letters, two or more."""
    return (word for word in search_text.split() if word.isalpha() and 2 <= len(word) <= 40)


def _search_text(product: Product, places: _PlaceWords) -> str:
    producer, product_set = product.producer, product.product_set
    kind = _KIND_WORDS.get(ProducerKind(producer.kind), "")
    group = product_set.group
    sections = (
        fold_words(product.name),
        END_OF_NAME,
        fold_words(product.name_en),
        END_OF_ENGLISH_NAME,
        _once(f"{fold_words(producer.name)} {fold_words(producer.name_en)} {kind}"),
        END_OF_MAKER,
        places.of(producer),
        END_OF_PLACE,
        _once(_without_processing(f"{product_set.name} {product_set.name_en} {group.name} {group.name_en}")),
    )
    return " " + " ".join(section for section in sections if section)


def _without_processing(set_names: str) -> str:
    """The folded words without "chế biến" (processed), which half of the sets say and which folds into "chè" (tea)."""
    return fold_words(set_names).replace("che bien", "")


def _once(text: str) -> str:
    return " ".join(dict.fromkeys(text.split()))


class _PlaceWords:
    """The names, new and old, of where some producers are."""

    def __init__(self, producers: Iterable[Producer]) -> None:
        today = {unit for producer in producers for unit in (producer.commune, producer.province) if unit}
        former = {unit for producer in producers for unit in _chain(producer.former_unit)}
        self._before: dict[int, list[Unit]] = defaultdict(list)
        links = Succession.objects.filter(successor__in=today).select_related("predecessor__parent__parent")
        for link in links:
            self._before[link.successor_id].append(link.predecessor)
        self._others: dict[int, list[str]] = defaultdict(list)
        own = Q(unit__in=today | former)
        for model in (FormerName, OtherName):
            for unit_id, name in model.objects.filter(own).values_list("unit_id", "folded_name"):
                self._others[unit_id].append(name)

    def of(self, producer: Producer) -> str:
        """Every word somebody may write for a producer's place."""
        units = [unit for unit in (producer.commune, producer.province) if unit]
        units += [unit for old in self._old_units(producer) for unit in _chain(old)]
        names = [name for unit in dict.fromkeys(units) for name in self._names(unit)]
        return _once(" ".join(names))

    def _old_units(self, producer: Producer) -> list[Unit]:
        """The old unit as it is written; what is not written precisely is all that it may have been."""
        former = producer.former_unit
        if former is not None and former.level == UnitLevel.COMMUNE:
            return [former]
        before = self._before[(producer.commune or producer.province).pk]
        if former is None:
            return before
        return [former, *(unit for unit in before if unit.parent_id == former.pk)]

    def _names(self, unit: Unit) -> Iterator[str]:
        if unit.kind in _CITIES:
            yield "tp"
        if unit.level == UnitLevel.DISTRICT:
            yield "huyen"  # what a town or a provincial city was before, and is still called
        yield fold_words(unit.full_name)
        yield from self._others[unit.pk]


def _chain(unit: Unit | None) -> Iterator[Unit]:
    """A unit and those it lies in; the parents are loaded with it."""
    while unit is not None:
        yield unit
        unit = unit.parent

"""Makes a plausible catalogue of any size: `python -m bench.catalogues 20000` fills the database of DATABASE_URL.

The same size gives the same catalogue, as of the first day of the month. Rows are written in bulk, past the
operations, so what the operations keep beside them (search texts and words, lowest prices, the ledger of stock) is
written here too; tests/bench compares it with what they would have written.
"""

from __future__ import annotations

import datetime
import gc
import itertools
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection, transaction
from django.utils import timezone

from bench.words import BRANDS, ENDINGS, GOODS, MAKER_KINDS, MAKER_TRADES, PACKS, SENTENCES, VOWELS, Goods, Words
from bench.writing import Codes, batches, save, update_column
from catalog.codes import slugify
from catalog.enums import IssuingLevel, ListingBasis, ProducerKind, ProductStatus
from catalog.models import CatalogueVersion, Certificate, Producer, Product, ProductImage, SearchWord, Variant
from catalog.search_index import drop_search_index, make_search_index
from catalog.search_text import search_texts, words_of
from fairs.enums import FairStatus
from fairs.models import Fair, Participation
from geography.models import Unit
from points_of_sale.enums import MovementKind, OutletKind, OutletStatus
from points_of_sale.models import Carried, OpeningHours, Outlet, StockItem, StockMovement

SEED = "sao-que"
TERM_DAYS = 3 * 365  # a recognition's 36 months
DISTRICTS_ENDED = datetime.date(2025, 7, 1)
DAY = datetime.timedelta(days=1)


class Catalogue:
    """One catalogue of `size` products, written table by table."""

    def __init__(self, size: int, *, at: datetime.datetime) -> None:
        """`at` is the moment it is plausible for."""
        self.size = size
        self.at = at
        self.on = timezone.localdate(at)
        self.random = random.Random(f"{SEED}-{size}")
        self.codes = Codes(self.random)
        self.slugs: set[str] = set()
        self.numbers: Counter[str] = Counter()

    def write(self, report: Callable[[str], object]) -> None:
        """Fill an empty database that has its units, sets and delivery rates."""
        steps = (self.make_producers, self.make_products, self.make_certificates, self.make_packs)
        steps += (self.make_pictures, self.make_outlets, self.make_fairs, self.make_search_texts)
        for step in steps:
            with transaction.atomic():
                report(f"{step.__name__.removeprefix('make_').replace('_', ' ')}: {step():,}")
        CatalogueVersion.objects.update_or_create(pk=1, defaults={"number": self.size})

    def make_producers(self) -> int:
        """About nine makers for a hundred products, five in a large catalogue; provinces have more or fewer."""
        communes = list(Unit.objects.communes().in_force(self.on).select_related("parent").order_by("code"))
        weights = {unit.pk: self.random.uniform(0.4, 2.5) for unit in {commune.parent for commune in communes}}
        chosen = self.random.choices(communes, [weights[unit.parent_id] for unit in communes], k=self._makers())
        self.producers = save(Producer, (self._producer(commune) for commune in chosen))
        premises = (self._outlet(maker.name, maker, OutletKind.PREMISES) for maker in self.producers)
        self.premises = dict(zip((maker.pk for maker in self.producers), save(Outlet, premises), strict=True))
        return len(self.producers)

    def make_products(self) -> int:
        """Each maker's goods are of one to three sets; 96 of 100 are published, over the last three years."""
        sizes = [min(self.random.paretovariate(1.3), 10) for _ in self.producers]
        makers = self.random.choices(self.producers, sizes, k=self.size - len(self.producers))
        makers = sorted(makers + self.producers, key=lambda maker: maker.pk)
        sets = {maker.pk: self._pick_sets() for maker in self.producers}
        made = [self._product(maker, self.random.choice(sets[maker.pk])) for maker in makers]
        self.random.shuffle(made)  # as keys follow the days on which goods came, not the makers
        self.products = save(Product, made)
        return len(self.products)

    def make_certificates(self) -> int:
        """Three stars most, four some, five few; some expired, revoked, undated, and some that follow another."""
        certificates, later = [], []
        for product in self.products:
            if product.listing_basis == ListingBasis.LOCAL_SPECIALITY or self.random.random() < 0.02:
                continue
            first = self._certificate(product)
            certificates.append(first)
            if first.valid_from and not first.revoked_on and self.random.random() < 0.15:
                later.append((first, self._renewal(first)))
        save(Certificate, certificates)
        for first, renewal in later:
            renewal.follows = first
        return len(certificates) + len(save(Certificate, (renewal for _, renewal in later)))

    def make_packs(self) -> int:
        """One to three packs each, with stock at the maker's premises and the ledger's row of how it came there."""
        packs = save(Variant, itertools.chain.from_iterable(map(self._packs, self.products)))
        makers = {product.pk: product.producer_id for product in self.products}
        stocked = [(pack, self.premises[makers[pack.product_id]]) for pack in packs if self.random.random() < 0.97]
        rows = (StockItem(variant=pack, outlet=place, on_hand=self._amount()) for pack, place in stocked)
        items = save(StockItem, rows)
        received = (item for item in items if item.on_hand)
        save(StockMovement, (self._movement(item) for item in received))
        self._write_prices(packs)
        return len(packs)

    def make_pictures(self) -> int:
        """A first picture for most, a second for some; the files themselves are never asked for."""
        rows = []
        for product in self.products:
            for position in range(self.random.choices((0, 1, 2), (12, 60, 28))[0]):
                key = f"{self.random.getrandbits(80):020x}"
                alt = f"{product.name}, ảnh {position + 1}"[:200]
                rows.append(
                    ProductImage(
                        product=product,
                        key=key,
                        alt=alt,
                        width=1280,
                        height=1408,
                        position=position,
                        rendered_at=self.at,
                    )
                )
        return len(save(ProductImage, rows))

    def make_outlets(self) -> int:
        """Shops and shelves: thirty, and one more for every 250 products; each carries some forty products."""
        kinds = [kind for kind in OutletKind if kind not in {OutletKind.PREMISES, OutletKind.BOOTH}]
        places = self.random.choices(self.producers, k=30 + self.size // 250)
        rows = (
            self._outlet(f"Điểm OCOP {place.commune.name} {number}", place, self.random.choice(kinds))
            for number, place in enumerate(places, start=1)
        )
        outlets = save(Outlet, rows)
        save(OpeningHours, itertools.chain.from_iterable(map(_hours, outlets)))
        carried = {(outlet.pk, one.pk) for outlet in outlets for one in self.random.sample(self.products, 40)}
        save(Carried, (Carried(outlet_id=outlet, product_id=product) for outlet, product in sorted(carried)))
        return len(outlets)

    def make_fairs(self) -> int:
        """Two dozen, half of them still to come, thirty makers at each."""
        fairs = save(Fair, (self._fair(number) for number in range(24)))
        taking_part = (
            (fair, maker)
            for fair in fairs
            for maker in self.random.sample(self.producers, min(30, len(self.producers)))
        )
        save(Participation, (Participation(fair=fair, producer=maker, booth="A01") for fair, maker in taking_part))
        return len(fairs)

    def make_search_texts(self) -> int:
        """What the products are found by, and the words that search knows."""
        words: set[str] = set()
        for part in batches(sorted(self.products, key=lambda product: product.producer_id)):
            texts = search_texts(part)
            update_column(Product, "search_text", texts)
            words.update(word for text in texts.values() for word in words_of(text))
        rows = (SearchWord(word=word, initial=word[0], length=len(word)) for word in sorted(words))
        return len(save(SearchWord, rows))

    def _makers(self) -> int:
        return round(self.size * (0.09 if self.size <= 2_000 else 0.06 if self.size <= 50_000 else 0.05))

    def _producer(self, commune: Unit) -> Producer:
        _, kind, called = self.random.choices(MAKER_KINDS, [share for share, _, _ in MAKER_KINDS])[0]
        brand = commune.name if self.random.random() < 0.5 else self._brand()
        name = f"{called} {self.random.choice(MAKER_TRADES)} {brand}"
        return Producer(
            slug=self._slug(name, 110),
            name=name,
            kind=ProducerKind(kind),
            commune=commune,
            province=commune.parent,
            phone=f"+849{self.random.randrange(10**8):08}",
            story=self._sentences(3),
            created_at=self.at,
            updated_at=self.at,
        )

    def _product(self, maker: Producer, set_number: int) -> Product:
        goods = GOODS[set_number]
        name = self._name(goods, maker)
        roll = self.random.random()
        statuses = ((0.96, ProductStatus.PUBLISHED), (0.98, ProductStatus.DRAFT), (0.99, ProductStatus.IN_REVIEW))
        status = next((status for limit, status in statuses if roll < limit), ProductStatus.SUSPENDED)
        age = datetime.timedelta(seconds=self.random.randrange(1_000 * 86_400))
        published = status in {ProductStatus.PUBLISHED, ProductStatus.SUSPENDED}
        is_speciality = self.random.random() < 0.02
        return Product(
            slug=self._slug(name.vi, 130),
            producer=maker,
            product_set_id=set_number,
            name=name.vi,
            name_en=name.en if self.random.random() < 0.4 else "",
            description=self._sentences(2),
            story=self._sentences(4) if self.random.random() < 0.3 else "",
            ingredients=f"{name.vi.split()[0]} 98 %, muối" if goods.packs not in {"none", "piece"} else "",
            storage="Để nơi khô ráo, thoáng mát, tránh nắng.",
            shelf_life_days=self.random.choice((None, 30, 180, 365, 730)),
            vat_rate=goods.vat,
            travel_limit_km=150 if set_number in {1, 2} and self.random.random() < 0.2 else None,
            status=status,
            listing_basis=ListingBasis.LOCAL_SPECIALITY if is_speciality else ListingBasis.CERTIFICATE,
            published_at=self.at - age if published else None,
            created_at=self.at - age - DAY,
            updated_at=self.at,
        )

    def _name(self, goods: Goods, maker: Producer) -> Words:
        kind = self.random.choice(goods.kinds)
        further = self.random.choice((*goods.further, Words("", "")))
        own = self.random.choice((maker.commune.name, maker.province.name, self._brand(), ""))
        if self.random.random() < 0.1:
            own = f"{own} số {self.random.randrange(1, 30)}"
        vi, en = (" ".join(part.split()) for part in (f"{kind.vi} {further.vi} {own}", f"{own} {kind.en} {further.en}"))
        return Words(vi, en[:200])

    def _brand(self) -> str:
        """One of a few, or a coined one such as "Lavifarm": with them search knows thousands of words."""
        if self.random.random() < 0.7:
            return self.random.choice(BRANDS)
        coined = "".join(self.random.choice("BCDGHKLMNPSTVX") + self.random.choice(VOWELS) for _ in range(2))
        return (coined + self.random.choice(ENDINGS)).capitalize()

    def _certificate(self, product: Product) -> Certificate:
        stars = self.random.choices((3, 4, 5), (72, 26, 2))[0]
        started = self.on - datetime.timedelta(days=self.random.randrange(20, int(TERM_DAYS * 1.07)))
        certificate = self._recognition(product, stars, started)
        roll = self.random.random()
        if roll < 0.025:
            certificate.valid_from = certificate.valid_until = None
        elif roll < 0.04:
            certificate.revoked_on = started + datetime.timedelta(days=self.random.randrange(10, 400))
            certificate.revoked_reason = "Không còn giữ quy trình đã đăng ký"
        return certificate

    def _renewal(self, first: Certificate) -> Certificate:
        """A certificate that takes over one day before the end, or earlier as an upgrade."""
        last = min(first.valid_until, self.on)
        started = first.valid_from + datetime.timedelta(
            days=self.random.randrange(1, max((last - first.valid_from).days, 2))
        )
        first.superseded_on = started
        return self._recognition(first.product, min(first.stars + self.random.choice((0, 1)), 5), started)

    def _recognition(self, product: Product, stars: int, started: datetime.date) -> Certificate:
        lower = IssuingLevel.DISTRICT if stars == 3 and started < DISTRICTS_ENDED else IssuingLevel.PROVINCE
        return Certificate(
            product=product,
            public_code=self.codes.next(),
            stars=stars,
            score=self.random.randrange(500, 1000) / 10,
            decision_number=f"{self.random.randrange(100, 4000)}/QĐ-UBND",
            issuing_level=IssuingLevel.MINISTRY if stars == 5 else lower,
            issuing_authority=f"UBND {product.producer.province.full_name}",
            valid_from=started,
            valid_from_precision=self.random.choices(("day", "month", "year"), (85, 5, 10))[0],
            valid_until=started + datetime.timedelta(days=TERM_DAYS),
            created_at=self.at,
        )

    def _packs(self, product: Product) -> Iterator[Variant]:
        goods = GOODS[product.product_set_id]
        forms = PACKS[goods.packs]
        rate = self.random.uniform(goods.price_low, goods.price_high)
        for position, pack in enumerate(forms[: self.random.choices((1, 2, 3), (40, 35, 25))[0]], start=1):
            words, words_en, content, unit, weight = pack
            amount = content if unit == "piece" else content / 1000
            yield Variant(
                product=product,
                sku=f"BENCH-{product.pk}-{position}",
                pack=words,
                pack_en=words_en,
                content_quantity=content,
                content_unit=unit,
                shipping_weight_grams=weight,
                price=max(round(rate * amount / 1000) * 1000, 5_000),
                position=position,
                is_active=position == 1 or self.random.random() < 0.95,
            )

    def _amount(self) -> int:
        """Five of a hundred packs are sold out, ten are there in thousands."""
        roll = self.random.random()
        return (
            0 if roll < 0.05 else self.random.randrange(3_000, 9_000) if roll < 0.15 else self.random.randrange(3, 400)
        )

    def _movement(self, item: StockItem) -> StockMovement:
        return StockMovement(
            item=item, kind=MovementKind.RECEIVE, on_hand_change=item.on_hand, reference="bench", at=self.at
        )

    def _write_prices(self, packs: Iterable[Variant]) -> None:
        """The lowest and highest price of the packs on offer, stored with the product."""
        prices: dict[int, list[int]] = defaultdict(list)
        for pack in packs:
            if pack.is_active:
                prices[pack.product_id].append(pack.price)
        update_column(Product, "price_from", {pk: min(some) for pk, some in prices.items()})
        update_column(Product, "price_to", {pk: max(some) for pk, some in prices.items()})

    def _outlet(self, name: str, place: Producer, kind: OutletKind) -> Outlet:
        return Outlet(
            slug=self._slug(name, 130),
            name=name,
            kind=kind,
            status=OutletStatus.OPEN,
            producer=place if kind == OutletKind.PREMISES else None,
            commune=place.commune,
            province=place.province,
            street=f"Thôn {self.random.randrange(1, 12)}",
            created_at=self.at,
        )

    def _fair(self, number: int) -> Fair:
        place = self.random.choice(self.producers)
        starts = self.on + datetime.timedelta(days=45 + (number - 12) * 25)
        name = f"Hội chợ OCOP {place.province.name} lần {number + 1}"
        return Fair(
            slug=self._slug(name, 150),
            name=name,
            name_en=f"{place.province.name} OCOP fair {number + 1}",
            status=FairStatus.ANNOUNCED,
            starts_on=starts,
            ends_on=starts + 4 * DAY,
            province=place.province,
            commune=place.commune,
            venue="Trung tâm hội chợ",
            announced_at=self.at,
            created_at=self.at,
        )

    def _pick_sets(self) -> list[int]:
        shares = [goods.share for goods in GOODS.values()]
        return self.random.choices(list(GOODS), shares, k=self.random.choices((1, 2, 3), (60, 28, 12))[0])

    def _sentences(self, count: int) -> str:
        return " ".join(self.random.sample(SENTENCES, count))

    def _slug(self, name: str, length: int) -> str:
        base = slugify(name, max_length=length - 7, otherwise="bench")
        slug = base
        while slug in self.slugs:
            self.numbers[base] += 1
            slug = f"{base}-{self.numbers[base] + 1}"
        self.slugs.add(slug)
        return slug


def start_of_month(at: datetime.datetime) -> datetime.datetime:
    """The moment a catalogue made at `at` is plausible for: catalogues of one month are the same."""
    return timezone.localtime(at).replace(day=1, hour=8, minute=0, second=0, microsecond=0)


def _hours(outlet: Outlet) -> Iterator[OpeningHours]:
    for weekday in range(1, 8):
        yield OpeningHours(outlet=outlet, weekday=weekday, opens_at=datetime.time(7, 30), closes_at=datetime.time(18))


def main(size: int) -> None:
    """Fill the database, saying how far it is."""
    gc.disable()  # everything made is kept until the end
    # Made once at the end, the index takes a fraction of the time.
    with connection.schema_editor() as editor:
        drop_search_index(editor)
    Catalogue(size, at=start_of_month(timezone.now())).write(lambda line: print(f"    {line}", flush=True))
    with connection.schema_editor() as editor:
        make_search_index(editor)


if __name__ == "__main__":
    main(int(sys.argv[1]))

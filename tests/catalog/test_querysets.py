"""One test for each word for choosing products, certificates, packs and pictures."""

from __future__ import annotations

import datetime

import pytest

from accounts.actors import Actor
from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.models import Certificate, Producer, Product, ProductImage, Variant
from tests import cast
from tests.cast import NOW, TODAY

DAY = datetime.timedelta(days=1)


@pytest.fixture
def jar(household):
    """A product of the household without stars, from 20.000 ₫."""
    return cast.make_product(producer=household, name="Mắm nêm Ông Tư", price=20_000, stars=None)


def test_published_leaves_out_drafts_and_suspended_makers(fish_sauce, sesame_candy, jar):
    Product.objects.filter(pk=jar.pk).update(status=ProductStatus.DRAFT)
    Producer.objects.filter(pk=fish_sauce.producer_id).update(status=ProducerStatus.SUSPENDED)
    assert list(Product.objects.published()) == [sesame_candy]


def test_in_review_are_those_handed_in(fish_sauce, jar):
    Product.objects.filter(pk=jar.pk).update(status=ProductStatus.IN_REVIEW)
    assert list(Product.objects.in_review()) == [jar]


def test_certified_products_bear_stars_on_the_day(fish_sauce, jar):
    assert list(Product.objects.certified(TODAY)) == [fish_sauce]
    assert list(Product.objects.certified(datetime.date(2028, 6, 1))) == [fish_sauce]
    assert not Product.objects.certified(datetime.date(2028, 6, 2)).exists()
    assert not Product.objects.certified(datetime.date(2025, 5, 31)).exists()


def test_sellable_needs_stars_or_an_officers_mark(fish_sauce, jar):
    assert list(Product.objects.sellable(TODAY)) == [fish_sauce]
    Product.objects.filter(pk=jar.pk).update(listing_basis=ListingBasis.LOCAL_SPECIALITY)
    assert set(Product.objects.sellable(TODAY)) == {fish_sauce, jar}


def test_a_card_knows_what_may_be_bought_as_sellable_does(household, fish_sauce, jar):
    cast.make_product(producer=household, name="Một ngày làm ngư dân", set_number=26)
    Product.objects.filter(pk=jar.pk).update(listing_basis=ListingBasis.LOCAL_SPECIALITY)
    cast.make_product(producer=household, name="Mắm không sao", stars=None)
    cards = Product.objects.published().with_card_relations(TODAY)
    assert {card for card in cards if card.may_be_bought} == set(Product.objects.sellable(TODAY)) == {fish_sauce, jar}


def test_services_bear_stars_but_are_not_sold_as_goods(household):
    tour = cast.make_product(producer=household, name="Một ngày làm ngư dân", set_number=26)
    assert list(Product.objects.certified(TODAY)) == [tour]
    assert not Product.objects.sellable(TODAY).exists()


def test_shown_are_goods_on_sale_and_services_with_stars(household, fish_sauce, jar):
    tour = cast.make_product(producer=household, name="Một ngày làm ngư dân", set_number=26)
    walk = cast.make_product(producer=household, name="Đi bộ qua làng", set_number=26, stars=None)
    assert set(Product.objects.shown(TODAY)) == {fish_sauce, tour}
    Product.objects.filter(pk__in=[jar.pk, walk.pk]).update(listing_basis=ListingBasis.LOCAL_SPECIALITY)
    assert set(Product.objects.shown(TODAY)) == {fish_sauce, tour, jar}


def test_in_province_and_in_commune_go_by_the_maker(units, fish_sauce, sesame_candy):
    assert list(Product.objects.in_province(units.an_giang)) == [fish_sauce]
    assert set(Product.objects.in_province(units.an_giang, units.da_nang)) == {fish_sauce, sesame_candy}
    assert list(Product.objects.in_commune(units.hai_chau)) == [sesame_candy]
    assert list(Producer.objects.in_province(units.an_giang)) == [fish_sauce.producer]
    assert list(Producer.objects.in_commune(units.hai_chau)) == [sesame_candy.producer]


def test_active_makers_are_neither_suspended_nor_gone(cooperative, household):
    Producer.objects.filter(pk=household.pk).update(status=ProducerStatus.LEFT)
    assert list(Producer.objects.active()) == [cooperative]


def test_with_place_writes_an_address_without_a_query(cooperative, units, django_assert_num_queries):
    Producer.objects.filter(pk=cooperative.pk).update(former_unit=units.old_duong_dong)
    with django_assert_num_queries(1):
        producer = Producer.objects.with_place().get()
        assert producer.commune.full_name == "đặc khu Phú Quốc"
        assert producer.province.name == "An Giang"
        assert producer.former_unit.parent.parent.name == "Kiên Giang"


def test_a_product_without_a_pack_on_offer_has_no_price(fish_sauce):
    Variant.objects.update(is_active=False)
    Product.objects.write_prices()
    product = Product.objects.get()
    assert (product.price_from, product.price_to) == (None, None)


def test_a_product_has_the_lowest_and_the_highest_price_of_its_packs_on_offer(fish_sauce):
    cast.make_variant(product=fish_sauce, price=40_000)
    cast.make_variant(product=fish_sauce, price=1, is_active=False)
    cast.make_variant(product=fish_sauce, price=900_000, is_active=False)
    product = Product.objects.get()
    assert (product.price_from, product.price_to) == (40_000, 120_000)


@pytest.mark.parametrize("stored", [{"price_from": 1}, {"price_to": 1}, {"price_from": None}, {"price_to": None}])
def test_with_wrong_prices_finds_prices_that_are_not_those_of_the_packs(fish_sauce, sesame_candy, stored):
    Product.objects.filter(pk=fish_sauce.pk).update(**stored)
    assert list(Product.objects.with_wrong_prices()) == [fish_sauce]
    Product.objects.write_prices()
    assert not Product.objects.with_wrong_prices().exists()


def test_prices_left_over_from_packs_no_longer_on_offer_are_wrong(fish_sauce, sesame_candy):
    fish_sauce.variants.update(is_active=False)
    assert list(Product.objects.with_wrong_prices()) == [fish_sauce]
    Product.objects.write_prices()
    assert not Product.objects.with_wrong_prices().exists()


def test_with_current_certificate_joins_the_one_in_force(fish_sauce, jar, django_assert_num_queries):
    certificate = fish_sauce.certificates.get()
    cast.make_certificate(
        product=fish_sauce, stars=3, valid_from=datetime.date(2021, 1, 1), valid_until=datetime.date(2024, 1, 1)
    )
    with django_assert_num_queries(1):
        rows = {row.pk: row for row in Product.objects.with_current_certificate(TODAY)}
        assert (rows[fish_sauce.pk].stars, rows[fish_sauce.pk].certificate_code) == (5, certificate.public_code)
        assert rows[fish_sauce.pk].certificate_until == datetime.date(2028, 6, 1)
        assert (rows[jar.pk].stars, rows[jar.pk].certificate_code) == (None, None)


def test_certificates_of_two_days_are_not_mixed_up(fish_sauce):
    before = datetime.date(2023, 1, 1)
    cast.make_certificate(
        product=fish_sauce, stars=3, valid_from=datetime.date(2021, 1, 1), valid_until=datetime.date(2024, 1, 1)
    )
    rows = Product.objects.with_current_certificate(before).filter(stars=3)
    assert [product.stars for product in rows.with_current_certificate(TODAY)] == [5]


def test_the_words_chain_and_count_each_product_once(fish_sauce, sesame_candy, units):
    products = Product.objects.sellable(TODAY).with_current_certificate(TODAY).filter(stars__in=(4, 5))
    products = products.with_current_certificate(TODAY).filter(stars__gte=5)
    assert products.in_province(units.an_giang).count() == 1
    assert [product.stars for product in products] == [5]


def test_with_card_relations_takes_two_queries_for_any_number_of_cards(
    fish_sauce, sesame_candy, jar, django_assert_num_queries
):
    for position in (1, 0):
        ProductImage.objects.create(
            product=fish_sauce, key=f"key-{position}", width=800, height=600, position=position, rendered_at=NOW
        )
    ProductImage.objects.create(product=jar, key="waiting", width=800, height=600)
    cast.make_variant(product=fish_sauce, price=40_000)
    with django_assert_num_queries(2):
        cards = {card.pk: card for card in Product.objects.with_card_relations(TODAY)}
        sauce = cards[fish_sauce.pk]
        assert (sauce.stars, sauce.price_from, sauce.price_to) == (5, 40_000, 120_000)
        assert sauce.card_image.key == "key-0"
        assert (sauce.producer.commune.name, sauce.producer.province.name) == ("Phú Quốc", "An Giang")
        assert sauce.product_set.number == 9
        assert cards[jar.pk].card_image is None
        assert cards[jar.pk].stars is None


def test_the_picture_of_a_card_is_asked_for_where_nothing_was_prefetched(fish_sauce):
    assert fish_sauce.card_image is None
    ProductImage.objects.create(product=fish_sauce, key="key", width=800, height=600, rendered_at=NOW)
    assert fish_sauce.card_image.key == "key"


def test_visible_to_follows_membership_and_province(
    fish_sauce, sesame_candy, sau, lan, officer_an_giang, officer_ministry, operator
):
    def seen(user):
        actor = Actor(user=user)
        certificates = Certificate.objects.visible_to(actor).order_by("product__name")
        products = list(Product.objects.visible_to(actor))
        assert [certificate.product for certificate in certificates] == products
        assert sorted(product.producer_id for product in products) == sorted(
            Producer.objects.visible_to(actor).values_list("pk", flat=True)
        )
        return set(products)

    assert seen(None) == seen(lan) == set()
    assert seen(sau) == seen(officer_an_giang) == {fish_sauce}
    assert seen(officer_ministry) == seen(operator) == {fish_sauce, sesame_candy}


def test_in_force_leaves_out_what_has_ended_was_revoked_or_has_no_date(fish_sauce, jar, sesame_candy):
    ended = cast.make_certificate(
        product=jar, stars=3, valid_from=datetime.date(2021, 1, 1), valid_until=TODAY - DAY, decision_number="1"
    )
    undated = cast.make_certificate(product=jar, stars=3, valid_from=None, valid_until=None)
    revoked = sesame_candy.certificates.get()
    Certificate.objects.filter(pk=revoked.pk).update(revoked_on=TODAY)
    assert list(Certificate.objects.in_force(TODAY)) == [fish_sauce.certificates.get()]
    assert list(Certificate.objects.undated()) == [undated]
    assert set(Certificate.objects.in_force(TODAY - DAY)) == {ended, revoked, fish_sauce.certificates.get()}


def test_running_out_is_what_ends_soon_and_is_not_followed(fish_sauce, jar):
    soon = cast.make_certificate(
        product=jar, stars=3, valid_from=datetime.date(2024, 1, 1), valid_until=TODAY + 30 * DAY
    )
    assert list(Certificate.objects.running_out(TODAY, by=TODAY + 30 * DAY)) == [soon]
    assert not Certificate.objects.running_out(TODAY, by=TODAY + 29 * DAY).exists()
    cast.make_certificate(
        product=jar, valid_from=TODAY + 31 * DAY, valid_until=TODAY + 900 * DAY, follows=soon, decision_number="2"
    )
    assert not Certificate.objects.running_out(TODAY, by=TODAY + 30 * DAY).exists()


def test_expired_and_revoked_follow_the_state_of_the_day(fish_sauce, jar):
    ran_out = cast.make_certificate(
        product=jar, stars=3, valid_from=datetime.date(2021, 1, 1), valid_until=TODAY - DAY, decision_number="1"
    )
    revoked = fish_sauce.certificates.get()
    Certificate.objects.filter(pk=revoked.pk).update(revoked_on=TODAY)
    assert list(Certificate.objects.expired(TODAY)) == [ran_out]
    assert not Certificate.objects.expired(TODAY - DAY).exists()
    assert list(Certificate.objects.revoked(TODAY)) == [revoked]
    assert not Certificate.objects.revoked(TODAY - DAY).exists()
    long_after = datetime.date(2030, 1, 1)
    assert list(Certificate.objects.expired(long_after)) == [ran_out]


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (datetime.date(2024, 6, 1), datetime.date(2025, 5, 31), False),
        (datetime.date(2024, 6, 1), datetime.date(2025, 6, 1), True),
        (datetime.date(2026, 1, 1), datetime.date(2026, 1, 2), True),
        (datetime.date(2026, 12, 31), datetime.date(2027, 2, 1), True),
        (datetime.date(2027, 1, 1), datetime.date(2030, 1, 1), False),
    ],
)
def test_overlapping_ends_with_the_day_before_a_certificate_is_superseded(fish_sauce, first, last, overlaps):
    Certificate.objects.update(superseded_on=datetime.date(2027, 1, 1))
    assert Certificate.objects.overlapping(first, last).exists() is overlaps


def test_a_certificate_superseded_on_its_first_day_overlaps_nothing(fish_sauce):
    Certificate.objects.update(superseded_on=datetime.date(2025, 6, 1))
    assert not Certificate.objects.overlapping(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)).exists()


def test_on_offer_leaves_out_withdrawn_packs(fish_sauce):
    bottle = fish_sauce.variants.get()
    cast.make_variant(product=fish_sauce, is_active=False)
    assert list(fish_sauce.variants.on_offer()) == [bottle]


def test_ready_and_waiting_pictures(fish_sauce):
    ready = ProductImage.objects.create(product=fish_sauce, key="a", width=800, height=600, rendered_at=NOW)
    waiting = ProductImage.objects.create(product=fish_sauce, key="b", width=800, height=600)
    assert list(ProductImage.objects.ready()) == [ready]
    assert list(ProductImage.objects.waiting()) == [waiting]


def test_formerly_at_finds_what_has_moved(fish_sauce):
    fish_sauce.former_slugs.create(slug="nuoc-mam-cu")
    fish_sauce.producer.former_slugs.create(slug="hop-tac-xa-cu")
    assert Product.objects.formerly_at("nuoc-mam-cu").get() == fish_sauce
    assert Producer.objects.formerly_at("hop-tac-xa-cu").get() == fish_sauce.producer
    assert not Product.objects.formerly_at("hop-tac-xa-cu").exists()

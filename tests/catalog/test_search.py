"""Finding products as people type: without marks, by old names, with slips of the hand, and with bad intentions."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from catalog.corrections import edit_distance
from catalog.enums import ProductStatus
from catalog.models import Product, SearchWord
from catalog.operations import refresh_all_search_text, refresh_search_text
from catalog.search import best_rows, correct_words, search_products
from tests import cast


@pytest.fixture
def shelf(fish_sauce, sesame_candy, units, cooperative):
    """Fish sauce and anchovies of Phú Quốc, sesame candy of Hải Châu, all to be found."""
    cooperative.former_unit = units.old_duong_dong
    cooperative.save()
    Product.objects.filter(pk=fish_sauce.pk).update(name_en="Fish sauce")
    anchovies = cast.make_product(producer=cooperative, name="Cá cơm sấy", set_number=8)
    refresh_search_text(products=[fish_sauce, sesame_candy, anchovies])
    return {"sauce": fish_sauce, "candy": sesame_candy, "anchovies": anchovies}


def found(text):
    names = dict(Product.objects.values_list("pk", "name"))
    return [names[key] for _misfit, key in best_rows(Product.objects.all(), text, limit=99)]


SAUCE, CANDY, ANCHOVIES = "Nước mắm Bà Sáu 40 độ đạm", "Kẹo mè xửng Ông Tư", "Cá cơm sấy"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nước mắm", [SAUCE, ANCHOVIES]),
        ("NUOC MAM", [SAUCE, ANCHOVIES]),
        ("nuoc ma", [SAUCE, ANCHOVIES]),
        ("dam do", [SAUCE]),
        ("40 độ", [SAUCE]),
        ("fish sauce", [SAUCE]),
        ("kẹo", [CANDY]),
        ("keo an giang", []),
        ("ca com", [ANCHOVIES]),
        ("com ca", [ANCHOVIES]),
        ("om", []),
        ("đặc khu phú quốc", [ANCHOVIES, SAUCE]),
        ("An Giang", [ANCHOVIES, SAUCE]),
        ("Dương Đông", [ANCHOVIES, SAUCE]),
        ("tỉnh Kiên Giang", [ANCHOVIES, SAUCE]),
        ("tp phu quoc", [ANCHOVIES, SAUCE]),
        ("huyện Phú Quốc", [ANCHOVIES, SAUCE]),
        ("chế", []),
        ("hkd", [CANDY]),
        ("htx bà sáu", [ANCHOVIES, SAUCE]),
        ("gạch nối-nước", []),
        ("nước-mắm", [SAUCE, ANCHOVIES]),
    ],
)
def test_words_are_found_without_marks_by_their_beginnings_and_by_old_names(shelf, text, names):
    assert found(text) == names


def test_groups_are_words_too_and_a_command_writes_every_text_anew(shelf, capsys):
    Product.objects.update(search_text="")
    call_command("refresh_search")
    assert capsys.readouterr().out == "3 search texts changed\n"
    assert set(found("thực phẩm")) == {SAUCE, CANDY, ANCHOVIES}


def test_the_name_comes_before_the_maker_and_the_maker_before_the_place(household, cooperative, units):
    def product(name, producer=household, **fields):
        return cast.make_product(producer=producer, name=name, **fields)

    maker = cast.make_producer(name="Cơ sở Phú Quốc", commune=units.hai_chau)
    wanted = [
        product("Phú Quốc"),
        product("Khô cá", name_en="Phu Quoc", slug="kho-ca-anh"),
        product("Phú Quốc mật ong"),
        product("Tiêu Phú Quốc"),
        product("Quốc tế Phú"),
        product("Rượu sim", name_en="Wine of Phu Quoc", set_number=15),
        product("Bánh tráng", producer=maker),
        product("Ngọc trai", producer=cooperative),
    ]
    refresh_all_search_text()
    names = found("phú quốc")
    assert set(names[:2]) == {"Phú Quốc", "Khô cá"}
    assert names[2:] == [row.name for row in wanted[2:]]


def test_a_name_of_today_that_was_made_of_several_is_found_by_each(units, cooperative):
    product = cast.make_product(producer=cooperative, name="Hạt tiêu")
    refresh_search_text(producers=[cooperative])
    assert list(Product.objects.search("duong dong")) == [product]
    cooperative.commune = None
    cooperative.former_unit = units.old_phu_quoc_city
    cooperative.save()
    refresh_search_text(producers=[cooperative])
    assert list(Product.objects.search("kien giang phu quoc")) == [product]
    assert not Product.objects.search("duong dong").exists()


def test_refreshing_takes_the_same_few_queries_for_any_number_of_products(
    shelf, cooperative, household, django_assert_max_num_queries
):
    for number in range(12):
        cast.make_product(producer=(cooperative, household)[number % 2], name=f"Món số {number}")
    with django_assert_max_num_queries(16):
        assert refresh_all_search_text() == 12
    assert refresh_all_search_text() == 0


def test_words_that_occur_no_more_are_forgotten(shelf):
    assert SearchWord.objects.filter(word="keo").exists()
    shelf["candy"].name = "Mè xửng"
    shelf["candy"].save()
    refresh_all_search_text()
    assert not SearchWord.objects.filter(word="keo").exists()
    assert SearchWord.objects.filter(word="xung").exists()


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("nuwoc mam", "nước mắm"),
        ("nước mmam", "nước mắm"),
        ("nuocmam", "nước mắm"),
        ("nuco mắm", "nước mắm"),
        ("kẹoo mè", "kẹo mè"),
        ("phu quoocs", "phú quốc"),
        ("mè xửgn", "mè xửng"),
        ("mme", "mè"),
        ("nước mắn", "nước mắm"),
        ("nuwoc mấm", "nước mấm"),
        ("bà ssáu", "bà sáu"),
        ("nuwoc ma", "nước ma"),
    ],
)
def test_a_slip_of_the_hand_is_corrected_and_searched_again(shelf, text, corrected):
    result = search_products(Product.objects.published(), text)
    assert result.corrected == corrected
    assert result.products.exists()


@pytest.mark.parametrize("text", ["nước mắm", "kẹo", "", "   "])
def test_what_is_found_needs_no_correction(shelf, text):
    result = search_products(Product.objects.published(), text)
    assert result.corrected is None
    assert result.products.exists()


@pytest.mark.parametrize(
    "text", ["kẹo mắm", "kẹo cơm", "mắm cáy", "mắm đục", "asdfghjkl", "zz", "??!", "999999", "nước asdfghjkl", "🍯"]
)
def test_what_is_nothing_near_anything_finds_nothing(shelf, text):
    result = search_products(Product.objects.published(), text)
    assert (result.corrected, list(result.products)) == (None, [])


def test_nobody_is_led_to_what_is_not_shown(shelf):
    Product.objects.filter(pk=shelf["candy"].pk).update(status=ProductStatus.SUSPENDED)
    assert correct_words("xuwng") == ""
    assert search_products(Product.objects.published(), "xuwng").corrected is None


def test_a_correction_takes_four_queries_more(shelf, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert search_products(Product.objects.published(), "nuwoc mawm").corrected == "nước mắm"


@pytest.mark.parametrize(
    "text",
    [
        "nước\x00mắm",
        "% _ ' \" \\ ; --",
        "nước mắm" + "x" * 10_000_000,
        " ".join(f"từ{number}" for number in range(1_000)),
        "a" * 100,
        "̀" * 100,
        "'; DROP TABLE catalog_product; --",
        "(((((",
        "mắm " * 500,
    ],
)
def test_hostile_words_are_answered_like_any_others(shelf, text):
    result = search_products(Product.objects.published(), text)
    assert len(result.products) <= 3


def test_only_the_first_eight_words_of_a_hundred_signs_are_asked(shelf):
    assert found("nuoc mam ba sau 40 do dam fish keo") == [SAUCE]
    assert found("mắm" + " " * 100 + "kẹo") == [SAUCE, ANCHOVIES]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("mam", "mam", 0),
        ("mam", "man", 1),
        ("nuco", "nuoc", 1),
        ("nuwoc", "nuoc", 1),
        ("quoocs", "quoc", 2),
        ("", "a", 1),
    ],
)
def test_the_distance_counts_slips(one, other, slips):
    assert edit_distance(one, other) == edit_distance(other, one) == slips

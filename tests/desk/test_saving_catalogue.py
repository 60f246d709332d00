"""Saving producers, products and certificates at the desk."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from PIL import Image

from catalog.models import Certificate, Membership, Producer, Product, Variant
from tests import cast
from tests.desk.conftest import errors_of

NO_PACKS = {"variants-TOTAL_FORMS": "0", "variants-INITIAL_FORMS": "0"}
NO_IMAGES = {"images-TOTAL_FORMS": "0", "images-INITIAL_FORMS": "0"}
NO_MEMBERS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def product_form(product: Product, **fields):
    return {
        "name": product.name, "name_en": "", "product_set": product.product_set_id, "listing_basis": "certificate",
        "vat_rate": 8, **NO_PACKS, **NO_IMAGES, **fields,
    }  # fmt: skip


class TestProducts:
    def test_a_new_name_is_found_at_once_and_the_old_address_leads_on(self, officer, rows, stranger):
        product = rows.an_giang.product
        old = product.get_absolute_url()
        answer = officer.post(
            f"/quan-ly/catalog/product/{product.pk}/change/", product_form(product, name="Nước mắm Hòn Thơm")
        )
        assert answer.status_code == 302
        product.refresh_from_db()
        assert product.name == "Nước mắm Hòn Thơm"
        assert " hon thom" in product.search_text
        assert product.get_absolute_url() != old
        assert product.status == "published"
        assert product.former_slugs.count() == 1

    def test_an_officer_enters_a_product_with_a_pack_and_publishes_it(self, officer, rows):
        data = {
            "producer": rows.an_giang.producer.pk, "name": "Khô cá lóc",
            "product_set": rows.an_giang.product.product_set_id, "listing_basis": "certificate", "vat_rate": 8,
            **NO_IMAGES, "variants-TOTAL_FORMS": "1", "variants-INITIAL_FORMS": "0", "variants-0-pack": "gói 500 g",
            "variants-0-sku": "", "variants-0-content_quantity": "500", "variants-0-content_unit": "g",
            "variants-0-shipping_weight_grams": "600", "variants-0-price": "185000",
            "variants-0-position": "0", "variants-0-is_active": "on",
        }  # fmt: skip
        assert officer.post("/quan-ly/catalog/product/add/", data).status_code == 302
        product = Product.objects.get(name="Khô cá lóc")
        assert (product.slug, product.status) == ("kho-ca-loc", "draft")
        pack = product.variants.get()
        assert (pack.price, pack.sku[:3]) == (185_000, "SQ-")
        step = f"/quan-ly/catalog/product/{product.pk}/buoc/dang-ban/"
        assert officer.get(step).status_code == 200
        assert officer.post(step).status_code == 302
        product.refresh_from_db()
        assert product.status == "published"
        assert product.events.get().by.email == "can-bo-an-giang@example.com"

    def test_a_product_without_a_pack_is_not_published_and_says_why(self, officer, rows):
        product = cast.make_product(
            producer=rows.an_giang.producer, name="Chưa có gói", status="draft", published_at=None
        )
        Variant.objects.filter(product=product).update(is_active=False)
        answer = officer.post(f"/quan-ly/catalog/product/{product.pk}/buoc/dang-ban/")
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors()
        product.refresh_from_db()
        assert product.status == "draft"

    def test_suspending_takes_a_reason(self, officer, rows):
        product = rows.an_giang.product
        step = f"/quan-ly/catalog/product/{product.pk}/buoc/tam-ngung/"
        assert officer.post(step, {"note": " "}).status_code == 422
        product.refresh_from_db()
        assert product.status == "published"
        assert officer.post(step, {"note": "Nhãn sai"}).status_code == 302
        product.refresh_from_db()
        assert (product.status, product.events.get().note) == ("suspended", "Nhãn sai")
        assert officer.post(step, {"note": "Lần nữa"}).status_code == 422

    def test_status_producer_and_slug_cannot_be_typed_in(self, officer, rows):
        product = rows.an_giang.product
        data = product_form(
            product, status="suspended", producer=rows.da_nang.producer.pk, slug="khac", search_text="x"
        )
        assert officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", data).status_code == 302
        after = Product.objects.get(pk=product.pk)
        assert (after.status, after.producer, after.slug) == (product.status, product.producer, product.slug)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("name", ""), ("name", "x" * 201), ("vat_rate", "7"), ("shelf_life_days", "-1"), ("travel_limit_km", "9" * 30),
         ("product_set", "99"), ("source_url", "javascript:alert(1)"), ("listing_basis", "khong")],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field(self, officer, rows, field, value):
        product = rows.an_giang.product
        answer = officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", product_form(product, **{field: value}))
        assert field in errors_of(answer)
        assert Product.objects.get(pk=product.pk).updated_at == product.updated_at

    @pytest.mark.parametrize(
        ("field", "value"),
        [("price", "0"), ("price", "-5"), ("price", "9" * 40), ("price", "2000000000"), ("price", "một"),
         ("content_quantity", "0"), ("shipping_weight_grams", "0"), ("gtin", "8936000000001"), ("pack", ""),
         ("sku", "có dấu")],
    )  # fmt: skip
    def test_bad_packs_are_said_at_their_field(self, officer, rows, field, value):
        product, pack = rows.an_giang.product, rows.an_giang.variant
        row = {
            "id": pack.pk, "product": product.pk, "pack": pack.pack, "sku": pack.sku, "content_quantity": 500,
            "content_unit": "ml", "shipping_weight_grams": 800, "price": 120_000, "is_active": "on",
            field: value,
        }  # fmt: skip
        data = product_form(product, **{f"variants-0-{name}": said for name, said in row.items()})
        data |= {"variants-TOTAL_FORMS": "1", "variants-INITIAL_FORMS": "1"}
        answer = officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", data)
        assert answer.status_code == 422
        assert field in answer.context["inline_admin_formsets"][0].formset.forms[0].errors
        pack.refresh_from_db()
        assert pack.price == 120_000

    def test_a_sku_used_by_another_maker_is_said_at_its_field(self, officer, rows):
        product = rows.an_giang.product
        data = product_form(
            product,
            **{
                "variants-TOTAL_FORMS": "1", "variants-0-pack": "chai", "variants-0-sku": rows.da_nang.variant.sku,
                "variants-0-content_quantity": "5", "variants-0-content_unit": "ml",
                "variants-0-shipping_weight_grams": "6", "variants-0-price": "7", "variants-0-position": "0",
            },
        )  # fmt: skip
        answer = officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", data)
        assert answer.status_code == 422
        assert "sku" in answer.context["inline_admin_formsets"][0].formset.forms[0].errors

    def test_a_picture_is_cleaned_described_and_rendered_by_a_job(self, officer, rows):
        product = rows.an_giang.product
        picture = io.BytesIO()
        Image.new("RGB", (900, 600), "green").save(picture, "JPEG")
        data = product_form(product) | {
            "images-TOTAL_FORMS": "1",
            "images-0-file": SimpleUploadedFile("anh.jpg", picture.getvalue(), "image/jpeg"),
            "images-0-alt": "Chai nước mắm",
            "images-0-alt_en": "A bottle",
            "images-0-position": "0",
        }
        assert officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", data).status_code == 302
        image = product.images.get()
        assert (image.alt, image.alt_en, image.width) == ("Chai nước mắm", "A bottle", 900)
        assert DBTaskResult.objects.filter(task_path="catalog.tasks.render_image").count() == 1

    @pytest.mark.parametrize("content", [b"", b"khong phai anh", b"<svg onload=alert(1)>", b"GIF89a" + b"\0" * 20])
    def test_a_file_that_is_no_picture_is_refused_at_its_field(self, officer, rows, content):
        product = rows.an_giang.product
        data = product_form(product) | {
            "images-TOTAL_FORMS": "1",
            "images-0-file": SimpleUploadedFile("anh.jpg", content, "image/jpeg"),
            "images-0-position": "0",
        }
        answer = officer.post(f"/quan-ly/catalog/product/{product.pk}/change/", data)
        assert answer.status_code == 422
        assert "file" in answer.context["inline_admin_formsets"][1].formset.forms[0].errors
        assert product.images.count() == 0


def producer_form(producer: Producer, **fields):
    return {
        "name": producer.name, "kind": producer.kind, "province": producer.province_id, "commune": producer.commune_id,
        "phone": "0290 0000 001", "registration_number": "0000000001", **NO_MEMBERS, **fields,
    }  # fmt: skip


class TestProducers:
    def test_an_officer_enters_a_producer_who_has_premises_then(self, officer, units):
        data = {"name": "Cơ sở Bảy Núi", "kind": "workshop", "province": units.an_giang.pk, "phone": "1900 1234"}
        assert officer.post("/quan-ly/catalog/producer/add/", data | NO_MEMBERS).status_code == 302
        producer = Producer.objects.get(name="Cơ sở Bảy Núi")
        assert (producer.slug, producer.phone, producer.status) == ("co-so-bay-nui", "19001234", "active")
        assert producer.outlets.get().kind == "premises"

    def test_a_new_name_changes_what_its_products_are_found_by(self, officer, rows):
        producer = rows.an_giang.producer
        address = f"/quan-ly/catalog/producer/{producer.pk}/change/"
        assert officer.post(address, producer_form(producer, name="HTX Hòn Sơn")).status_code == 302
        assert " hon son" in Product.objects.get(pk=rows.an_giang.product.pk).search_text

    def test_a_member_is_added_by_what_they_sign_in_with(self, officer, rows, lan):
        producer = rows.an_giang.producer
        owner = producer.memberships.get()
        data = producer_form(producer) | {
            "memberships-TOTAL_FORMS": "2", "memberships-INITIAL_FORMS": "1", "memberships-0-id": owner.pk,
            "memberships-0-role": "owner", "memberships-1-contact": "0900 000 001", "memberships-1-role": "staff",
        }  # fmt: skip
        assert officer.post(f"/quan-ly/catalog/producer/{producer.pk}/change/", data).status_code == 302
        assert set(producer.memberships.values_list("user__email", "role")) == {
            ("sau@example.com", "owner"),
            ("lan@example.com", "staff"),
        }

    @pytest.mark.parametrize("contact", ["", "khong-co@example.com", "0900000099", "sau@example.com", "x" * 300])
    def test_an_unknown_member_is_said_at_the_field(self, officer, rows, contact):
        producer = rows.an_giang.producer
        data = producer_form(producer) | {
            "memberships-TOTAL_FORMS": "1", "memberships-0-contact": contact, "memberships-0-role": "owner",
        }  # fmt: skip
        answer = officer.post(f"/quan-ly/catalog/producer/{producer.pk}/change/", data)
        assert answer.status_code == 422
        assert "contact" in answer.context["inline_admin_formsets"][0].formset.forms[0].errors
        assert Membership.objects.filter(producer=producer).count() == 1

    def test_suspending_takes_the_goods_off_the_shop(self, officer, rows):
        producer = rows.an_giang.producer
        assert officer.post(f"/quan-ly/catalog/producer/{producer.pk}/buoc/tam-ngung/").status_code == 302
        assert not Product.objects.sellable(cast.TODAY).filter(producer=producer).exists()
        assert officer.post(f"/quan-ly/catalog/producer/{producer.pk}/buoc/mo-lai/").status_code == 302
        assert Product.objects.sellable(cast.TODAY).filter(producer=producer).exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("phone", "123"), ("tax_number", "abc"), ("email", "a@"), ("kind", "khac-la"), ("name", "")],
    )
    def test_bad_input_is_said_at_its_field(self, officer, rows, field, value):
        producer = rows.an_giang.producer
        data = producer_form(producer, **{field: value})
        assert field in errors_of(officer.post(f"/quan-ly/catalog/producer/{producer.pk}/change/", data))


class TestCertificates:
    def certificate_form(self, of, **fields):
        return {
            "product": of.pk, "stars": 5, "issuing_level": "province", "decision_number": "99/QĐ-UBND",
            "valid_from": "01/12/2026", "valid_from_precision": "day", **fields,
        }  # fmt: skip

    def test_a_renewal_ends_its_forerunner_and_runs_36_months(self, officer, rows):
        before = rows.an_giang.certificate
        data = self.certificate_form(rows.an_giang.product, follows=before.pk)
        assert officer.post("/quan-ly/catalog/certificate/add/", data).status_code == 302
        issued = Certificate.objects.get(follows=before)
        assert (issued.valid_from, issued.valid_until) == (datetime.date(2026, 12, 1), datetime.date(2029, 12, 1))
        before.refresh_from_db()
        assert before.superseded_on == datetime.date(2026, 12, 1)

    def test_two_at_a_time_are_refused_at_the_field_and_the_form_stays(self, officer, rows):
        answer = officer.post("/quan-ly/catalog/certificate/add/", self.certificate_form(rows.an_giang.product))
        assert rows.an_giang.certificate.public_code in errors_of(answer)["valid_from"][0]
        assert "99/QĐ-UBND" in answer.content.decode()
        assert Certificate.objects.filter(product=rows.an_giang.product).count() == 1

    def test_what_was_mistyped_is_corrected(self, officer, rows):
        certificate = rows.an_giang.certificate
        data = {
            "stars": 5, "issuing_level": "ministry", "decision_number": "13/QĐ-UBND", "valid_from": "01/06/2025",
            "valid_from_precision": "day", "valid_until": "01/06/2028", "valid_until_precision": "day",
        }  # fmt: skip
        assert officer.post(f"/quan-ly/catalog/certificate/{certificate.pk}/change/", data).status_code == 302
        certificate.refresh_from_db()
        assert (certificate.decision_number, certificate.issuing_level) == ("13/QĐ-UBND", "ministry")

    @pytest.mark.parametrize(
        ("field", "said"),
        [("stars", "6"), ("stars", ""), ("score", "101"), ("score", "chín"), ("valid_from", "31/02/2026"),
         ("valid_from", "01/01/9998"), ("valid_from", "01/01/0001"),
         ("product", "99999"), ("issuing_level", "thế giới"), ("follows", "abc")],
    )  # fmt: skip
    def test_bad_input_is_said_at_its_field(self, officer, rows, field, said):
        data = self.certificate_form(rows.an_giang.product, **{field: said})
        assert field in errors_of(officer.post("/quan-ly/catalog/certificate/add/", data))

    def test_revoking_takes_a_day_and_a_reason(self, officer, rows):
        certificate = rows.an_giang.certificate
        step = f"/quan-ly/catalog/certificate/{certificate.pk}/buoc/thu-hoi/"
        assert officer.post(step, {"on": "", "note": ""}).status_code == 422
        assert officer.post(step, {"on": "01/01/2040", "note": "Sai"}).status_code == 422
        certificate.refresh_from_db()
        assert certificate.revoked_on is None
        assert officer.post(step, {"on": "21/11/2026", "note": "Không còn đạt"}).status_code == 302
        certificate.refresh_from_db()
        assert (certificate.revoked_on, certificate.revoked_reason) == (cast.TODAY, "Không còn đạt")
        assert not Product.objects.sellable(cast.TODAY).filter(pk=rows.an_giang.product.pk).exists()

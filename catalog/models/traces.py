"""Former slugs, the words that search knows, and the version that caches go by."""

from __future__ import annotations

from django.db import connection, models
from django.db.models import Q

from catalog.models.producers import Producer
from catalog.models.products import Product


class FormerSlug(models.Model):
    """An address that a product or a producer once had; it redirects for ever."""

    slug = models.SlugField(max_length=140)
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="former_slugs")
    producer = models.ForeignKey(Producer, models.CASCADE, null=True, blank=True, related_name="former_slugs")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, producer__isnull=True)
                | Q(product__isnull=True, producer__isnull=False),
                name="former_slug_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(product__isnull=False), name="former_slug_product_once"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(producer__isnull=False), name="former_slug_producer_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class SearchWord(models.Model):
    """A folded word that occurs in the catalogue, to correct a mistyped one."""

    word = models.CharField(max_length=40, unique=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"], name="search_word_initial_length")]

    def __str__(self) -> str:
        return self.word


class CatalogueVersion(models.Model):
    """One counter, raised by whatever changes what the catalogue shows: with the day, the key of every cached page."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="catalogue_version_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The counter as it stands; one query, in plain SQL because nearly every request asks it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM catalog_catalogueversion WHERE id = 1")
            row = cursor.fetchone()
        return row[0] if row else 0

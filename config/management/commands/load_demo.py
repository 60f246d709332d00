"""Filling the shop with the demo."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.models import Certificate, Producer, Product
from config.demo.loader import load_demo
from config.demo.people import DEMO_PASSWORD, DEMO_USERS
from config.demo.places import UnknownProvinceError
from fairs.models import Fair
from points_of_sale.models import Outlet


class Command(BaseCommand):
    """Adds what is missing of the demo; prints counts and the demo's sign-ins. Does nothing unless DEMO is set."""

    help = "Fill the shop with real products' facts, illustrative prices and demo users. Needs load_units first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Smaller demos, for tests and hurried people."""
        parser.add_argument("--products", type=int, metavar="N", help="only N products, the fish sauces among them")
        parser.add_argument("--no-pictures", action="store_true", help="draw no labels")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, count, and say who can sign in."""
        if not settings.DEMO:
            self.stdout.write("DEMO is not set: no demo data loaded.")
            return
        started = time.monotonic()
        try:
            loaded = load_demo(
                at=timezone.now(),
                limit=options["products"],
                with_pictures=not options["no_pictures"],
                report=self.stdout.write,
            )
        except UnknownProvinceError as error:
            raise CommandError(f"No administrative unit {error}: run load_units first.") from error
        self.stdout.write(
            f"Demo: {loaded.products} products, {loaded.outlets} outlets, {loaded.fairs} fairs, {loaded.users} users "
            f"added in {time.monotonic() - started:.1f} s."
        )
        self._count()
        self._introduce()

    def _count(self) -> None:
        today = timezone.localdate()
        products = Product.objects.published()
        self.stdout.write(
            f"In the shop: {products.count()} products ({products.certified(today).count()} with a certificate in "
            f"force), {Producer.objects.count()} makers, {Certificate.objects.count()} certificates, "
            f"{Outlet.objects.filter(producer=None).count()} outlets, {Fair.objects.count()} fairs."
        )

    def _introduce(self) -> None:
        self.stdout.write(f"Demo sign-ins, all with the password {DEMO_PASSWORD} :")
        for person in DEMO_USERS:
            self.stdout.write(f"  {person.email:<44} {person.purpose}")

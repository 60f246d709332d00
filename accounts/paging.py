"""Pages of lists that may be long: counted exactly up to a thousand, and never an error for an absurd page number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

EXACT_COUNT = 1_000
MAX_PAGE_DIGITS = 6


def shown_count(count: int) -> str:
    """A count as lists say it: `170`, and "more than 1.000" beyond what is counted exactly."""
    return str(count) if count <= EXACT_COUNT else _("more than 1.000")


class Rows(Protocol):
    """What pages can be cut from: a queryset, or what reads other rows by their places."""

    def __getitem__(self, part: slice, /) -> Iterable[Any]: ...


class LongPaginator(Paginator[Any]):
    """Counts no further than it must; one row more than a page is fetched to know whether another page follows."""

    def __init__(
        self,
        rows: Rows,
        per_page: int,
        *,
        counted: QuerySet[Any] | int | None = None,
        show: Callable[[list[Any]], list[Any]] = list,
    ) -> None:
        """`counted` are the same rows without what only showing them needs, or their number.

        `show` turns a page's rows into others.
        """
        super().__init__(rows, per_page)  # type: ignore[arg-type]  # sliced here and nowhere else
        self._counted = counted
        self._show = show
        self._reached = 0

    @cached_property
    def count(self) -> int:
        """The number of rows, or one more than EXACT_COUNT for any larger number."""
        if isinstance(self._counted, int):
            return min(self._counted, EXACT_COUNT + 1)
        counted: Any = self.object_list if self._counted is None else self._counted
        count: int = counted.order_by().values("pk")[: EXACT_COUNT + 1].count()
        return count

    @property
    def num_pages(self) -> int:
        """The number of pages known of."""
        known = max(-(-self.count // self.per_page), 1)
        return max(known, self._reached) if self.count > EXACT_COUNT else known

    def read_page(self, number: str) -> Page[Any]:
        """The page a visitor asks for by `?trang=`; raises Http404 for one that does not exist."""
        if not (number.isascii() and number.isdigit() and 1 <= len(number) <= MAX_PAGE_DIGITS and int(number) >= 1):
            raise Http404(_("There is no such page in this list."))
        wanted = int(number)
        start = (wanted - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and wanted > 1:
            raise Http404(_("There is no such page in this list."))
        if len(rows) <= self.per_page and start + len(rows) <= EXACT_COUNT:
            # The list ends here, so its length is known without counting.
            self.count = start + len(rows)
        self._reached = wanted + (len(rows) > self.per_page)
        return Page(self._show(rows[: self.per_page]), wanted, self)

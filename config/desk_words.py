"""Words of the desk's theme that come without Vietnamese; named here so that makemessages finds them."""

from django.utils.translation import gettext_noop as _

THEME_WORDS = (
    _("Add row"),
    _("Apply Filters"),
    _("Choose file to upload"),
    _("Click to cancel"),
    _("Dark"),
    _("Date"),
    _("Expand row"),
    _("False"),
    _("General"),
    _("Go back"),
    _("Light"),
    _("More actions"),
    _("Next"),
    _("No results found"),
    _("Previous"),
    _("Reset filters"),
    _("Select value"),
    _("System"),
    _("This item will be deleted."),
    _("This page yielded into no results. Create a new item or reset your filters."),
    _("True"),
    _("Type to search"),
)

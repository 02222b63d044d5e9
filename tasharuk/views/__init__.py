"""Views: records come in, the plain values that the components' macros show go out. No HTML is made here."""

from tasharuk.views.base import Views
from tasharuk.views.campaigns import CampaignViews
from tasharuk.views.history import HistoryViews
from tasharuk.views.lists import ListViews
from tasharuk.views.organizations import OrganizationViews

__all__ = ["AllViews", "Views"]


class AllViews(OrganizationViews, CampaignViews, HistoryViews, ListViews):
    """Every view that templates may call, by its method's name."""

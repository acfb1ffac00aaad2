"""Calendars as iCalendar files (RFC 5545): what is due, the plan of an audit, the programme."""

from auditctl.exchange.ics.dues import PRODUCT, calendar
from auditctl.exchange.ics.events import NoCalendarLibrary

__all__ = ["PRODUCT", "NoCalendarLibrary", "calendar"]

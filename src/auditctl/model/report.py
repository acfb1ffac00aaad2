"""What the lead auditor concludes, and the report's way to its readers."""

from auditctl.model.types import Count, Model, PastDay, PersonRef, Reasoned, Series, Signed, Text


class Conclusions(Model):
    conformity: Text | None = None
    effectiveness: Text | None = None


class NotCovered(Model):
    what: Text
    why: Text


class Issued(Signed):
    version: Count = 1


class Delivery(Model):
    to: PersonRef
    date: PastDay | None = None


class ManagementReview(Model):
    date: PastDay
    record: Text | None = None


class Amendment(Reasoned):
    records: Series[Text] = ()


class Report(Model):
    summary: Text | None = None
    conclusions: Conclusions = Conclusions()
    not_covered: Series[NotCovered] = ()
    diverging_opinions: Text | None = None
    limitations: Text | None = None
    prepared: Signed | None = None
    reviewed: Signed | None = None
    approved: Signed | None = None
    issued: Issued | None = None
    distribution: Series[Delivery] = ()
    management_review: ManagementReview | None = None
    amendments: Series[Amendment] = ()
    details: Text | None = None

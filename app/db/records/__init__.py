"""The records, by group of records.md. Importing this package maps them all."""

from app.db.records.customer import Contact, Customer, CustomerBrand
from app.db.records.market import Brand, MarketArea
from app.db.records.office import BranchOffice, CalendarDay, Company, Department, Employee, User
from app.db.records.survey import SurveyDraft, SurveyForm, SurveySheet, SurveySheetVisit
from app.db.records.sweep import DailyFeedbackLine, DailySweepLine, DailySweepReport, DiscussionNote
from app.db.records.system import Attachment, AuditEntry, NumberSequence
from app.db.records.visit import (
    PlanCarryItem,
    Visit,
    VisitParticipant,
    VisitPlan,
    VisitPlanItem,
    VisitPlanParticipant,
    VisitStep,
)

__all__ = [
    "Attachment",
    "AuditEntry",
    "BranchOffice",
    "Brand",
    "CalendarDay",
    "Company",
    "Contact",
    "Customer",
    "CustomerBrand",
    "DailyFeedbackLine",
    "DailySweepLine",
    "DailySweepReport",
    "Department",
    "DiscussionNote",
    "Employee",
    "MarketArea",
    "NumberSequence",
    "PlanCarryItem",
    "SurveyDraft",
    "SurveyForm",
    "SurveySheet",
    "SurveySheetVisit",
    "User",
    "Visit",
    "VisitParticipant",
    "VisitPlan",
    "VisitPlanItem",
    "VisitPlanParticipant",
    "VisitStep",
]

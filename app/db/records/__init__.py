"""The records, by group of records.md. Importing this package maps them all."""

from app.db.records.complaint import ComplaintAction, ComplaintLog, ImprovementAction
from app.db.records.customer import Contact, Customer, CustomerBrand, DuplicateCandidate
from app.db.records.development import CompetitorObservation, CustomerNeed, FollowUp, Obstacle
from app.db.records.exchange import ImportBatch, ImportLayout, SavedView
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
from app.db.records.weekly import ExportLog, FilingBatch, FilingItem, WeeklySummary

__all__ = [
    "Attachment",
    "AuditEntry",
    "BranchOffice",
    "Brand",
    "CalendarDay",
    "Company",
    "CompetitorObservation",
    "ComplaintAction",
    "ComplaintLog",
    "Contact",
    "Customer",
    "CustomerBrand",
    "CustomerNeed",
    "DailyFeedbackLine",
    "DailySweepLine",
    "DailySweepReport",
    "Department",
    "DiscussionNote",
    "DuplicateCandidate",
    "Employee",
    "ExportLog",
    "FilingBatch",
    "FilingItem",
    "FollowUp",
    "ImportBatch",
    "ImportLayout",
    "ImprovementAction",
    "MarketArea",
    "NumberSequence",
    "Obstacle",
    "PlanCarryItem",
    "SavedView",
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
    "WeeklySummary",
]

"""The rights of rule R22 and the built-in roles' defaults; service functions name the right they need."""

from __future__ import annotations

from collections.abc import Mapping

_RIGHTS_OF = {
    "rep": """
        customer.view customer.edit survey.edit survey.submit plan.edit visit.edit daily.edit weekly.edit export.masked
        pipeline.move complaint.register purchase.view suggestion.edit""",
    "clerk": """
        customer.view customer.edit contact.view_full customer.archive survey.edit survey.submit survey.archive
        plan.edit visit.edit visit.enter_other daily.edit daily.enter_other daily.archive weekly.edit weekly.print
        filing.create complaint.register care.edit satisfaction.edit purchase.edit export.masked export.full
        suggestion.edit""",
    "supervisor": """
        customer.view customer.edit contact.view_full customer.merge customer.transfer customer.delete
        classification.confirm survey.edit survey.submit survey.return plan.edit plan.approve visit.edit
        visit.enter_other daily.edit daily.enter_other daily.review weekly.edit weekly.review pipeline.move
        pipeline.override evaluation.confirm complaint.register complaint.approve export.masked export.full
        suggestion.edit suggestion.screen""",
    "marketing": "customer.view customer.edit template.edit market.edit evaluation.edit export.masked",
    "legal": "customer.view contract.draft contract.review",
    "service": "customer.view complaint.register complaint.handle complaint.close care.edit",
    "admin": "user.manage setting.edit policy.publish backup.run audit.view template.publish",
}

ROLE_RIGHTS: Mapping[str, frozenset[str]] = {role: frozenset(rights.split()) for role, rights in _RIGHTS_OF.items()}
"""What each built-in role may do by default (rule R22's table)."""

EVERY_RIGHT = frozenset().union(*ROLE_RIGHTS.values())
"""The union, for the office's own unattended jobs (sample office, scheduled reports)."""

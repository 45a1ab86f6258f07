"""The rights of rule R22 and the built-in roles' defaults; service functions name the right they need."""

from __future__ import annotations

from collections.abc import Mapping

_RIGHTS_OF = {
    "rep": """
        customer.view customer.edit survey.edit survey.submit plan.edit visit.edit daily.edit weekly.edit export.masked
        pipeline.move complaint.view complaint.register purchase.view suggestion.edit""",
    "clerk": """
        customer.view customer.edit contact.view_full customer.archive survey.edit survey.submit survey.archive
        plan.edit visit.edit visit.enter_other daily.edit daily.enter_other daily.archive weekly.edit weekly.print
        filing.create complaint.view complaint.register complaint.accept care.edit satisfaction.edit purchase.edit
        export.masked export.full suggestion.edit""",
    "supervisor": """
        customer.view customer.edit contact.view_full customer.merge customer.transfer customer.delete
        classification.confirm survey.edit survey.submit survey.return plan.edit plan.approve visit.edit
        visit.enter_other daily.edit daily.enter_other daily.review weekly.edit weekly.review pipeline.move
        pipeline.override evaluation.confirm complaint.view complaint.register complaint.accept complaint.approve
        complaint.close export.masked export.full suggestion.edit suggestion.screen""",
    "marketing": """
        customer.view customer.edit template.edit market.edit evaluation.edit complaint.view filing.confirm
        export.masked""",
    "legal": "customer.view contract.draft contract.review complaint.view",
    "service": """
        customer.view complaint.view complaint.register complaint.accept complaint.handle complaint.close care.edit
        export.masked""",
    "admin": "user.manage setting.edit policy.publish backup.run audit.view template.publish",
}

ROLE_RIGHTS: Mapping[str, frozenset[str]] = {role: frozenset(rights.split()) for role, rights in _RIGHTS_OF.items()}
"""What each built-in role may do by default (rule R22's table).

`complaint.view` is its 查, `complaint.accept` what rule R09 gives 客服、内勤、主管. The supervisor closes complaints too:
the handler may not, and many an office has only one 客服.
"""

EVERY_RIGHT = frozenset().union(*ROLE_RIGHTS.values())
"""The union, for the office's own unattended jobs (sample office, scheduled reports)."""

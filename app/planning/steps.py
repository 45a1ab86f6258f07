"""The four steps a customer is won by, and visits that maintain: what each is about (rule R05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.choices import label_of
from app.planning.standings import MAINTAIN


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code (s1 … s4, maintain), what to mind, and what a visit of it is usually for."""

    code: str
    hint: str
    purpose: str
    goal: str

    @property
    def number(self) -> int:
        """1 to 4, 0 for maintaining."""
        return 0 if self.code == MAINTAIN else int(self.code[1])

    @property
    def name(self) -> str:
        """Its name without its number: 留下印象."""
        return label_of("four_step", self.code).rpartition(" ")[2]


STEPS: Mapping[str, Step] = {
    step.code: step
    for step in (
        Step("s1", "展现精神面貌和产品魅力，掌握客户基本信息", "survey", "递名片、看店面，填好调查表第一部分"),
        Step(
            "s2", "认真倾听、简单商谈、收集情报，探讨合作可能；条件放高不放低", "need", "问清需求与现用品牌，补填调查表"
        ),
        Step("s3", "深入沟通，做出意愿与姿态", "promote", "讲清产品与政策，谈合作意愿"),
        Step("s4", "深入商谈，就签约条件达成一致", "negotiate", "谈供货条件，争取签意向书"),
        Step(MAINTAIN, "对账、看库存，了解使用反馈", "return", "对账、看库存，了解使用反馈"),
    )
}
"""By code, in order."""

"""What the generating rules say about a customer of the sample office: address, numbers, people, ratings, words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.calendar import WorkCalendar
from app.customers.judging import fit_result, suggested_position
from app.customers.states import INTERESTED
from app.sample.tables import Shop, by_key, items
from app.sample.week import DEMO_NOW, calls_on
from app.visits.rules import next_visit_on

_MOBILES, _SECOND_MOBILES = 14200000000, 14200010000
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SECOND_BRANDS = ("HL", "LQ", "BD", "JH", "QT")
_SIGNED_FROM = date(2024, 3, 1)
_REVIEWED_FROM = date(2026, 8, 1)


@dataclass(frozen=True, slots=True)
class BrandShare:
    """A brand a customer sells, its part of the sales in percent and in 万元 a month."""

    code: str
    role: str
    percent: int
    volume: Decimal


def address(shop: Shop) -> str:
    """Street and number within the market."""
    i = shop.seq
    return {
        "LZ-HX": f"五金机电城 {'ABCD'[i % 4]}区 {i % 9 + 1}排{i * 7 % 60 + 1}号",
        "LZ-CB": f"建材大道{i * 7 % 180 + 1}号",
        "LZ-GX": f"创新路{i * 11 % 90 + 1}号{i % 6 + 1}幢",
        "LZ-LG": f"南街{i * 5 % 120 + 1}号",
    }[shop.market]


def shop_phone(shop: Shop) -> str:
    """The shop's own number."""
    return f"0600-8{800000 + 13 * shop.seq:06d}"


def credit_code(shop: Shop) -> str | None:
    """The unified social credit code with its check character (rule R26), None for individuals."""
    if not shop.is_company:
        return None
    body = f"91000000MA0000{shop.seq:03d}"
    total = sum(_CODE_CHARACTERS.index(c) * pow(3, n, 31) for n, c in enumerate(body))
    return body + _CODE_CHARACTERS[-total % 31]


def customer_kind(shop: Shop) -> str:
    """Dealer, project or, where others belong to it, group."""
    if shop.seq == 22:
        return "group"
    return "project" if shop.channel in ("project_contractor", "direct_project") else "dealer"


def owner_name(shop: Shop) -> str:
    """The main contact's name."""
    return items("names")["姓"][shop.seq - 1] + _given_name(shop)


def _given_name(shop: Shop) -> str:
    return items("names")["名"].split()[5 * shop.seq % 12]


def owner_mobile(shop: Shop) -> str | None:
    """The main contact's mobile number; None for the one who did not agree to its being kept."""
    return None if shop.intent == "rejected" else str(_MOBILES + 1000 + 37 * shop.seq)


def buyer(shop: Shop) -> tuple[str, str] | None:
    """Name and mobile number of the second contact, whom every third customer has."""
    if shop.seq % 3:
        return None
    return items("names")["姓"][shop.seq % 36] + _given_name(shop), str(_SECOND_MOBILES + shop.seq)


def birthday(shop: Shop) -> tuple[str, int, int] | None:
    """Kind, month and day of the main contact's birthday, where it is known."""
    kind = {1: "solar", 2: "lunar"}.get(shop.seq % 4)
    return (kind, shop.seq % 12 + 1, shop.seq % 28 + 1) if kind else None


def strength(shop: Shop) -> int | None:
    """Strength and potential, 1 to 5."""
    if not shop.is_known:
        return None
    if shop.scale == "large":
        return 5 if shop.own_role == "main" else 4
    if shop.scale == "medium":
        return 4 if shop.intent in ("strong", "signed") else 3
    return 3 if shop.is_signed or shop.intent in INTERESTED else 2


def philosophy(shop: Shop) -> int | None:
    """How well its ideas fit ours, 1 to 5."""
    return int(by_key("intents")[shop.intent]["理念契合"]) if shop.is_known else None


def fit(shop: Shop) -> str:
    """Whether it meets the company's demands."""
    return fit_result(philosophy(shop), strength(shop))


def sub_dealers(shop: Shop) -> int:
    """How many resellers it supplies."""
    return int(by_key("channels")[shop.channel]["下线数"])


def position(shop: Shop) -> str:
    """The dealer position rule R06 proposes."""
    return suggested_position(
        fit(shop),
        scale=shop.scale,
        channel_type=shop.channel,
        customer_kind=customer_kind(shop),
        strength=strength(shop),
        philosophy=philosophy(shop),
        sub_dealers=sub_dealers(shop),
    )


def found_on(shop: Shop) -> date:
    """When it was found."""
    if shop.found_on:
        return shop.found_on
    if shop.is_signed:
        return _SIGNED_FROM + timedelta(days=9 * shop.seq)
    return calls_on(shop)[0].on


def stage_entered_on(shop: Shop) -> date:
    """When it came to its stage."""
    return shop.stage_on or DEMO_NOW.date() - timedelta(days=5 * shop.seq % 12)


def reviewed_on(shop: Shop) -> date | None:
    """When its archive was last looked through; only signed customers' is filed."""
    return _REVIEWED_FROM + timedelta(days=3 * shop.seq) if shop.is_signed else None


def lead_source(shop: Shop) -> str:
    """How it was found."""
    return shop.source or ("referral", "sweep", "sweep", "exhibition", "web_search")[shop.seq % 5]


def consent(shop: Shop) -> str:
    """Whether it agreed to its data being kept."""
    if shop.intent == "rejected":
        return "refused"
    return "agreed" if shop.seq % 7 else "not_told"


def own_brand() -> str:
    """The code of our own brand."""
    return items("office")["本公司品牌"]


def brand_shares(shop: Shop) -> list[BrandShare]:
    """The brands it sells: the main one, a second one, and ours where it is not the main one."""
    if shop.volume is None:
        return []
    place = shop.seq % 5
    second = _SECOND_BRANDS[place]
    if second == shop.main_brand:
        second = _SECOND_BRANDS[(place + 1) % 5]
    parts = [(shop.main_brand, "main", 60), (second, "secondary", 25)]
    if shop.own_role in ("secondary", "stocked"):
        parts.append((own_brand(), shop.own_role, 15))
    return [BrandShare(code, role, part, Decimal(shop.volume * part) / 100) for code, role, part in parts]


def situation(shop: Shop) -> str:
    """How things stand, as the daily report tells it."""
    brand, wording = by_key("brands")[shop.main_brand]["品牌"], by_key("intents")[shop.intent]["意向句"]
    return f"{shop.short_name}主营{brand}，月销约{shop.volume}万元，{wording.format(weeks=shop.seq % 5 + 1)}。"


def countermeasure(shop: Shop) -> str:
    """What to do about it, as the daily report tells it."""
    return by_key("intents")[shop.intent]["对策建议"]


def next_call_on(shop: Shop, visited_on: date, calendar: WorkCalendar) -> date:
    """When it is due again after a visit."""
    return next_visit_on(visited_on, shop.intent, shop.main_class, calendar)


def next_step(shop: Shop, step: str, failure: str) -> str:
    """What to do next: what the failed visit calls for, else what follows the step taken."""
    if shop.intent == "rejected":
        return "暂停拜访，90 天后再问"
    return by_key("failures")[failure]["下一步"] if failure else by_key("steps")[step]["下一步"]

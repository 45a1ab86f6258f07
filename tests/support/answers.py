"""The answers of one filled 《线缆业务客户调查表》, by question number and the visit that usually learns them."""

from __future__ import annotations

from app.forms.model import Form

VISIT_DATE = "/data/visit/visit_date"

_ANSWERS = {
    "A01": {"/data/a/customer_name": "桁岳五金机电经营部"},
    "A03": {"/data/a/market_area/market_area_id": "LZ-HX"},
    "A04": {"/data/a/address": "五金机电城 A区 5排29号"},
    "A06": {"/data/a/channel_type": "wholesaler"},
    "A08": {"/data/a/contact_name": "谢予川"},
    "A09": {"/data/a/mobile": "14200001037"},
    "A12": {"/data/a/founded_year": "2011"},
    "A14": {"/data/a/shop_area_m2": "180"},
    "A16": {"/data/a/staff_count": "7"},
    "B01": {"/data/b/market_size_wan": "12000"},
    "B02": {"/data/b/merchant_count": "96"},
    "B03": {"/data/b/distribution_traits": "concentrated street"},
    "B05": {"/data/b/traffic_level": "high"},
    "B06": {"/data/b/location_kind": "entrance"},
    "C03": {"/data/c/business_philosophy": "4"},
    "C04": {"/data/c/cable_years": "15"},
    "C05": {"/data/c/business_trend": "up"},
    "C06": {"/data/c/business_mode": "wholesale"},
    "C07": {"/data/c/store_display": "3"},
    "C10": {"/data/c/product_categories": "bv power"},
    "C11": {
        "/data/c/customer_brands[1]/brand_id": "HL",
        "/data/c/customer_brands[1]/role": "main",
        "/data/c/customer_brands[1]/brand_volume_wan": "27",
        "/data/c/customer_brands[1]/share_pct": "60",
    },
    "C12": {"/data/c/monthly_volume_wan": "45"},
    "C13": {"/data/c/sub_dealer_count": "8"},
    "C15": {"/data/c/distribution_capability": "4"},
    "C17": {"/data/c/tech_staff_count": "1"},
    "C18": {"/data/c/after_sales": "3"},
    "C19": {"/data/c/distribution_margin": "8.5"},
    "C21": {"/data/c/payment_terms": "net15"},
    "C22": {"/data/c/credit_record": "good"},
    "C23": {"/data/c/market_network": "4"},
    "C24": {"/data/c/market_influence": "4"},
    "D01": {"/data/d/competitors[1]/rival_brand_id": "HL"},
    "E01": {"/data/e/purchase_factors": "price quality brand"},
    "E02": {
        "/data/e/tier_share/share_high": "20",
        "/data/e/tier_share/share_mid": "50",
        "/data/e/tier_share/share_low": "30",
    },
    "E06": {"/data/e/brand_awareness": "heard"},
    "E07": {"/data/e/info_source": "owner"},
    "F01": {"/data/f/intent_level": "strong"},
    "F03": {"/data/f/needs": "希望账期 15 天"},
    "F06": {"/data/f/obstacle/obstacle_kinds": "price"},
    "F09": {"/data/f/philosophy_rating": "4"},
    "F10": {"/data/f/strength_rating": "4"},
    "F11": {"/data/f/fit_result": "fit"},
    "F12": {"/data/f/dealer_position": "general"},
    "G01": {"/data/g/impression": "老板懂行，店面整齐"},
    "G02": {"/data/g/situation": "主营恒砾，月销约45万元，希望尽快谈供货条件。"},
    "G03": {"/data/g/countermeasure": "报主管联合访问，准备洽谈条款"},
    "G04": {"/data/g/next_visit_on": "2026-11-30"},
    "G07": {"/data/g/consent_answer": "yes"},
}

BRAND_ROWS = {"/data/c/customer_brands": 1, "/data/d/competitors": 1}


def answers(form: Form, until_visit: int = 3, *, visited_on: str = "2026-11-16") -> dict[str, str]:
    """What the required questions were answered with, up to the visit (1-3) on which they are usually asked."""
    asked = [q.number for q in form.questions if q.required and q.visit <= until_visit]
    filled = {path: text for number in asked for path, text in _ANSWERS[number].items()}
    factors = next(form.field_at(path) for path in _ANSWERS["E01"])
    if (path := factors.path) in filled:
        first = filled[path].split()
        filled[path] = " ".join([*first, *(c.code for c in form.choices[factors.choices] if c.code not in first)])
    return {VISIT_DATE: visited_on, "/data/visit/visit_round": "1", "/data/outcome/visit_result": "good", **filled}


def rows(until_visit: int = 3) -> dict[str, int]:
    """How many rows the tables have then."""
    return dict(BRAND_ROWS) if until_visit > 1 else {}

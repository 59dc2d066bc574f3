"""The measures, each defined once: what is counted, among what.

Beijing's regulation on 接诉即办 (2021, article 32) names three rates and gives no formula, so that
ours are published with numerator and denominator. Three laws hold for all of them: a denominator is
never narrowed in silence, an unreachable person never counts as satisfied, and "partly" is shown
apart.
"""

from jiesu.rules.measuring.case_facts import Answer, CaseFacts
from jiesu.rules.measuring.definition import Group, Measure, count, no
from jiesu.rules.measuring.rates import Rate

__all__ = ["MEASURES", "SHOWN", "Answer", "CaseFacts", "Group", "Measure", "Rate", "count"]


def _excluded(case: CaseFacts) -> bool:
    return case.exclusion_ground != ""


def _answered(case: CaseFacts) -> bool:
    return (
        (case.answer == Answer.SOLVED)
        | (case.answer == Answer.PARTLY)
        | (case.answer == Answer.NOT_SOLVED)
    )


_SATISFIED = 4  # on the scale of five: satisfied or very satisfied

DUE = Group("到期工单", "work orders whose original due time has passed", lambda c: c.due_passed)
REPLIED = Group("已答复工单", "work orders replied to", lambda c: c.replied)
REPLIED_IN_TIME = Group(
    "按时答复工单",
    "work orders replied to by the due time in force",
    lambda c: c.replied & c.replied_by_extended_due,
)
ASKED = Group(
    "已开展回访",
    "work orders whose appellant was asked, reached or not",
    lambda c: c.answer != Answer.NOT_ASKED,
)
ANSWERED = Group("回访有效", "work orders whose appellant gave a real answer", _answered)
DISPATCHED = Group("已派工单", "work orders dispatched", lambda c: c.dispatched)
DECIDED = Group(
    "已审核异议", "objections decided", lambda c: c.objection_upheld | c.objection_overruled
)
COMPLETED_30 = Group(
    "办结满30日工单", "work orders completed 30 days ago or more", lambda c: c.completed_30_days_ago
)
COMPLETED_90 = Group(
    "办结满90日工单", "work orders completed 90 days ago or more", lambda c: c.completed_90_days_ago
)

_OURS = "our own definition"
_BEIJING_32 = "Beijing regulation (2021), article 32; the formula is ours"

_ALL = (
    Measure(
        code="response_rate",
        zh="响应率",
        en="Response rate",
        counted=Group(
            "在时限内先行联系且经诉求人证实",
            "first contact in the time of its class, and the appellant says so",
            lambda c: c.contacted_in_time & c.contact_proven,
        ),
        among=DUE,
        source=_BEIJING_32,
    ),
    Measure(
        code="resolution_rate",
        zh="解决率",
        en="Resolution rate",
        counted=Group(
            "诉求人表示已解决", "the appellant says: solved", lambda c: c.answer == Answer.SOLVED
        ),
        among=ANSWERED,
        source=_BEIJING_32,
    ),
    Measure(
        code="partly_resolved_rate",
        zh="部分解决率",
        en="Partly resolved",
        counted=Group(
            "诉求人表示部分解决", "the appellant says: partly", lambda c: c.answer == Answer.PARTLY
        ),
        among=ANSWERED,
        source="shown apart, never added to the resolution rate",
    ),
    Measure(
        code="claimed_rate",
        zh="单位自报解决率",
        en="Claimed resolved",
        counted=Group(
            "承办单位报告已解决", "the unit says: resolved", lambda c: c.claimed_resolved
        ),
        among=ANSWERED,
        source="beside the resolution rate: the gap is what was claimed and not confirmed",
    ),
    Measure(
        code="satisfaction_rate",
        zh="满意率",
        en="Satisfaction with the result",
        counted=Group(
            "对结果满意或非常满意（4或5分）",
            "the appellant rates the result 4 or 5 of 5",
            lambda c: c.result_rating >= _SATISFIED,
        ),
        among=ANSWERED,
        source=_BEIJING_32,
    ),
    Measure(
        code="service_satisfaction_rate",
        zh="服务满意率",
        en="Satisfaction with the service",
        counted=Group(
            "对服务满意或非常满意（4或5分）",
            "the appellant rates the service 4 or 5 of 5",
            lambda c: c.service_rating >= _SATISFIED,
        ),
        among=ANSWERED,
        source="service apart from result, so that a lawful no is not punished",
    ),
    Measure(
        code="reach_rate",
        zh="回访有效率",
        en="Reach",
        counted=ANSWERED,
        among=ASKED,
        source=_OURS,
    ),
    Measure(
        code="unreached_rate",
        zh="未联系上率",
        en="Not reached",
        counted=Group(
            "未联系上诉求人",
            "the appellant was not reached",
            lambda c: c.answer == Answer.UNREACHED,
        ),
        among=ASKED,
        source=_OURS,
    ),
    Measure(
        code="refused_rate",
        zh="拒绝回访率",
        en="Refused to answer",
        counted=Group(
            "诉求人拒绝评价", "the appellant would not answer", lambda c: c.answer == Answer.REFUSED
        ),
        among=ASKED,
        source=_OURS,
    ),
    Measure(
        code="on_time_rate",
        zh="按时办理率（原时限）",
        en="On time, original due time",
        counted=Group(
            "在原时限内答复", "replied to by the original due time", lambda c: c.replied_by_due
        ),
        among=DUE,
        source=_OURS,
    ),
    Measure(
        code="on_time_rate_extended",
        zh="按时办理率（延期后）",
        en="On time, extended due time",
        counted=Group(
            "在延期后的时限内答复",
            "replied to by the due time in force",
            lambda c: c.replied_by_extended_due,
        ),
        among=DUE,
        source=_OURS,
    ),
    Measure(
        code="last_hour_share",
        zh="临期答复占比",
        en="Replies in the last hour",
        counted=Group(
            "在时限前最后一小时答复",
            "replied to within the last hour before it was due",
            lambda c: c.replied_in_last_hour,
        ),
        among=REPLIED_IN_TIME,
        source="a sign of replies made for the clock (Edmonton audit, 2023)",
    ),
    Measure(
        code="exclusion_rate",
        zh="剔除率",
        en="Excluded from scoring",
        counted=Group("经审核剔除", "excluded by decision, on any ground", _excluded),
        among=DUE,
        source="published by ground",
    ),
    Measure(
        code="first_dispatch_accuracy",
        zh="首次派单准确率",
        en="First dispatch right",
        counted=Group(
            "异议未成立且未改派",
            "no objection upheld and never dispatched anew",
            lambda c: no(c.objection_upheld | c.redispatched),
        ),
        among=DISPATCHED,
        source=_OURS,
    ),
    Measure(
        code="objection_rate",
        zh="异议率",
        en="Objections",
        counted=Group("承办单位提出异议", "the unit objected", lambda c: c.objected),
        among=DISPATCHED,
        source=_OURS,
    ),
    Measure(
        code="unfounded_objection_rate",
        zh="异议不成立率",
        en="Unfounded objections",
        counted=Group("异议被驳回", "the objection was overruled", lambda c: c.objection_overruled),
        among=DECIDED,
        source=_OURS,
    ),
    Measure(
        code="rework_rate",
        zh="重办率",
        en="Rework",
        counted=Group("被退回重办", "sent back at least once", lambda c: c.sent_back),
        among=REPLIED,
        source=_OURS,
    ),
    Measure(
        code="reopen_rate_30d",
        zh="30日内重开率",
        en="Reopened within 30 days",
        counted=Group(
            "办结后30日内重新打开",
            "opened again within 30 days",
            lambda c: c.reopened_within_30_days,
        ),
        among=COMPLETED_30,
        source=_OURS,
    ),
    Measure(
        code="reappeal_rate_90d",
        zh="90日内重复诉求率",
        en="Appealed again within 90 days",
        counted=Group(
            "同一人或同一地点同类诉求90日内再次提出",
            "the same person, or the same place and service, within 90 days",
            lambda c: c.appealed_again_within_90_days,
        ),
        among=COMPLETED_90,
        source=_OURS,
    ),
    Measure(
        code="escalation_rate",
        zh="提级办理率",
        en="Escalated",
        counted=Group("提级办理", "moved to a higher level", lambda c: c.escalated),
        among=DUE,
        source=_OURS,
    ),
)

_THREE_RATES = ("response_rate", "resolution_rate", "satisfaction_rate")

# Every measure by its code; the three rates also without what was excluded.
MEASURES = {measure.code: measure for measure in _ALL}
_TWINS = {twin.code: twin for twin in (MEASURES[code].without_excluded() for code in _THREE_RATES)}
MEASURES |= _TWINS

# No step excludes or escalates yet: these would be constants, and nobody is shown one as a figure.
_CONSTANT = {"exclusion_rate", "escalation_rate", *_TWINS}
SHOWN = {code: measure for code, measure in MEASURES.items() if code not in _CONSTANT}

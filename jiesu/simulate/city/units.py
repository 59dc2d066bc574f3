"""Units that handle appeals: city and district departments, streets, communities, enterprises."""

from typing import NamedTuple

from jiesu.simulate.city.areas import Area


class Department(NamedTuple):
    """A line of work: at which level its units stand, and what they are called."""

    level: str  # district (one in every district, under the city's), city or enterprise
    zh: str
    en: str


DEPARTMENTS: dict[str, Department] = {
    "housing": Department("district", "住房和城乡建设局", "Housing and Construction Bureau"),
    "urban": Department("district", "城市管理局", "Urban Management Bureau"),
    "ecology": Department("district", "生态环境局", "Ecology and Environment Bureau"),
    "market": Department("district", "市场监督管理局", "Market Supervision Bureau"),
    "police": Department("district", "公安局", "Public Security Bureau"),
    "education": Department("district", "教育局", "Education Bureau"),
    "health": Department("district", "卫生健康委员会", "Health Commission"),
    "labour": Department("district", "人力资源和社会保障局", "Human Resources and Social Security"),
    "civil": Department("district", "民政局", "Civil Affairs Bureau"),
    "agri": Department("district", "农业农村局", "Agriculture and Rural Affairs Bureau"),
    "culture": Department("district", "文化广电旅游局", "Culture and Tourism Bureau"),
    "parks": Department("district", "园林绿化中心", "Parks and Green Space Centre"),
    "fire": Department("district", "消防救援队伍", "Fire and Rescue"),
    "planning": Department("district", "自然资源和规划局", "Natural Resources and Planning"),
    "water": Department("city", "水务局", "Water Affairs Bureau"),
    "traffic": Department("city", "交通警察支队", "Traffic Police"),
    "transport": Department("city", "交通运输局", "Transport Bureau"),
    "medical": Department("city", "医疗保障局", "Medical Insurance Bureau"),
    "fund": Department("city", "住房公积金管理中心", "Housing Provident Fund Centre"),
    "gov": Department("city", "行政审批服务局", "Administrative Approval Bureau"),
    "tax": Department("city", "税务局", "Tax Bureau"),
    "waterworks": Department("enterprise", "水务集团供水公司", "Water Supply Company"),
    "power": Department("enterprise", "供电公司", "Power Supply Company"),
    "gas": Department("enterprise", "燃气有限公司", "Gas Company"),
    "heat": Department("enterprise", "热力有限公司", "Heating Company"),
    "bus": Department("enterprise", "公共交通集团", "Public Transport Group"),
    "metro": Department("enterprise", "轨道交通运营公司", "Metro Operator"),
    "telecom": Department("enterprise", "信息通信行业协调中心", "Telecoms Coordination Centre"),
}
HOTLINE = "HOT"


class Unit(NamedTuple):
    """One unit; `area` and `parent` are codes, empty where there is none."""

    code: str
    name_zh: str
    name_en: str
    level: str
    area: str
    parent: str


def units(areas: list[Area]) -> list[Unit]:
    """List every unit of the city, parents first."""
    hotline = "云江市12345热线服务中心", "Yunjiang 12345 Hotline Centre"
    return [
        Unit(HOTLINE, *hotline, "city", "", ""),
        *_departments(areas),
        *_local(areas),
    ]


def code_of(department: str, area: str) -> str:
    """Name the unit that does a department's work in an area, given by the area's code."""
    if department == "street":
        return f"ST{area[4:9]}"
    if DEPARTMENTS[department].level == "district":
        return f"{department.upper()}{area[4:6]}"
    return department.upper()


def _departments(areas: list[Area]) -> list[Unit]:
    districts = [area for area in areas if area.level == "district"]
    found = []
    for key, (level, zh, en) in DEPARTMENTS.items():
        above = "enterprise" if level == "enterprise" else "city"
        mark = "云江市" if level != "enterprise" else "云江"
        found.append(Unit(key.upper(), f"{mark}{zh}", f"Yunjiang {en}", above, "", ""))
        if level == "district":
            found += [_district_unit(key, zh, en, district) for district in districts]
    return found


def _district_unit(key: str, zh: str, en: str, district: Area) -> Unit:
    place = district.name_en.removesuffix(" District")
    code = code_of(key, district.code)
    branch = {"ecology": "市生态环境局{}分局", "police": "市公安局{}分局"}.get(key, "{}" + zh)
    name = branch.format(
        district.name_zh.removesuffix("区") if "分局" in branch else district.name_zh
    )
    return Unit(code, name, f"{place} {en}", "district", district.code, key.upper())


def _local(areas: list[Area]) -> list[Unit]:
    found = []
    for area in areas:
        if area.level == "street":
            zh, en = _office(area)
            found.append(Unit(code_of("street", area.code), zh, en, "street", area.code, ""))
    for area in areas:
        if area.level == "community":
            body = "村民委员会" if area.name_zh.endswith("村") else "居民委员会"
            found.append(
                Unit(
                    f"CM{area.code[4:]}",
                    area.name_zh + body,
                    f"{area.name_en} Committee",
                    "community",
                    area.code,
                    code_of("street", area.parent),
                )
            )
    return found


def _office(street: Area) -> tuple[str, str]:
    if street.name_zh.endswith("镇"):
        return f"{street.name_zh}人民政府", f"{street.name_en} Government"
    return f"{street.name_zh}办事处", f"{street.name_en} Office"

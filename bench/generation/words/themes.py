"""What the invented governments speak of: pillars, the themes below them, and how they are said.

All of it is invented. The orders of the tables are orders of frequency: first come the few pillars
and themes that make up most of what is promised.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its IRI in Turtle, the words behind a number, and how a phrase is built around it."""

    iri: str
    en: str
    zh: str
    phrase_en: str
    phrase_zh: str


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of what a theme is about, as breakdowns name it."""

    slug: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing that is promised in many places, with the indicator that measures it.

    *digits* are the smallest and the largest power of ten of its values.
    """

    slug: str
    pillar: str
    unit: Unit
    change: str
    digits: tuple[int, int]
    result_type: str
    beneficiary: str
    verb: tuple[str, str]
    noun: str
    verb_zh: str
    noun_zh: str
    parts: tuple[Part, ...] = ()


_OF: Final = ("{verb} {amount} of {noun}", "{verb}{noun}{amount}")
_TO: Final = ("{verb} {noun} to {amount}", "将{noun}{verb}到{amount}")
_IN: Final = ("{verb} {amount} in {noun}", "为{noun}{verb}{amount}")
_COUNT: Final = ("{verb} {amount} for {noun}", "为{noun}{verb}{amount}")

KILOMETRE: Final = Unit("unit:KiloM", " kilometers", "公里", *_OF)
SQUARE_METRE: Final = Unit("unit:M2", " square meters", "平方米", *_OF)
HECTARE: Final = Unit("unit:HA", " hectares", "公顷", *_OF)
MEGAWATT: Final = Unit("unit:MegaW", " megawatts", "兆瓦", *_OF)
TONNE: Final = Unit("unit:TONNE", " tonnes", "吨", *_OF)
PERCENT: Final = Unit("unit:PERCENT", "%", "%", *_TO)
YUAN: Final = Unit("unit:CCY_CNY", " yuan", "元", *_IN)
HOUSEHOLD: Final = Unit("<unit/household>", " households", "户", *_COUNT)
PERSON: Final = Unit("<unit/person>", " people", "人", *_COUNT)
BED: Final = Unit("<unit/bed>", " beds", "张床位", *_COUNT)
PLACE: Final = Unit("<unit/place>", " places", "个学位", *_COUNT)
SITE: Final = Unit("<unit/site>", " sites", "处", *_COUNT)
COUNTED: Final = (HOUSEHOLD, PERSON, BED, PLACE, SITE)

PILLARS: Final = {
    "housing": ("Housing", "住房"),
    "employment": ("Employment", "就业"),
    "transport": ("Transport", "交通"),
    "education": ("Education", "教育"),
    "health": ("Health", "卫生健康"),
    "environment": ("Environment", "生态环境"),
    "energy": ("Energy", "能源"),
    "elderly-care": ("Care for the elderly", "养老"),
    "agriculture": ("Agriculture", "农业"),
    "industry": ("Industry", "工业"),
    "culture": ("Culture", "文化"),
    "safety": ("Public safety", "公共安全"),
}
BENEFICIARIES: Final = {
    "residents": ("Residents", "居民"),
    "households": ("Households", "家庭"),
    "job-seekers": ("Job seekers", "求职者"),
    "students": ("Students", "学生"),
    "patients": ("Patients", "患者"),
    "elderly": ("The elderly", "老年人"),
    "farmers": ("Farmers", "农民"),
    "enterprises": ("Enterprises", "企业"),
}

_BUILD: Final = ("build", "built")
_RENEW: Final = ("renovate", "renovated")
_RAISE: Final = ("raise", "raised")
_INVEST: Final = ("invest", "invested")
_ADD: Final = ("add", "added")

THEMES: Final = (
    Theme("pipe-networks", "housing", KILOMETRE, "increment", (2, 3), "output", "residents",
          _RENEW, "old pipe networks", "改造", "老旧管网",
          (Part("gas", "gas pipes", "燃气管道"), Part("water", "water pipes", "供水管道"),
           Part("heating", "heating pipes", "供热管道"),
           Part("drainage", "drainage pipes", "排水管道"))),
    Theme("old-homes", "housing", HOUSEHOLD, "total", (2, 4), "reach", "households",
          _RENEW, "safer old homes", "改造", "老旧住房"),
    Theme("floor-area", "housing", SQUARE_METRE, "increment", (4, 6), "output", "residents",
          _BUILD, "subsidized housing", "建设", "保障性住房",
          (Part("rental", "rental homes", "租赁住房"),
           Part("owned", "homes for sale", "配售住房"))),
    Theme("new-jobs", "employment", PERSON, "total", (3, 5), "outcome", "job-seekers",
          ("employ", "employed"), "new urban jobs", "新增", "城镇就业",
          (Part("graduates", "graduates", "高校毕业生"), Part("veterans", "veterans", "退役军人"),
           Part("migrants", "migrant workers", "农民工"))),
    Theme("training", "employment", PERSON, "total", (3, 4), "output", "job-seekers",
          ("train", "trained"), "skilled trades", "培训", "技能人才"),
    Theme("job-funds", "employment", YUAN, "total", (7, 9), "input", "enterprises",
          _INVEST, "support for employers", "投入", "稳岗支持"),
    Theme("rural-roads", "transport", KILOMETRE, "increment", (2, 3), "output", "residents",
          _BUILD, "rural roads", "新建", "农村公路",
          (Part("new", "new roads", "新路"), Part("widened", "widened roads", "拓宽公路"))),
    Theme("charging", "transport", SITE, "increment", (2, 4), "output", "residents",
          _BUILD, "charging electric cars", "建成", "充电设施"),
    Theme("rail-funds", "transport", YUAN, "total", (8, 9), "input", "residents",
          _INVEST, "urban rail", "投资", "城市轨道交通"),
    Theme("school-places", "education", PLACE, "increment", (3, 4), "output", "students",
          _ADD, "compulsory schooling", "新增", "义务教育",
          (Part("primary", "primary schools", "小学"), Part("middle", "middle schools", "初中"))),
    Theme("kindergarten-share", "education", PERCENT, "level", (1, 1), "outcome", "students",
          _RAISE, "the share of public kindergartens", "提高", "公办幼儿园占比"),
    Theme("hospital-beds", "health", BED, "increment", (2, 3), "output", "patients",
          _ADD, "county hospitals", "新增", "县级医院",
          (Part("acute", "acute wards", "急症病房"), Part("rehabilitation", "rehabilitation wards",
                                                       "康复病房"))),
    Theme("screening-share", "health", PERCENT, "level", (1, 1), "reach", "patients",
          _RAISE, "coverage of free screening", "提高", "免费筛查覆盖率"),
    Theme("forest", "environment", HECTARE, "increment", (2, 4), "output", "residents",
          ("plant", "planted"), "new forest", "新增", "造林面积"),
    Theme("emissions", "environment", TONNE, "reduction", (4, 6), "outcome", "residents",
          ("cut", "cut"), "carbon emissions", "削减", "碳排放"),
    Theme("clean-air-share", "environment", PERCENT, "level", (1, 1), "outcome", "residents",
          _RAISE, "the share of days with good air", "提高", "空气优良天数比例"),
    Theme("renewables", "energy", MEGAWATT, "increment", (2, 4), "output", "enterprises",
          ("install", "installed"), "clean power", "新增", "清洁能源装机",
          (Part("wind", "wind power", "风电"), Part("solar", "solar power", "光伏"),
           Part("hydro", "hydropower", "水电"))),
    Theme("grid-funds", "energy", YUAN, "total", (8, 9), "input", "residents",
          _INVEST, "rural power grids", "投资", "农村电网"),
    Theme("care-beds", "elderly-care", BED, "increment", (2, 3), "output", "elderly",
          _ADD, "nursing homes", "新增", "养老机构"),
    Theme("home-adaptations", "elderly-care", HOUSEHOLD, "total", (2, 4), "reach", "elderly",
          ("adapt", "adapted"), "ageing at home", "完成", "适老化改造"),
    Theme("farmland", "agriculture", HECTARE, "total", (3, 4), "output", "farmers",
          ("upgrade", "upgraded"), "high-standard farmland", "建设", "高标准农田"),
    Theme("grain", "agriculture", TONNE, "level", (5, 6), "outcome", "farmers",
          ("harvest", "harvested"), "grain", "收获", "粮食"),
    Theme("workshops", "industry", SITE, "increment", (1, 2), "output", "enterprises",
          ("open", "opened"), "digital factories", "建成", "数字化车间"),
    Theme("innovation-funds", "industry", YUAN, "total", (7, 9), "input", "enterprises",
          _INVEST, "research by firms", "投入", "企业研发"),
    Theme("libraries", "culture", SITE, "increment", (1, 2), "output", "residents",
          ("open", "opened"), "reading in public", "建成", "公共阅读"),
    Theme("drills", "safety", PERSON, "total", (3, 5), "reach", "residents",
          ("train", "trained"), "emergency drills", "组织", "应急演练"),
)  # fmt: skip
"""Few of them have parts; breakdowns are about these."""

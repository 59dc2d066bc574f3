"""Every page of the desk opens for those it is for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from jiesu.casework.models import Appeal
from jiesu.rules.roles import Role

if TYPE_CHECKING:
    from tests.web.desk.conftest import City

PAGES = ["/desk/queues/acceptance/", "/desk/orders/{pk}/", "/desk/search/?q=路灯"]


@pytest.mark.parametrize("page", [*PAGES, "/desk/intake/"])
def test_an_operator_sees_the_page_in_both_languages(
    city: "City", receive: Callable[..., Appeal], page: str
) -> None:
    address = page.format(pk=receive().work_order_id)
    client = city.staff[Role.OPERATOR]
    assert client.get(address).status_code == 200
    english = client.get(address, headers={"Accept-Language": "en"})
    assert english.status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/desk/intake/", "/desk/"])
def test_whoever_has_no_role_for_it_is_told(
    city: "City", receive: Callable[..., Appeal], page: str
) -> None:
    answer = city.staff[Role.ANALYST].get(page.format(pk=receive().work_order_id))
    assert answer.status_code == 403
    assert "没有" in answer.text


def test_the_desk_hears_how_urgent_it_sounds_and_why(city: "City") -> None:
    client = city.staff[Role.OPERATOR]
    beside = client.post("/desk/intake/beside/", {"text": "楼下餐馆着火了，孕妇在楼上"})
    assert "请先拨打 119" in beside.text
    assert "着火、孕妇" in beside.text
    assert "依据内容中的" not in client.post("/desk/intake/beside/", {"text": "路灯不亮"}).text

from collections.abc import Callable

from jiesu.casework.models import Appeal
from jiesu.rules.roles import Role


def test_pages(city, receive: Callable[..., Appeal]) -> None:
    order = receive().work_order
    op = city.staff[Role.OPERATOR]
    for address in (
        "/desk/queues/acceptance/",
        "/desk/intake/",
        f"/desk/orders/{order.pk}/",
        "/desk/search/?q=路灯",
        "/areas/street.json",
    ):
        answer = op.get(address)
        assert answer.status_code == 200, address

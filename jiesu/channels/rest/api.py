"""The REST interface as a whole."""

from ninja import NinjaAPI

from jiesu.channels.rest import appeals, edge, steps, work_orders
from jiesu.channels.rest.bodies import StrictParser

api = NinjaAPI(
    title="Jiesu",
    version="1",
    description="Appeals for residents' programs, work orders for those of the staff.",
    parser=StrictParser(),
    docs_url=None,  # its page would load scripts from elsewhere, which the house forbids
)
for router in (appeals.router, work_orders.router, steps.hotline, steps.unit):
    api.add_router("", router)
edge.tell_refusals(api)

"""Addresses of the board."""

from django.urls import path

from jiesu.web.board import (
    appeals,
    areas,
    forecast,
    proposals,
    public,
    rates,
    stages,
    today,
    trend,
    warnings,
)
from jiesu.web.board.figures import progress
from jiesu.web.board.issues import decisions, group, hot, projects, what_if

urlpatterns = [
    path("", today.page, name="board"),
    path("trend/", trend.page, name="board_trend"),
    path("forecast/", forecast.page, name="board_forecast"),
    path("map/", areas.page, name="board_map"),
    path("map/cells.json", areas.cells, name="board_cells"),
    path("map/<str:level>.json", areas.shaded, name="board_areas"),
    path("hot/", hot.page, name="board_hot"),
    path("hot/what-if/", what_if.page, name="board_what_if"),
    path("hot/<int:number>/", group.page, name="board_group"),
    path("hot/<int:number>/points.json", group.points, name="board_group_points"),
    path("hot/<int:number>/decide/", decisions.decide, name="board_decide"),
    path("warnings/", warnings.page, name="board_warnings"),
    path("rates/", rates.page, name="board_rates"),
    path("times/", stages.page, name="board_times"),
    path("projects/", projects.listed, name="board_projects"),
    path("projects/<int:pk>/", projects.page, name="board_project"),
    path("projects/<int:pk>/keep/", projects.keep, name="board_project_keep"),
    path("issues/<int:issue>/project/", projects.new, name="board_project_new"),
    path("proposals/", proposals.page, name="board_proposals"),
    path("appeals/", appeals.page, name="board_appeals"),
    path("progress/", progress.line, name="board_progress"),
    path("public/", public.page, name="board_public"),
]

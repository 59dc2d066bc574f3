"""How near forecasts of real appeals come, beside seasonal naive and ETS, and what they cover."""

import warnings
from collections.abc import Callable
from typing import Any

import click
import numpy as np
from ground.cities import brooklyn, invented, new_york, zurich
from ground.tables import print_table, say_where
from scipy.stats import norm

from jiesu.mining.forecasting.counts import LAYERS, Observations
from jiesu.mining.forecasting.evaluate import SHARES, around, backtest, naive, pinball
from jiesu.mining.forecasting.model import ForecastOptions, forecast

_HORIZON, _SEED = 14, 1
_PAST = 120  # days known before the first span
_CITIES: dict[str, tuple[Callable[[], Observations], ForecastOptions]] = {
    "invented": (invented, ForecastOptions(_HORIZON)),
    "Zürich": (zurich, ForecastOptions(_HORIZON)),
    "New York council": (new_york, ForecastOptions(_HORIZON)),
    "Brooklyn noise by the hour": (
        brooklyn,
        ForecastOptions(_HORIZON, hourly=True, layers=("all",)),
    ),
}
_HEADER = (
    "layer",
    "loss",
    "naive",
    "of naive",
    "in 90 % interval",
    "randomised PIT",
    "foretold",
    "counted",
)
_PEERS = ("series", "ours", "naive", "ETS", "ours of naive", "ours of ETS")


@click.command(help=__doc__)
@click.option("--origins", default=26, show_default=True, help="Spans of 14 days, last ones.")
@click.option("--skip", default=0, show_default=True, help="Days at the end left out.")
@click.option("--sample", default=12, show_default=True, help="Series per city set beside ETS.")
@click.option("--city", "chosen", multiple=True, type=click.Choice(list(_CITIES)))
def main(origins: int, skip: int, sample: int, chosen: tuple[str, ...]) -> None:
    """Forecast the last spans of each city anew."""
    say_where()
    for name, (read, wanted) in _CITIES.items():
        if name not in (chosen or _CITIES):
            continue
        rows = read()
        end = int(rows.day.max()) + 1 - skip
        starts = [end - _HORIZON * n for n in range(1, origins + 1)]
        starts = [start for start in starts if start - int(rows.day.min()) >= _PAST]
        _print(name, rows, starts, wanted)
        if sample and not wanted.hourly:
            _print_peers(name, rows, starts[:4], sample)


def _print(name: str, rows: Observations, starts: list[int], wanted: ForecastOptions) -> None:
    fared = backtest(rows, starts, wanted, seed=_SEED)
    first = np.datetime64(starts[-1], "D")
    print_table(
        f"{name}: {len(starts)} × {_HORIZON} days from {first} on",
        _HEADER,
        [
            (layer, f.loss, f.naive, f.loss / f.naive, f.held, f.pit, f.mean, f.count)
            for layer, f in fared.items()
        ],
    )


def _print_peers(name: str, rows: Observations, starts: list[int], sample: int) -> None:
    """Set the busiest services beside ETS, which takes too long for all."""
    losses: dict[str, list[Any]] = {}
    for start in starts:
        wanted = ForecastOptions(_HORIZON, layers=LAYERS[:2])
        found = forecast(rows, start, wanted)["service"]
        busiest = np.argsort(-found.mean.sum(axis=0))[:sample]
        past, came = around(rows, "service", found.keys, start, wanted)
        ours = np.stack([found.quantile(share) for share in SHARES])
        simple = naive(past, _HORIZON, 7)
        for n in busiest:
            one = [ours[:, :, [n]], simple[:, :, [n]], _ets(past[:, [n]])]
            losses.setdefault(found.keys[n][0], []).append([pinball(q, came[:, [n]]) for q in one])
    rows_ = [(key, *np.mean(part, axis=0)) for key, part in losses.items()]
    rows_.append(("mean", *np.mean([row[1:] for row in rows_], axis=0)))
    shown = [(*row, row[1] / row[2], row[1] / row[3]) for row in rows_]
    print_table(f"{name}: busiest services beside ETS(A,N,A) of statsmodels", _PEERS, shown)


def _ets(past: Any) -> Any:
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ETSModel(pd.Series(past[:, 0]), seasonal="add", seasonal_periods=7).fit(disp=False)
        ahead = fit.get_prediction(start=len(past), end=len(past) + _HORIZON - 1)
    mean, width = ahead.predicted_mean.to_numpy(), np.sqrt(np.asarray(ahead.forecast_variance))
    levels = [np.maximum(np.round(mean + norm.ppf(share) * width), 0) for share in SHARES]
    return np.stack(levels)[:, :, None]


if __name__ == "__main__":
    main()

"""Every setting an operator may give, read once from `JIESU_*` variables."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The operator's settings; each is the variable `JIESU_` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="JIESU_")

    data: Path = Field(
        Path("var"), description="Folder of all state: database, keys, files, store."
    )
    database: str = Field(
        "",
        description="`postgresql://user:password@host:port/name`; empty: SQLite under `data`.",
    )
    durable: bool = Field(
        default=True,
        description="SQLite waits for the disk at every commit; off, a power cut may lose some.",
    )
    demo: bool = Field(
        default=False,
        description="Staff may sign in without a second factor, and every page says so.",
    )
    debug: bool = Field(
        default=False, description="Show tracebacks in the browser; never in service."
    )
    hosts: str = Field(
        "127.0.0.1,localhost", description="Host names the service answers to, separated by commas."
    )
    secure: bool = Field(
        default=False,
        description="Pages are served by HTTPS: cookies are marked so and HTTP redirected.",
    )
    address: str = Field(
        "http://127.0.0.1:8000",
        description="Address under which people reach the pages, for links in letters.",
    )
    mail: str = Field(
        "",
        description="Mail server, `smtp://user:password@host:port`; empty: letters are written to "
        "files in `mail` under `data`.",
    )
    mail_from: str = Field("noreply@localhost", description="Sender of letters to appellants.")
    proxies: str = Field(
        "",
        description="Addresses of the proxies in front, separated by commas: who calls, and "
        "whether by HTTPS, is believed from their `X-Forwarded-For` and `X-Forwarded-Proto` alone.",
    )
    place: str = Field(
        "", description="Name of the city, county or campus, shown beside the brand on every page."
    )
    hotline: str = Field("12345", description="Telephone number of the hotline, told to residents.")
    tiles: str = Field(
        "",
        description="Raster base map in WGS 84, such as `https://tiles.example/{z}/{x}/{y}.png`; "
        "empty: maps are drawn from the city's own areas.",
    )
    tiles_note: str = Field("", description="Who is to be named on the base map.")
    language: str = Field(
        "zh-hans", description="Language of pages until a reader chooses: zh-hans or en."
    )
    jurisdiction: str = Field(
        "",
        description="The city's `jurisdiction_id` in Open311, such as `city.example`; another one "
        "is refused. Empty: none is looked at.",
    )
    country: str = Field(
        "CN",
        pattern="^[A-Z]{2}$",
        description="Country of the jurisdiction (ISO 3166), by whose rules telephone numbers are "
        "read.",
    )
    time_zone: str = Field("Asia/Shanghai", description="Time zone of the jurisdiction.")
    engine: str = Field("duckdb://", description="Where analyses run: any Ibis connection address.")
    reports: int = Field(
        30,
        ge=0,
        description="Reports that one address may hand in on the portal in ten minutes; 0: any "
        "number.",
    )
    reports_by_key: int = Field(
        3000,
        ge=0,
        description="The same for programs that hand in with a key, by Open311 and REST.",
    )
    text_days: int = Field(
        1095, description="Days for which scrubbed texts are kept for analyses after they came in."
    )
    cipher: str = Field(
        "jiesu.casework.identity.vault.AesGcmCipher",
        description="Class that seals identities in the vault.",
    )


@cache
def environment() -> Environment:
    """Read the settings once per process."""
    return Environment()

"""The command line: `dateline build`, `serve`, `publish`, `releases`, `show` and `inspect`."""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter, validators
from rich.table import Table

from flows.cli_releases import releases
from flows.faults import STANDS, told
from flows.pool import WorkerDied, WorkerPool
from flows.settings import Settings
from flows.stopping import MESSAGE, exit_code, heed_sigterm
from flows.terminal import EXIT_BUSY, EXIT_FAULT, EXIT_REFUSED, EXIT_USAGE, WrongSetting, console, fail, settings_of
from transforms.steps import warm_up

if TYPE_CHECKING:
    from flows.build import Summary

HELP = """News text into data: who did what to whom, when and where, and who said what, in whose words.

`dateline build` turns a folder of articles into validated Parquet tables, `dateline serve` does so on a schedule,
`dateline publish` loads them into a database; `dateline show` prints rows with the words that prove them, `dateline
inspect` tells what a file would become. Every option of a build can also be set as DATELINE_<NAME>, in the environment
or in a file `.env`.

Exit codes: 0 done; 1 a check failed or --drift refuse, the last release stands, or there is no article to inspect;
2 wrong usage; 3 another build holds the output folder, or another publication the database; 4 the machine failed (disk,
memory, server), the last release stands; 130, 143 stopped by Ctrl-C, by SIGTERM.
"""
app = App(name="dateline", help=HELP, version=version("dateline"), version_flags=["--version"])
app.command(releases)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build reads, writes and may use.

    Parameters
    ----------
    seeds
        Folder or URL (s3://bucket/news) of articles: text, JSON, CSV, Parquet, ninjs, NewsML-G2, RSS, Atom, HTML, WARC
        and PDF, plain, compressed or in archives, in any subfolder.
        [default: seeds]
    output
        Folder for the releases; OUTPUT/current/TABLE/*.parquet is the newest. At a URL (s3://bucket/tables)
        OUTPUT/current.json names the newest. [default: output]
    work
        Folder on this machine for what runs keep, where OUTPUT is a URL. [default: output]
    keep_releases
        Releases that stay on disk, the current one among them. [default: 2]
    drift
        What to do where volumes, unknowns, types or confidence differ from the last release by more than the bound:
        say so in one line, or refuse the release, too (exit code 1). [default: warn]
    drift_bound
        The bound, as a share of what it was. [default: 0.25]
    workers
        Worker processes. [default: the cores]
    cluster
        Address of a Dask scheduler (tcp://HOST:8786) on whose workers articles are extracted.
    shard_characters
        Characters of text in a shard, the unit of work and of resuming. [default: 250000]
    max_characters
        Longer articles are rejected as too_long. [default: 200000]
    max_record_bytes
        Larger records are rejected as too_long. [default: 8388608]
    max_unpacked_bytes
        Bytes that one file may unpack to, all layers together; more is a bomb. [default: 21474836480]
    max_ratio
        Bytes unpacked for one packed, past the first 10 MiB; more is a bomb. [default: 200]
    max_nesting
        Archives that may lie in each other. [default: 3]
    max_members
        Members of one archive that are read. [default: 1000000]
    max_depth
        Objects or elements of a record that may lie in each other. [default: 100]
    max_seconds
        Articles whose extraction takes the processor longer are rejected as too_slow; not kept on a cluster.
        [default: 60]
    """

    seeds: str | None = None
    output: str | None = None
    work: Path | None = None
    keep_releases: int | None = None
    drift: Literal["warn", "refuse"] | None = None
    drift_bound: float | None = None
    workers: int | None = None
    cluster: str | None = None
    shard_characters: int | None = None
    max_characters: int | None = None
    max_record_bytes: int | None = None
    max_unpacked_bytes: int | None = None
    max_ratio: int | None = None
    max_nesting: int | None = None
    max_members: int | None = None
    max_depth: int | None = None
    max_seconds: int | None = None

    def settings(self) -> Settings:
        """The settings of a build with these options.  Raises WrongSetting."""
        settings = settings_of(**asdict(self))
        if isinstance(settings.seeds, Path) and not settings.seeds.is_dir():
            raise WrongSetting(f"there is no folder of seeds at {settings.seeds}; name one with --seeds")
        if isinstance(settings.seeds, Path) and settings.output.resolve().is_relative_to(settings.seeds.resolve()):
            raise WrongSetting(f"the output folder {settings.output} lies among the seeds; name another with --output")
        return settings


NOTHING_TOLD = Options()


@app.command
def build(*, options: Options = NOTHING_TOLD) -> int:
    """Read, extract, check and release.

    Articles that an earlier run has extracted are not parsed again. The new release takes the place of
    OUTPUT/current in one step, and only if every check passes.

    Example: dateline build --seeds articles --output tables --workers 4
    """
    try:
        return _run(options.settings())
    except WrongSetting as fault:
        return fail(str(fault), EXIT_USAGE)


@app.command
def serve(
    *,
    cron: str | None = None,
    every: Annotated[float | None, Parameter(validator=validators.Number(gt=0))] = None,
    port: int = 4200,
    options: Options = NOTHING_TOLD,
) -> int:
    """Build on a schedule, on this machine, until stopped by Ctrl-C or SIGTERM.

    Runs, their stages and summaries are shown at http://127.0.0.1:PORT, or by the server that PREFECT_API_URL names.
    One build runs at a time; what comes due meanwhile is dropped.

    Example: dateline serve --cron "*/15 * * * *" --seeds articles --output tables

    Parameters
    ----------
    cron
        When to build, as cron has it, by UTC: minute, hour, day of the month, month, day of the week.
    every
        Minutes between builds, in place of --cron.
    port
        Where a Prefect server is started, if none is configured.
    """
    if (cron is None) == (every is None):
        return fail("name either --cron or --every", EXIT_USAGE)
    try:
        settings = options.settings()
    except WrongSetting as fault:
        return fail(str(fault), EXIT_USAGE)
    from flows.server import NoServer
    from flows.serving import lasting_server, serve_builds

    try:
        with lasting_server(port) as url:
            console.print(f"building on a schedule; runs are shown at {url.removesuffix('/api')}", soft_wrap=True)
            serve_builds(settings, cron=cron, every=None if every is None else timedelta(minutes=every))
    except NoServer as fault:
        return fail(str(fault), EXIT_FAULT)
    return 0


def _run(settings: Settings) -> int:
    heed_sigterm()
    logging.raiseExceptions = False  # else a log that cannot be sent is told of besides the fault itself
    try:
        return _run_flow(settings)
    except KeyboardInterrupt as stop:
        return fail(MESSAGE, exit_code(stop))


def _run_flow(settings: Settings) -> int:
    with WorkerPool(settings.workers) as pool:
        pool.warm_up(warm_up)  # while Prefect starts
        WorkerPool.ready.set(pool)
        return _run_in(settings)


def _run_in(settings: Settings) -> int:
    # Prefect takes seconds to import: only a build needs it, not --help, show or a worker process.
    from prefect.exceptions import TerminationSignal

    from flows.build import OutputBusy, ReleaseDrifted, ReleaseRefused, run
    from flows.server import NoServer, is_of_server, lost

    try:
        summary = run(settings)
    except OutputBusy as fault:
        return fail(str(fault), EXIT_BUSY)
    except ReleaseRefused as fault:
        return fail(f"{fault}; the rows lie in {fault.folder}; {STANDS}", EXIT_REFUSED)
    except ReleaseDrifted as fault:
        return fail(f"{fault}; {STANDS}", EXIT_REFUSED)
    except TerminationSignal as stop:
        return fail(MESSAGE, exit_code(stop))
    except NoServer as fault:
        return fail(f"{fault}; {STANDS}", EXIT_FAULT)
    except WorkerDied as fault:
        return fail(f"{fault} at every try; give it more memory, or use fewer --workers; {STANDS}", EXIT_FAULT)
    except OSError as fault:
        return fail(f"{told(fault, settings.output)}; {STANDS}", EXIT_FAULT)
    except Exception as fault:
        what = str(lost(fault)) if is_of_server(fault) else f"{type(fault).__name__}: {fault}"
        return fail(f"{what}; {STANDS}", EXIT_FAULT)
    _print_summary(settings, summary)
    return 0


def _print_summary(settings: Settings, summary: Summary) -> None:
    rows = summary.release.rows
    table = Table(show_header=False, box=None, pad_edge=False)
    parsed = f"({summary.parsed} parsed, {summary.reused} unchanged and re-used)"
    table.add_row("articles", f"{rows['documents']:,}", parsed)
    for name in ("statements", "events", "incidents"):
        table.add_row(name, f"{rows[name]:,}")
    table.add_row(
        "rejects", f"{rows['rejects']:,}", "each with its reason in the table rejects" if rows["rejects"] else ""
    )
    table.add_row("seconds", f"{summary.seconds:.1f}")
    console.print(table)
    if not summary.release.is_new:
        console.print("Nothing changed: the current release already holds these rows.")
    current = settings.output / "current"
    console.print(f"tables  {current}/<table>/*.parquet", highlight=False, soft_wrap=True)
    console.print(f"report  {current}/report/index.html", highlight=False, soft_wrap=True)
    if settings.deliver_to is not None:
        console.print(f"copied  {settings.deliver_to}/current.json names it", highlight=False, soft_wrap=True)


@app.command
def publish(*, to: str | None = None, output: Path | None = None, schema: str = "dateline") -> int:
    """Load the current release into a database.

    Readers see one whole release, the last or this one; by iceberg:// and dlt:// they see one for each table. What is
    there already is not loaded again; rows that the release no longer has are deleted. DuckDB and PostgreSQL have views
    besides the tables: who_said_what, incidents_by_day, dyads_by_month, speakers_ranked, promises.

    Examples: dateline publish; dateline publish --to postgresql://me@warehouse/news; dateline publish --to
    dlt://bigquery/news

    Parameters
    ----------
    to
        duckdb:///FILE, postgresql://USER@HOST/DATABASE, iceberg://CATALOG/NAMESPACE, dlt://DESTINATION/DATASET, or
        block:NAME, a secret block of the Prefect server that holds the URL; or DATELINE_PUBLISH_TO. A password belongs
        in PGPASSWORD, in that variable or in a block, where no list of processes shows it; that of a warehouse (dlt://)
        where dlt looks for it: DESTINATION__BIGQUERY__CREDENTIALS... or .dlt/secrets.toml.
        [default: duckdb:///OUTPUT/dateline.duckdb]
    output
        Folder of the releases. [default: output]
    schema
        Schema of a PostgreSQL database that holds the tables; none but Dateline should write there.
    """
    from flows.publish import TargetBusy, named, run
    from flows.server import NoServer, is_of_server, lost
    from transforms.publish.released import NoRelease, current_release
    from transforms.publish.target import MissingPackage, OtherSchema, UnknownTarget

    try:
        folder = settings_of(output=output).output
        target = named(to, folder)
        current_release(folder)  # before a server is started
        loaded = run(to, folder, schema)
    except (NoRelease, UnknownTarget, OtherSchema, MissingPackage, WrongSetting) as fault:
        return fail(str(fault), EXIT_USAGE)
    except TargetBusy as fault:
        return fail(str(fault), EXIT_BUSY)
    except NoServer as fault:
        return fail(f"{fault}; {target} is as before", EXIT_FAULT)
    except OSError as fault:
        is_whole = target.startswith(("duckdb:", "postgresql:"))
        stands = "the tables there are as before" if is_whole else "tables there may be of two releases: publish again"
        return fail(f"{told(fault, target)}; {stands}", EXIT_FAULT)
    except Exception as fault:
        if not is_of_server(fault):
            raise
        return fail(f"{lost(fault)}; what is loaded already is not loaded again", EXIT_FAULT)
    console.print(f"{target}: {loaded.told if loaded.is_new else 'the release was there already'}", soft_wrap=True)
    return 0


@app.command
def show(
    table: Literal["statements", "events", "incidents"],
    *,
    output: Path | None = None,
    speaker: str | None = None,
    type_: Annotated[str | None, Parameter(name="--type")] = None,
    since: date | None = None,
    limit: Annotated[int, Parameter(validator=validators.Number(gte=1))] = 20,
) -> int:
    """Print rows of the current release with the words that prove them.

    Examples: dateline show statements --speaker Patel; dateline show events --type CONSULT --since 2021-11-01

    Parameters
    ----------
    table
        What to show.
    output
        Folder of the releases. [default: output]
    speaker
        Statements of speakers whose name holds this, whatever its case.
    type_
        Events or incidents of this type, whatever its case: CONSULT, DISASTER ...
    since
        Rows of this day (YYYY-MM-DD) or later: of a statement, or else of its article; of an event or incident.
    limit
        Rows at the most.
    """
    from flows.show import NoRelease, show_rows

    if speaker is not None and table != "statements":
        return fail(f"--speaker goes with statements, not with {table}", EXIT_USAGE)
    if type_ is not None and table == "statements":
        return fail("--type goes with events and incidents, not with statements", EXIT_USAGE)
    try:
        show_rows(settings_of(output=output).output, table, speaker=speaker, event_type=type_, since=since, limit=limit)
    except (NoRelease, WrongSetting) as fault:
        return fail(str(fault), EXIT_USAGE)
    return 0


@app.command
def inspect(
    seeds: str,
    /,
    *,
    articles: Annotated[int, Parameter(validator=validators.Number(gte=0))] = 5,
    rejects: Annotated[int, Parameter(validator=validators.Number(gte=0))] = 10,
) -> int:
    """Tell what a file or folder would become, and why; nothing is written.

    Shows how the file was recognised, by its content and then by its name (gzip, tar, jsonl ...), how many articles and
    rejects are in it, the first articles as they were read, and what was refused or repaired, with the reason. Limits
    are those of a build: DATELINE_MAX_RECORD_BYTES and so on. The exit code is 1 where there is no article.

    Examples: dateline inspect crawl.warc.gz; dateline inspect s3://bucket/news --rejects 50

    Parameters
    ----------
    seeds
        File, folder or URL of articles.
    articles
        Articles to show.
    rejects
        Refusals and repairs to show.
    """
    from flows.inspecting import inspect_seeds

    try:
        settings = settings_of(seeds=seeds)
        found = inspect_seeds(settings.seeds, settings.limits, articles=articles, rejects=rejects)
    except WrongSetting as fault:
        return fail(str(fault), EXIT_USAGE)
    except FileNotFoundError as fault:
        return fail(f"{seeds}: {fault.strerror or fault}", EXIT_USAGE)
    except OSError as fault:
        return fail(told(fault, seeds), EXIT_FAULT)
    return 0 if found else EXIT_REFUSED


def main() -> None:
    """The console script."""
    sys.exit(app(result_action="return_value"))


if __name__ == "__main__":
    main()

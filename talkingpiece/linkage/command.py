"""`talkingpiece identify`: links records, trains a model, screens crimes; with neither a database nor a service."""

# ruff: noqa: T201 (a command line speaks by printing)
from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import duckdb
import pyarrow as pa

from talkingpiece.linkage import screening
from talkingpiece.linkage.engines import NoEngine
from talkingpiece.linkage.files import parquet, written
from talkingpiece.linkage.model import NotAModel
from talkingpiece.linkage.model import load as load_model
from talkingpiece.linkage.prepare import NotRecords
from talkingpiece.linkage.spark import Spark


def main(arguments: Sequence[str]) -> int:
    parsed = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = parsed.run
    try:
        return run(parsed)
    except (NotRecords, NotAModel, NoEngine) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
    except (MemoryError, duckdb.OutOfMemoryException):
        print("There is not enough memory. Try a greater --memory, or a bigger machine.", file=sys.stderr)
    except duckdb.Error as error:
        print(f"It could not be done: {(str(error).splitlines() or [''])[0]}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="talkingpiece identify", description=__doc__)
    kinds = parser.add_subparsers(required=True, metavar="link|train|screen")

    link = kinds.add_parser("link", help="which records are of one person", description=_link.__doc__)
    link.add_argument("--records", type=Path, required=True, help="Parquet with the columns of docs/linkage.md")
    link.add_argument("--out", type=Path, required=True, help="Parquet: record_id, cluster_id, weight")
    link.add_argument("--queries", type=Path, help="records to be looked for among --records")
    link.add_argument("--matches", type=Path, help="Parquet: record_id, matched_record_id, weight")
    link.add_argument(
        "--pairs", type=Path, help="Parquet: pairs linked and for review, with the outcome of each comparison"
    )
    link.add_argument(
        "--decisions", type=Path, help="Parquet: left_id, right_id, same: what people said; outranks the model"
    )
    link.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where pairs are weighed")
    link.add_argument("--master", help="of Spark; otherwise TP_SPARK_MASTER, or this machine")
    link.add_argument("--folder", type=Path, help="which all machines of a master elsewhere see, for what passes there")
    link.add_argument("--conf", action="append", default=[], metavar="KEY=VALUE", help="a setting of Spark")
    link.add_argument("--model", type=Path, help="a model of yours; otherwise the one that is shipped")
    link.add_argument("--memory", default="1200MB", help="what DuckDB may use before it goes to the disk")
    link.add_argument("--threads", type=int)
    link.set_defaults(run=_link)
    screen = kinds.add_parser("screen", help="which crimes could be offered, and why not the others")
    screen.add_argument("--clusters", type=Path, required=True, help="what link wrote")
    screen.add_argument(
        "--crimes", type=Path, required=True, help="crime_ref, victim_record_id, offender_record_id, ..."
    )
    screen.add_argument("--out", type=Path, required=True)
    for name in screening.LISTS:
        screen.add_argument(f"--{name.replace('_', '-')}", type=Path, help="Parquet with record_id")
    screen.add_argument("--memory", default="1200MB")
    screen.add_argument("--threads", type=int)
    screen.set_defaults(run=_screen)

    train = kinds.add_parser("train", help="a model from records, by Splink")
    train.add_argument("--records", type=Path, required=True)
    train.add_argument("--truth", type=Path, help="Parquet: record_id, entity_id; without it m is estimated (EM)")
    train.add_argument("--out", type=Path, required=True, help="the model, as JSON")
    train.add_argument("--model", type=Path, help="whose comparisons, rules and bands are taken over")
    train.add_argument("--version", required=True, help="what the new model is called")
    train.add_argument("--keep", action="store_true", help="levels that no pair reached keep the weights of --model")
    train.set_defaults(run=_train)
    return parser


def _screen(asked: argparse.Namespace) -> int:
    begun = perf_counter()
    lists = {name: getattr(asked, name) for name in screening.LISTS if getattr(asked, name)}
    for path in (asked.clusters, asked.crimes, *lists.values()):
        parquet(path, ())
    table = screening.screen(asked.clusters, asked.crimes, lists, asked.memory, asked.threads or os.cpu_count() or 1)
    written(asked.out, table)
    with duckdb.connect() as db:
        db.register("screened", table)
        counted = dict(db.execute("SELECT unnest(failing), count(*) FROM screened GROUP BY 1").fetchall())
        [(passes,)] = db.execute("SELECT count(*) FROM screened WHERE passes").fetchall()
    print(f"{table.num_rows:>12,}  crimes")
    print(f"{passes:>12,}  could be offered")
    for rule in screening.RULES:
        print(f"{counted.get(rule.id, 0):>12,}  fail {rule.id}: {rule.says}")
    print(f"{perf_counter() - begun:>12.2f}  seconds in all")
    print(f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:>12,.0f}  MB at most")
    return 0


def _train(asked: argparse.Namespace) -> int:
    from talkingpiece.linkage import training

    model = training.train(asked.records, asked.truth, load_model(asked.model), asked.version, keep=asked.keep)
    asked.out.write_text(model.trained().dump(), encoding="utf-8")
    for comparison in model.comparisons:
        for level in comparison.levels:
            print(f"{comparison.id:>8} {level.id:<16} m {level.m:<12.6g} u {level.u:<12.6g} {level.weight:+8.2f} bits")
    return 0


def _spark(asked: argparse.Namespace) -> Spark:
    if wrong := [one for one in asked.conf if "=" not in one]:
        raise NoEngine(f"--conf {wrong[0]}: it needs a key, =, and a value.")
    master = asked.master or os.environ.get("TP_SPARK_MASTER") or Spark.master
    spark = Spark(master, asked.folder, conf=dict(one.split("=", 1) for one in asked.conf))
    spark.ready()
    return spark


def _link(asked: argparse.Namespace) -> int:
    """Records that are linked share a cluster_id. The weight is in bits; the higher, the surer."""
    from talkingpiece.linkage import batch
    from talkingpiece.linkage.files import decisions_of

    if bool(asked.queries) != bool(asked.matches):
        raise NotRecords("--queries and --matches go together.")
    begun = perf_counter()
    model = load_model(asked.model)
    decided = decisions_of(asked.decisions) if asked.decisions else ()
    engine = _spark(asked).score if asked.engine == "spark" else None
    linked = batch.link(
        asked.records, queries=asked.queries, decisions=decided, model=model, memory=asked.memory,
        threads=asked.threads, engine=engine,
    )  # fmt: skip
    results: list[tuple[Path | None, pa.Table | None]] = [
        (asked.out, linked.clusters),
        (asked.pairs, linked.pairs),
        (asked.matches, linked.matches),
    ]
    for path, table in results:
        if path is not None and table is not None:
            written(path, table)
    print(f"model {linked.model.version}, bands in bits: link {linked.model.bands.link:g}, "
          f"between a victim's and an offender's record {linked.model.bands.link_across:g}, "
          f"review {linked.model.bands.review:g}")  # fmt: skip
    for what, number in linked.counts.items():
        print(f"{number:>12,}  {what}")
    if linked.matches is not None:
        print(f"{linked.matches.num_rows:>12,}  queries")
        print(f"{linked.matches.num_rows - linked.matches['matched_record_id'].null_count:>12,}  queries matched")
    for what, seconds in linked.seconds.items():
        print(f"{seconds:>12.2f}  seconds: {what}")
    print(f"{perf_counter() - begun:>12.2f}  seconds in all")
    print(f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:>12,.0f}  MB at most")
    return 0

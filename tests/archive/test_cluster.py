"""Ray on two local nodes and Spark give what one process gives. Run with ``-m cluster``; each is skipped if absent."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.archive import SPARK_SCHEMA, BatchOptions, extract_batches, extract_frame, run_batch
from extractor.archive.outputs import TABLES
from tests.archive.helpers import TINY, read_lines, write_lines

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parents[2]
TEXTS = [
    "高盛分析師把標普500指數的目標由6500點上調至{}點，並維持增持評級。",
    "摩根大通策略師表示，恆生指數年底前或升{}%，看好科技股。",
    "公司公布，第三季淨利潤{}億元，按年升12.5%。",
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    records = [{"doc_id": f"n{i}", "text": TEXTS[i % 3].format(7000 + i)} for i in range(600)]
    records[77] = {"doc_id": "repeated", "text": records[10]["text"]}
    write_lines(folder / "a.jsonl", records[:300])
    write_lines(folder / "b.jsonl", [*records[300:], {"text": 5}])
    (folder / "c.txt").write_text("美聯儲主席表示，通脹率已降至2.4%。", encoding="utf-8")
    (folder / "d.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def two_nodes():
    cluster_utils = pytest.importorskip("ray.cluster_utils")
    import ray

    os.environ["PYTHONPATH"] = str(ROOT)
    cluster = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    yield cluster.address
    ray.shutdown()
    cluster.shutdown()


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("duplicates", ["keep", "skip"])
def test_ray_on_two_nodes_gives_the_records_of_one_process(
    archive: Path, two_nodes: str, tmp_path: Path, form, duplicates
) -> None:
    import ray

    from extractor.archive.cluster import run_on_ray

    options = BatchOptions((str(archive),), format=form, duplicates=duplicates)
    here = run_batch(options, tmp_path / "here", 1).status.counts
    there = run_on_ray(options, tmp_path / "there", two_nodes)
    assert len([node for node in ray.nodes() if node["Alive"]]) == 2
    assert (there.articles, there.documents, there.errors) == (here.articles, here.documents, here.errors)
    assert there.errors == 2
    for name in ("errors.jsonl", "duplicates.jsonl"):
        assert [_told(r) for r in read_lines(tmp_path / "there" / name)] == [
            _told(r) for r in read_lines(tmp_path / "here" / name)
        ]
    if form == "jsonl":
        parts = sorted((tmp_path / "there" / "documents").glob("*.jsonl"))
        assert len(parts) >= 1
        assert b"".join(p.read_bytes() for p in parts) == (tmp_path / "here" / "documents.jsonl").read_bytes()
    else:
        for table in TABLES:
            found = [pq.read_table(tmp_path / place / table).to_pylist() for place in ("here", "there")]
            assert found[0] == found[1]


def test_ray_survives_articles_that_hang_or_kill(two_nodes: str, tmp_path: Path) -> None:
    from extractor.archive.cluster import run_on_ray

    trouble = {5: "HANG", 9: "DIE", 12: "RAISE"}
    records = [{"doc_id": f"n{i}", "text": f"{i} {trouble.get(i, '')}"} for i in range(20)]
    source = write_lines(tmp_path / "a.jsonl", records)
    counts = run_on_ray(BatchOptions((str(source),), pipeline=TINY), tmp_path / "out", two_nodes, timeout=1.0)
    assert (counts.documents, counts.errors) == (17, 3)
    assert [r["article"] for r in read_lines(tmp_path / "out" / "errors.jsonl")] == [5, 9, 12]


def _told(record: dict) -> dict:
    return {key: value for key, value in record.items() if key != "traceback"}


def test_spark_maps_frames(archive: Path) -> None:
    sql = pytest.importorskip("pyspark.sql")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(ROOT)
    spark = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        rows = read_lines(archive / "a.jsonl")
        df = spark.createDataFrame(rows, "doc_id string, text string").repartition(2)
        found = {r["doc_id"]: r["document"] for r in df.mapInPandas(extract_batches, schema=SPARK_SCHEMA).collect()}
    finally:
        spark.stop()
    import pandas as pd

    frames = extract_frame(pd.DataFrame(rows))
    assert set(found) == {row["doc_id"] for row in rows}
    entities = {(row["doc_id"], e["name"]) for row in rows for e in json.loads(found[row["doc_id"]])["entities"]}
    assert entities == set(frames.entities[["doc_id", "name"]].itertuples(index=False, name=None))

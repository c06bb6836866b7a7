"""Searches runs on an MLflow server, timed: `mlflow_search.py TRACKING_URI RUNS REPEATS`.

First makes RUNS runs with 20 metrics and 20 parameters each, and one with 5,000 points of one metric. Prints one JSON
object: milliseconds of each request for the first 50 runs sorted by a metric (`sorted`), filtered by a metric and a
parameter (`filtered`), and for the history of 5,000 points (`history`).
"""
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import requests
from mlflow import MlflowClient
from mlflow.entities import Metric, Param

uri, runs, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = MlflowClient(uri)
experiment = client.create_experiment("search")
POINTS = 5_000
BATCH = 1_000


def make(index: int) -> str:
    random_of = random.Random(index)
    run = client.create_run(experiment, run_name=f"run-{index}").info.run_id
    metrics = [Metric(f"metric_{i:02}", random_of.random(), 0, 0) for i in range(20)]
    params = [Param(f"param_{i:02}", str(random_of.randrange(10))) for i in range(20)]
    client.log_batch(run, metrics=metrics, params=params)
    return run


with ThreadPoolExecutor(4) as pool:
    made = list(pool.map(make, range(runs)))
for first in range(0, POINTS, BATCH):
    points = [Metric("long", 1 / (step + 1), step, step) for step in range(first, first + BATCH)]
    client.log_batch(made[0], metrics=points)

session = requests.Session()


def timed(request) -> list[float]:
    times = []
    for _ in range(repeats + 2):
        start = time.perf_counter()
        response = request()
        response.raise_for_status()
        response.json()
        times.append((time.perf_counter() - start) * 1000)
    return times[2:]


def search(**query):
    body = {"experiment_ids": [experiment], "max_results": 50, **query}
    return lambda: session.post(f"{uri}/api/2.0/mlflow/runs/search", json=body)


def history():
    query = {"run_id": made[0], "metric_key": "long", "max_results": POINTS}
    return session.get(f"{uri}/api/2.0/mlflow/metrics/get-history", params=query)


print(
    json.dumps(
        {
            "sorted": timed(search(order_by=["metrics.metric_07 DESC"])),
            "filtered": timed(search(filter="metrics.metric_03 > 0.8 and params.param_05 = '3'")),
            "history": timed(history),
        }
    )
)

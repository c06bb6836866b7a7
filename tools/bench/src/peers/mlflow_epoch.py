"""Logs epochs of five metrics to an MLflow server, timed: `mlflow_epoch.py TRACKING_URI EPOCHS`.

Prints one JSON array: milliseconds of each synchronous `log_metrics` call.
"""
import json
import sys
import time

import mlflow

uri, epochs = sys.argv[1], int(sys.argv[2])
mlflow.set_tracking_uri(uri)
mlflow.set_experiment("bench")
names = ["loss", "accuracy", "val_loss", "val_accuracy", "val_balanced_accuracy"]
times = []
with mlflow.start_run():
    for epoch in range(epochs + 5):
        values = {name: 1.0 / (epoch + 1 + i) for i, name in enumerate(names)}
        start = time.perf_counter()
        mlflow.log_metrics(values, step=epoch, synchronous=True)
        if epoch >= 5:
            times.append((time.perf_counter() - start) * 1000)
print(json.dumps(times))

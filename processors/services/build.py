"""Each service put together from settings and its core."""

from __future__ import annotations

from typing import Any

from processors.services.app import make_app
from processors.services.classify import Classify, ClassifyStage
from processors.services.deduplicate import DeduplicateStage, Restore
from processors.services.journal import Journal, Step
from processors.services.poison import PoisonLimit
from processors.services.run import run
from processors.services.sending import Sender, reach
from processors.services.state_topic import load
from processors.services.status import Status
from tocsin.settings_services import KafkaSettings, ProcessSettings


def run_classify(core: Classify, kafka: KafkaSettings, process: ProcessSettings, **options: Any) -> None:
    """Returns after a signal; raises what ended it. `options` are Faust's."""
    status = Status("classify")
    limit = PoisonLimit(process.poison_run, process.poison_share)
    stage = ClassifyStage(core, Sender(kafka, status), limit, status)
    run(make_app("classify", kafka, **options), stage, status, process)


def run_deduplicate(
    restore: Restore, kafka: KafkaSettings, process: ProcessSettings, at: Step = lambda _step: None, **options: Any
) -> None:
    """As `run_classify`. `at` hears each step of a transaction just before it is taken."""
    status = Status("deduplicate")
    stage = DeduplicateStage(
        restore,
        lambda: reach(kafka, status),
        lambda: Journal.open(kafka, process, status, at),
        lambda: load(kafka, status),
        PoisonLimit(process.poison_run, process.poison_share),
        status,
    )
    run(make_app("deduplicate", kafka, **options), stage, status, process)

"""An archive through the same cores as the live stages, without a log: what `tocsin backtest` and the scorecard run."""

package io.patternsdk.testkit.contract.timeseries;

import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_RETENTION;

import io.patternsdk.core.timeseries.Point;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The tests of time series. */
public final class TimeSeriesSuite implements CapabilitySuite {
  private static final Instant TIME = Instant.parse("2024-01-01T00:00:00Z");

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(TIMESERIES_BASIC, TimeSeriesContract.class, TimeSeriesContract::new)
        .with(TIMESERIES_BASIC, TimeSeriesWalkContract.class, TimeSeriesWalkContract::new)
        .with(TIMESERIES_BASIC, TimeSeriesHistoryContract.class, TimeSeriesHistoryContract::new)
        .with(TIMESERIES_BASIC, TimeSeriesPowerLossContract.class, TimeSeriesPowerLossContract::new)
        .with(
            TIMESERIES_AGGREGATION,
            TimeSeriesAggregationContract.class,
            TimeSeriesAggregationContract::new)
        .with(
            TIMESERIES_RETENTION,
            TimeSeriesRetentionContract.class,
            TimeSeriesRetentionContract::new)
        .withFaults(TIMESERIES_BASIC, TimeSeriesFaults.class, TimeSeriesFaults::new)
        .withSample(TIMESERIES_BASIC, series -> series.write(List.of(Point.of("sample", TIME, 1))))
        .withSample(
            TIMESERIES_AGGREGATION,
            series ->
                series.aggregate(
                    SeriesQuery.of("sample").between(TIME, TIME.plusSeconds(1)),
                    Duration.ofSeconds(1)))
        .withSample(TIMESERIES_RETENTION, series -> series.retention("sample"));
  }
}

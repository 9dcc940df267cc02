package io.patternsdk.testkit.contract.keyvalue;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;

import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import io.patternsdk.testkit.contract.internal.Values;
import java.time.Duration;
import java.util.List;

/** The tests of the key-value capabilities. */
public final class KeyValueSuite implements CapabilitySuite {
  private static final byte[] VALUE = Values.of("value");
  private static final Duration HOUR = Duration.ofHours(1);

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(KEYVALUE_BASIC, KeyValueContract.class, KeyValueContract::new)
        .with(KEYVALUE_BASIC, KeyValuePowerLossContract.class, KeyValuePowerLossContract::new)
        .with(KEYVALUE_SCAN, KeyValueScanContract.class, KeyValueScanContract::new)
        .with(KEYVALUE_TTL, KeyValueTtlContract.class, KeyValueTtlContract::new)
        .with(KEYVALUE_BATCH, KeyValueBatchContract.class, KeyValueBatchContract::new)
        .with(KEYVALUE_CAS, KeyValueCasContract.class, KeyValueCasContract::new)
        .with(KEYVALUE_CAS, KeyValueCasRaceContract.class, KeyValueCasRaceContract::new)
        .with(KEYVALUE_CAS_TTL, KeyValueCasTtlContract.class, KeyValueCasTtlContract::new)
        .with(KEYVALUE_WATCH, KeyValueWatchContract.class, KeyValueWatchContract::new)
        .with(KEYVALUE_WATCH, KeyValueWatchWaitContract.class, KeyValueWatchWaitContract::new)
        .withFaults(KEYVALUE_BASIC, KeyValueFaults.class, KeyValueFaults::new)
        .withFaults(KEYVALUE_BASIC, KeyValueCrashFaults.class, KeyValueCrashFaults::new)
        .withSample(KEYVALUE_BASIC, values -> values.set("sample", VALUE))
        .withSample(KEYVALUE_SCAN, values -> values.keys("").toList())
        .withSample(KEYVALUE_TTL, values -> values.set("sample", VALUE, HOUR))
        .withSample(KEYVALUE_BATCH, values -> values.getAll(List.of("sample")))
        .withSample(KEYVALUE_CAS, values -> values.setIfAbsent("sample", VALUE))
        .withSample(KEYVALUE_CAS_TTL, values -> values.setIfAbsent("sample", VALUE, HOUR))
        .withSample(KEYVALUE_WATCH, KeyValueSuite::look);
  }

  private static void look(KeyValueWatch watches) {
    try (KeyWatch watch = watches.watch("sample")) {
      var unused = watch.poll(1, Duration.ZERO);
    }
  }
}

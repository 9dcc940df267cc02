package io.patternsdk.testkit.contract.blob;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_PRESIGN;

import io.patternsdk.core.blob.BlobCas;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import io.patternsdk.testkit.contract.internal.Values;

/** The tests of blobs. */
public final class BlobSuite implements CapabilitySuite {
  private static final byte[] VALUE = Values.of("value");

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(BLOB_BASIC, BlobContract.class, BlobContract::new)
        .with(BLOB_BASIC, BlobStreamContract.class, BlobStreamContract::new)
        .with(BLOB_BASIC, BlobListContract.class, BlobListContract::new)
        .with(BLOB_BASIC, BlobPowerLossContract.class, BlobPowerLossContract::new)
        .with(BLOB_CAS, BlobCasContract.class, BlobCasContract::new)
        .with(BLOB_PRESIGN, BlobPresignContract.class, BlobPresignContract::new)
        .withFaults(BLOB_BASIC, BlobFaults.class, BlobFaults::new)
        .withFaults(BLOB_BASIC, BlobCrashFaults.class, BlobCrashFaults::new)
        .withSample(BLOB_BASIC, blobs -> blobs.put("sample", VALUE))
        .withSample(BLOB_CAS, BlobSuite::putIfAbsent)
        .withoutSample(BLOB_PRESIGN);
  }

  private static void putIfAbsent(BlobCas cas) {
    try (BlobWriter writer = cas.putIfAbsent("sample", BlobOptions.none())) {
      writer.write(VALUE);
      var unused = writer.finish();
    }
  }
}

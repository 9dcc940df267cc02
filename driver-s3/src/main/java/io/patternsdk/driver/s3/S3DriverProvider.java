package io.patternsdk.driver.s3;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Set;

/** Makes buckets of S3 available under the name {@code s3}. */
public final class S3DriverProvider implements DriverProvider {
  /** Called by the service loader. */
  public S3DriverProvider() {}

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        StandardCapabilities.BLOB_BASIC,
        StandardCapabilities.BLOB_CAS,
        StandardCapabilities.BLOB_PRESIGN);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return S3Guarantees.most();
  }

  @Override
  public void check(DriverContext context) {
    S3Config.from(context.settings());
  }

  @Override
  public Driver open(DriverContext context) {
    return S3Driver.open(S3Config.from(context.settings()), context);
  }
}

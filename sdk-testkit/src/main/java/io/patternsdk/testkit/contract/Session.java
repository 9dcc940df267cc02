package io.patternsdk.testkit.contract;

import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.Driver;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The drivers that the cases of one variant share, each opened when it is first asked for. */
final class Session implements AutoCloseable {
  /** Long, for the biggest values on a machine that is busy with other things. */
  static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(20);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Variant variant;
  private final Contracts contracts;
  private final String namespace = randomName();
  private final Map<Opening, Driver> drivers = new LinkedHashMap<>();

  Session(Variant variant, Contracts contracts) {
    this.variant = variant;
    this.contracts = contracts;
  }

  /**
   * How a driver is opened.
   *
   * @param instance tells apart several that are opened alike
   * @param suffix what follows the namespace of the session
   * @param settings what is added to the settings of the variant
   * @param timeout the operation timeout
   */
  record Opening(int instance, String suffix, Map<String, ?> settings, Duration timeout) {
    static final Opening FIRST = new Opening(1, "", Map.of(), OPERATION_TIMEOUT);
    static final Opening SECOND = new Opening(2, "", Map.of(), OPERATION_TIMEOUT);
  }

  Variant variant() {
    return variant;
  }

  Contracts contracts() {
    return contracts;
  }

  /** Returns the names of the capabilities that the variant declares. */
  Set<String> declared() {
    return driver(Opening.FIRST).capabilities().names();
  }

  Driver driver(Opening opening) {
    Driver known = drivers.get(opening);
    if (known != null) {
      return known;
    }
    Driver opened = open(opening);
    drivers.put(opening, opened);
    return opened;
  }

  /** Opens a driver that the caller closes. */
  Driver open(Opening opening) {
    return variant.provider().open(options(opening).toContext());
  }

  BackendOptions options(Opening opening) {
    return BackendOptions.named("contract")
        .settings(variant.settings(opening.settings()))
        .namespace(namespace + opening.suffix())
        .operationTimeout(opening.timeout());
  }

  static String randomName() {
    return "c" + new BigInteger(60, RANDOM).toString(36);
  }

  @Override
  public void close() {
    List<Driver> open = new ArrayList<>(drivers.values()).reversed();
    drivers.clear();
    open.forEach(Driver::close);
  }
}

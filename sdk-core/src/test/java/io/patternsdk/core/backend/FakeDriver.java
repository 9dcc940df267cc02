package io.patternsdk.core.backend;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A driver that keeps values in a map. */
public final class FakeDriver implements Driver, DriverProvider, KeyValue, KeyValueScan {
  /** What is stored, under the names that the driver sees. */
  public final SortedMap<String, byte[]> values = new TreeMap<>();

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Set<String> canOffer() {
    return capabilities().names();
  }

  @Override
  public Driver open(DriverContext context) {
    return this;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("fake").system("fakedb").build();
  }

  @Override
  public Capabilities capabilities() {
    Traits traits = Traits.builder().maxValueBytes(100).build();
    return Capabilities.builder()
        .add(StandardCapabilities.KEYVALUE_BASIC, this, traits)
        .add(StandardCapabilities.KEYVALUE_SCAN, this, traits)
        .build();
  }

  @Override
  public Health health(Deadline deadline) {
    return Health.up();
  }

  @Override
  public void close() {
    values.clear();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  @Override
  public void set(String key, byte[] value) {
    values.put(key, value);
  }

  @Override
  public boolean delete(String key) {
    return values.remove(key) != null;
  }

  @Override
  public boolean exists(String key) {
    return values.containsKey(key);
  }

  @Override
  public Scan<String> keys(String prefix) {
    return entries(prefix).map(Entry::key);
  }

  @Override
  public Scan<Entry> entries(String prefix) {
    List<Entry> found =
        values.entrySet().stream()
            .filter(e -> e.getKey().startsWith(prefix))
            .map(e -> new Entry(e.getKey(), e.getValue()))
            .toList();
    return Scan.of(found);
  }

  @Override
  public long count(String prefix) {
    return keys(prefix).toList().size();
  }
}

package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_TRANSACTIONAL;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_AGGREGATION;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TIMESERIES_RETENTION;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import java.util.List;
import java.util.Set;

/** Makes the backend within the process available as {@code embedded}. */
public final class EmbeddedDriverProvider implements DriverProvider {
  private final String disk;

  /** Keeps files on the disk of the machine. */
  public EmbeddedDriverProvider() {
    this(EmbeddedLayout.FILES);
  }

  EmbeddedDriverProvider(String disk) {
    this.disk = disk;
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Set<String> canOffer() {
    return Capability.names(
        KEYVALUE_BASIC,
        KEYVALUE_SCAN,
        KEYVALUE_TTL,
        KEYVALUE_BATCH,
        KEYVALUE_CAS,
        KEYVALUE_CAS_TTL,
        KEYVALUE_WATCH,
        KEYVALUE_MERGE,
        DOCUMENT_QUERY,
        PUBSUB_BASIC,
        PUBSUB_WILDCARDS,
        QUEUE_BASIC,
        QUEUE_VISIBILITY,
        QUEUE_DEAD_LETTER,
        STREAM_BASIC,
        STREAM_CONSUMER_GROUPS,
        STREAM_REPLAY,
        STREAM_RETENTION,
        STREAM_TRANSACTIONAL,
        CHANGEFEED_BASIC,
        TABLE_UPSERT,
        BLOB_BASIC,
        BLOB_CAS,
        TIMESERIES_BASIC,
        TIMESERIES_AGGREGATION,
        TIMESERIES_RETENTION);
  }

  @Override
  public Traits canGuarantee(Capability<?> capability, DriverContext context) {
    return EmbeddedGuarantees.of(capability, context.settings().detached().has("path"));
  }

  @Override
  public void check(DriverContext context) {
    EmbeddedConfig unused = context.settings().read(EmbeddedConfig::from);
  }

  @Override
  public List<Located<String>> exclusive(DriverContext context) {
    return context.settings().detached().path("path").located().optional().stream()
        .map(path -> path.map(file -> file.toAbsolutePath().normalize().toString()))
        .toList();
  }

  @Override
  public Driver open(DriverContext context) {
    return EmbeddedDriver.open(context.settings().read(EmbeddedConfig::from), context, disk);
  }
}

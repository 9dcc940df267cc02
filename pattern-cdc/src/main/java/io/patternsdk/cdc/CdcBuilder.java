package io.patternsdk.cdc;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.PatternBuilder;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Makes a {@link Cdc} for a program that uses it as a library. Settings have the defaults and
 * bounds that docs/cdc.md lists; those that are sections there (transforms, routes, step, flatten,
 * retained) are set by {@link #settings}, as maps under their names.
 */
public final class CdcBuilder extends PatternBuilder<Cdc, CdcBuilder> {
  CdcBuilder() {
    super(new CdcProvider());
  }

  /** Sets whose changes are captured, with layers round it, outermost first. */
  public CdcBuilder source(Backend backend, Layer... layers) {
    return slot(CdcProvider.SOURCE, backend, layers);
  }

  /** Sets where they are delivered, with layers round it, outermost first. */
  public CdcBuilder destination(Backend backend, Layer... layers) {
    return destination(CdcProvider.DESTINATION, backend, layers);
  }

  /**
   * Adds where they are delivered, of several, with layers round it, outermost first.
   *
   * @param name its own, by which it is known in settings and under which positions are stored
   */
  public CdcBuilder destination(String name, Backend backend, Layer... layers) {
    return member(CdcProvider.DESTINATION, name, backend, layers);
  }

  /** Sets what keeps the leader and positions, with layers round it, outermost first. */
  public CdcBuilder state(Backend backend, Layer... layers) {
    return slot(CdcProvider.STATE, backend, layers);
  }

  /** Sets the tables, such as {@code public.orders}. */
  public CdcBuilder tables(String... tables) {
    return set("tables", List.of(tables));
  }

  /** Sets the name of the feed at the source and of all that is stored. */
  public CdcBuilder feed(String name) {
    return set("feed", name);
  }

  /** Sets which changes are delivered: a filter as a text of JSON over {@code op} and the rows. */
  public CdcBuilder filter(String filter) {
    return set("filter", filter);
  }

  /** Sets the key of hashed columns. */
  public CdcBuilder hashKey(String key) {
    return set("hash_key", key);
  }

  /** Sets the form of messages, {@code debezium} or {@code flat}. */
  public CdcBuilder envelope(String form) {
    return set("envelope", form);
  }

  /** Sets what messages are equal to, {@code none} or {@code debezium}. */
  public CdcBuilder compatibility(String with) {
    return set("compatibility", with);
  }

  /** Sets how decimals are told, {@code precise}, {@code string} or {@code double}. */
  public CdcBuilder decimalHandlingMode(String mode) {
    return set("decimal_handling_mode", mode);
  }

  /** Sets how times are told, such as {@code adaptive} or {@code connect}. */
  public CdcBuilder timePrecisionMode(String mode) {
    return set("time_precision_mode", mode);
  }

  /** Sets how intervals are told, {@code numeric} or {@code string}. */
  public CdcBuilder intervalHandlingMode(String mode) {
    return set("interval_handling_mode", mode);
  }

  /** Sets whether keys and bodies of messages have their schema with them. */
  public CdcBuilder schemasEnable(boolean enable) {
    return set("schemas_enable", enable);
  }

  /** Sets what the names of streams begin with. */
  public CdcBuilder topicPrefix(String prefix) {
    return set("topic_prefix", prefix);
  }

  /** Sets how streams are named, by a template such as <code>{prefix}.{schema}.{table}</code>. */
  public CdcBuilder topic(String template) {
    return set("topic", template);
  }

  /** Sets whether a deletion is followed by a message of its key without a body. */
  public CdcBuilder tombstones(boolean tombstones) {
    return set("tombstones", tombstones);
  }

  /** Sets whether streams that can store the position with the messages do. */
  public CdcBuilder transactions(boolean transactions) {
    return set("transactions", transactions);
  }

  /** Sets what may be done at tables. */
  public CdcBuilder schema(SchemaPolicy policy) {
    return set("schema", policy.name().toLowerCase(Locale.ROOT));
  }

  /** Sets how many changes go to a destination at a time. */
  public CdcBuilder batchSize(int changes) {
    return set("batch_size", changes);
  }

  /** Sets how many batches wait for a slow destination. */
  public CdcBuilder buffer(int batches) {
    return set("buffer", batches);
  }

  /** Sets how many changes may be parked for a destination. */
  public CdcBuilder parkedLimit(int changes) {
    return set("parked_limit", changes);
  }

  /** Sets how many rows of a snapshot are read at a time. */
  public CdcBuilder snapshotChunk(int rows) {
    return set("snapshot_chunk", rows);
  }

  /** Sets how many rows of a snapshot are read in a second at most. */
  public CdcBuilder snapshotRate(double rows) {
    return set("snapshot_rate", rows);
  }

  /** Sets how long a leader that is not heard of stays one. */
  public CdcBuilder lease(Duration lease) {
    return set("lease", lease);
  }
}

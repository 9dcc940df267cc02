package io.patternsdk.cdc;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.PatternBuilder;
import java.util.List;

/**
 * Makes a {@link Cdc} for a program that uses it as a library; settings that have no method here
 * are set by {@link #settings}, under the names that docs/cdc.md lists.
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
}

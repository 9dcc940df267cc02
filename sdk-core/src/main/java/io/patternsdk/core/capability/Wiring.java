package io.patternsdk.core.capability;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.layer.BoundHandle;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a forwarder works with: where it is used, its names, limits and layers. The checks throw
 * {@code BackendException} of INVALID_ARGUMENT or TOO_LARGE and say what would be right. Immutable;
 * made by {@link #at}.
 */
public final class Wiring {
  private static final long MAX_DAYS = 366_000;

  private final Site site;
  private final Namespace namespace;
  private final Traits traits;
  private final List<Layer> layers;
  private final @Nullable BoundHandle<?> enclosing;

  private Wiring(
      Site site,
      Namespace namespace,
      Traits traits,
      List<Layer> layers,
      @Nullable BoundHandle<?> enclosing) {
    this.site = site;
    this.namespace = namespace;
    this.traits = traits;
    this.layers = layers;
    this.enclosing = enclosing;
  }

  /** Returns the wiring at a place of use, without namespace and layers, with default traits. */
  public static Wiring at(Site site) {
    return new Wiring(site, Namespace.of(""), Traits.defaults(), List.of(), null);
  }

  /** Sets the namespace of the backend. */
  public Wiring namespace(Namespace namespace) {
    return new Wiring(site, namespace, traits, layers, enclosing);
  }

  /** Sets what the driver promises for this capability. */
  public Wiring traits(Traits traits) {
    return new Wiring(site, namespace, traits, layers, enclosing);
  }

  /** Sets the layers, outermost first. */
  public Wiring layers(List<Layer> layers) {
    return new Wiring(site, namespace, traits, List.copyOf(layers), enclosing);
  }

  /**
   * Returns the wiring of a capability that is handed out by what is open, such as a key-value view
   * of a transaction: its calls are steps of that, so that they take no place and are not repeated
   * by themselves.
   */
  public Wiring within(BoundHandle<?> handle) {
    return new Wiring(site, namespace, traits, layers, handle);
  }

  /** Returns the place of use. */
  public Site site() {
    return site;
  }

  /** Returns the namespace of the backend. */
  public Namespace namespace() {
    return namespace;
  }

  /** Returns what the driver promises for this capability. */
  public Traits traits() {
    return traits;
  }

  /** Binds an operation to the layers. */
  public BoundOperation bind(Operation operation) {
    return enclosing == null
        ? BoundOperation.bind(site, operation, layers)
        : BoundOperation.within(enclosing, site, operation, layers);
  }

  /** Checks the sizes of a message's body and of what travels beside it. */
  public void checkMessage(Message message) {
    checkValue("message body", message.body());
    long head = message.headBytes();
    if (head > traits.maxHeaderBytes()) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          "id, key and headers of the message have "
              + head
              + " bytes; at most "
              + traits.maxHeaderBytes()
              + " fit");
    }
  }

  /** Checks the size of a value against the driver's limit. */
  public void checkValue(String what, byte[] value) {
    if (value.length > traits.maxValueBytes()) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          what + " has " + value.length + " bytes; at most " + traits.maxValueBytes() + " fit");
    }
  }

  /** Checks the number of items of a batch against the driver's limit. */
  public void checkBatch(int size) {
    if (size > traits.maxBatch()) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          "batch has " + size + " items; at most " + traits.maxBatch() + " fit");
    }
  }

  /** Checks a duration against its least value. */
  public void checkAtLeast(String what, Duration duration, Duration least) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(least) < 0) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, what + " is " + duration + "; at least " + least + " works");
    }
  }

  /** Checks that a duration has whole milliseconds and no more than a thousand years. */
  public void checkMillis(String what, Duration duration) {
    if (duration.toNanosPart() % 1_000_000 != 0 || duration.toDays() > MAX_DAYS) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          what + " is " + duration + "; whole milliseconds of up to " + MAX_DAYS + " days work");
    }
  }
}

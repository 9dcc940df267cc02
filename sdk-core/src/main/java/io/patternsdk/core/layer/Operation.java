package io.patternsdk.core.layer;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One operation of one capability, as layers see it: what it does, never how it is called. All that
 * a layer treats differently is stated here or in the {@link Invocation}; names are for people.
 * Immutable; made by {@link #of} or {@link #builder}.
 */
public final class Operation {
  private final String capability;
  private final String name;
  private final Kind kind;
  private final boolean messaging;
  private final boolean repeatable;
  private final boolean waits;
  private final boolean occupies;
  private final @Nullable Function<Object, List<Message>> messages;
  private final @Nullable Function<Object, Partial> partial;

  private Operation(Builder builder) {
    this.capability = builder.capability;
    this.name = builder.name;
    this.kind = builder.kind;
    this.messaging = builder.messaging;
    this.repeatable = builder.repeatable;
    this.waits = builder.waits;
    this.occupies = builder.occupies;
    this.messages = builder.messages;
    this.partial = builder.partial;
  }

  /** What an operation does at the backend. */
  public enum Kind {
    /** Looks at what is stored and changes nothing. */
    READ,
    /** Changes what is stored. */
    WRITE,
    /** Hands messages to the backend. */
    SEND,
    /** Takes messages, or asks for them to be delivered. */
    RECEIVE,
    /** Says what became of messages that were taken. */
    SETTLE,
    /** Changes how the backend works: indexes, retention. */
    ADMINISTER
  }

  /**
   * How a call ended that did many things at once, when not all of them succeeded.
   *
   * @param size how many there were
   * @param failures why some failed, one for each that did; not empty
   */
  public record Partial(int size, Collection<OperationException> failures) {
    /** Tells whether some succeeded. */
    public boolean some() {
      return failures.size() < size;
    }
  }

  /** Returns an operation with what is usual for its kind: see {@link #builder}. */
  public static Operation of(String capability, String name, Kind kind) {
    return builder(capability, name, kind).build();
  }

  /**
   * Begins to describe one. Unless said otherwise a READ is repeatable and nothing else is, a
   * RECEIVE waits, and SEND, RECEIVE and SETTLE are about messages.
   *
   * @param capability the configuration name of the capability, such as {@code keyvalue_basic}
   * @param name the name of the operation, such as {@code get}
   */
  public static Builder builder(String capability, String name, Kind kind) {
    return new Builder(capability, name, kind);
  }

  /** Returns the configuration name of the capability. */
  public String capability() {
    return capability;
  }

  /** Returns its name, unique within its capability; the label of metrics. */
  public String name() {
    return name;
  }

  /** Returns what it does. */
  public Kind kind() {
    return kind;
  }

  /** Tells whether it is about messages, rather than about what is stored. */
  public boolean messaging() {
    return messaging;
  }

  /**
   * Tells whether repeating it changes neither the backend's state nor the answer, unless the
   * {@link Invocation} says otherwise.
   */
  public boolean repeatable() {
    return repeatable;
  }

  /**
   * Tells whether it blocks because the caller asked it to: it holds no place of a bulkhead,
   * slowness means nothing, and a time limit begins where the requested wait ends.
   */
  public boolean waits() {
    return waits;
  }

  /**
   * Tells whether what it opens occupies the backend until it is closed, as a stream of bytes or a
   * transaction does: it is opened by {@link BoundOperation#open}, and keeps one place of a
   * bulkhead until it ends.
   */
  public boolean occupies() {
    return occupies;
  }

  /** Tells whether its results hold messages. */
  public boolean yieldsMessages() {
    return messages != null;
  }

  /** Returns the messages in a result of this operation; empty for what it does not return. */
  public List<Message> messages(Object result) {
    return messages == null ? List.of() : messages.apply(result);
  }

  /** Returns what failed of a result of this operation; null if nothing did. */
  public @Nullable Partial partial(Object result) {
    if (partial == null) {
      return null;
    }
    Partial told = partial.apply(result);
    return told.failures().isEmpty() ? null : told;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Operation o && capability.equals(o.capability) && name.equals(o.name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(capability, name);
  }

  /** Returns capability and name, such as {@code keyvalue_basic.get}. */
  @Override
  public String toString() {
    return capability + "." + name;
  }

  /** Describes an operation; for one thread. */
  public static final class Builder {
    private final String capability;
    private final String name;
    private final Kind kind;
    private boolean messaging;
    private boolean repeatable;
    private boolean waits;
    private boolean occupies;
    private @Nullable Function<Object, List<Message>> messages;
    private @Nullable Function<Object, Partial> partial;

    private Builder(String capability, String name, Kind kind) {
      this.capability = capability;
      this.name = name;
      this.kind = kind;
      this.messaging = kind == Kind.SEND || kind == Kind.RECEIVE || kind == Kind.SETTLE;
      this.repeatable = kind == Kind.READ;
      this.waits = kind == Kind.RECEIVE;
    }

    /** Says that repeating it changes neither the backend's state nor the answer. */
    public Builder repeatable() {
      this.repeatable = true;
      return this;
    }

    /** Says that repeating it changes the answer, or the backend's state. */
    public Builder notRepeatable() {
      this.repeatable = false;
      return this;
    }

    /** Says that it is about messages. */
    public Builder messaging() {
      this.messaging = true;
      return this;
    }

    /** Says that it blocks for as long as the caller asks. */
    public Builder waiting() {
      this.waits = true;
      return this;
    }

    /** Says that it answers at once, although it receives. */
    public Builder notWaiting() {
      this.waits = false;
      return this;
    }

    /** Says that what it opens occupies the backend until it is closed. */
    public Builder occupying() {
      this.occupies = true;
      return this;
    }

    /**
     * Says how the messages are read out of a result; empty means that nothing came.
     *
     * @param <R> what the operation returns
     */
    @SuppressWarnings("unchecked") // whoever binds the operation makes calls of this type with it
    public <R> Builder messages(Function<R, List<Message>> messages) {
      this.messages = result -> messages.apply((R) result);
      return this;
    }

    /**
     * Says how it is read out of a result that some of many things failed.
     *
     * @param <R> what the operation returns
     */
    @SuppressWarnings("unchecked") // whoever binds the operation makes calls of this type with it
    public <R> Builder partial(Function<R, Partial> partial) {
      this.partial = result -> partial.apply((R) result);
      return this;
    }

    /** Returns the operation. */
    public Operation build() {
      return new Operation(this);
    }
  }
}

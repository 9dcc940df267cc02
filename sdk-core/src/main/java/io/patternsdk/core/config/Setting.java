package io.patternsdk.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One setting about to be read: first its other names and its limits, then one of {@link
 * #required}, {@link #orElse}, {@link #orNull}, {@link #optional}. What is wrong is noted, never
 * thrown, and reading goes on with the default. A setting that is <code>${NAME:}</code> and expands
 * to nothing counts as not given, unless it guards something. Not for use by several threads.
 */
public sealed class Setting<T> permits RangedSetting {

  private final Settings owner;
  private final String name;
  private final Shape<T> shape;
  private final List<String> aliases = new ArrayList<>();
  private final List<Check<T>> checks = new ArrayList<>();
  private boolean guards;

  private record Check<T>(Predicate<? super T> right, String expected) {}

  Setting(Settings owner, String name, Shape<T> shape) {
    this.owner = owner;
    this.name = name;
    this.shape = shape;
    this.guards = shape.guards();
    owner.ask(name);
  }

  /** Other names that are read as this one; giving two of them is a problem. */
  public Setting<T> alias(String... names) {
    for (String alias : names) {
      aliases.add(alias);
      owner.ask(alias);
    }
    return this;
  }

  /**
   * A condition on the value; may be given more than once.
   *
   * @param expected what would be right, as it follows "expected": {@code a power of two}
   */
  public Setting<T> check(Predicate<? super T> right, String expected) {
    checks.add(new Check<>(right, expected));
    return this;
  }

  /**
   * Says that the absence of this setting opens something that its presence guards: then
   * placeholders that leave nothing are a problem. Secrets and addresses guard without this.
   */
  public Setting<T> guarding() {
    guards = true;
    return this;
  }

  /** Reads the value together with its place. Aliases and checks given so far are kept. */
  public Setting<Located<T>> located() {
    Setting<Located<T>> located = new Setting<>(owner, name, new LocatedShape<>(shape));
    located.aliases.addAll(aliases);
    located.guards = guards;
    checks.forEach(c -> located.check(value -> c.right().test(value.value()), c.expected()));
    return located;
  }

  /**
   * The value. Where it is absent or wrong that is noted, and the result is an empty value of its
   * type ({@code ""}, 0, an empty list), which must not be used once there are problems.
   */
  public T required() {
    SettingsNode.Entry entry = owner.find(name, aliases, guards);
    if (entry == null) {
      owner.problem(name, "is missing", "expected " + expected());
      return shape.standIn();
    }
    T value = read(entry);
    return value == null ? shape.standIn() : value;
  }

  /** The value, or the default where it is absent or wrong; the default is not checked. */
  public T orElse(T fallback) {
    T value = orNull();
    return value == null ? fallback : value;
  }

  /** The value, or null where it is absent or wrong. */
  public @Nullable T orNull() {
    SettingsNode.Entry entry = owner.find(name, aliases, guards);
    return entry == null ? null : read(entry);
  }

  /** The value, or empty where it is absent or wrong. */
  public Optional<T> optional() {
    return Optional.ofNullable(orNull());
  }

  private @Nullable T read(SettingsNode.Entry entry) {
    Place place = owner.place(entry.name(), expected());
    if (guards && place.leavesNothing(entry.value())) {
      place.note(entry.value(), "is empty after expansion of " + place.written(entry.value()));
      return null;
    }
    T value = shape.read(entry.value(), place);
    if (value == null) {
      return null;
    }
    for (Check<T> check : checks) {
      if (!check.right().test(value)) {
        place.note(entry.value(), "is " + quote(entry.value(), place));
        return null;
      }
    }
    return value;
  }

  private String quote(SettingsNode node, Place place) {
    boolean shown = node instanceof SettingsNode.Scalar && shape.shown();
    return shown ? place.quote((SettingsNode.Scalar) node) : "not acceptable";
  }

  String show(T value) {
    return shape.show(value);
  }

  private String expected() {
    StringBuilder expected = new StringBuilder(shape.expected());
    checks.forEach(check -> expected.append(", ").append(check.expected()));
    return expected.toString();
  }
}

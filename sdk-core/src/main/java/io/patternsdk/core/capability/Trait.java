package io.patternsdk.core.capability;

/**
 * One thing that drivers promise differently: a limit, or what an operation means. Whoever defines
 * a capability defines its traits as constants beside it. Two traits are the same only if they are
 * one object.
 *
 * @param <T> the type of its values, which are immutable
 */
public final class Trait<T> {
  private final String name;
  private final String meaning;
  private final T otherwise;

  private Trait(String name, String meaning, T otherwise) {
    this.name = name;
    this.meaning = meaning;
    this.otherwise = otherwise;
  }

  /**
   * Defines a trait.
   *
   * @param name its name for an operator, such as {@code shortest TTL}
   * @param meaning what its values mean, their unit included, in one line
   * @param otherwise what holds where a driver says nothing
   */
  public static <T> Trait<T> of(String name, String meaning, T otherwise) {
    return new Trait<>(name, meaning, otherwise);
  }

  /** Returns its name for an operator. */
  public String name() {
    return name;
  }

  /** Returns what its values mean, in one line. */
  public String meaning() {
    return meaning;
  }

  /** Returns what holds where a driver says nothing. */
  public T otherwise() {
    return otherwise;
  }

  @Override
  public String toString() {
    return name;
  }
}

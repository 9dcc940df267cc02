package io.patternsdk.core.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expands placeholders in the text of settings:
 *
 * <ul>
 *   <li>{@code ${NAME}}: the environment variable, which must be set
 *   <li>{@code ${NAME:default}}: the same, or the default where it is not set; the default may hold
 *       placeholders and may be empty
 *   <li>{@code ${file:path}}: the content of a UTF-8 file of at most 1 MiB without its last line
 *       break; a relative path starts at the working directory
 *   <li><code>$${</code>: the two characters <code>${</code>
 * </ul>
 *
 * <p>What was put in is not expanded again, and never appears in a message.
 */
public final class Placeholders {

  /** Reads environment variables. */
  @FunctionalInterface
  public interface Environment {

    /** The value, or null where the variable is not set. */
    @Nullable String variable(String name);
  }

  private static final Placeholders NONE = new Placeholders(null);

  private final @Nullable Environment environment;

  private Placeholders(@Nullable Environment environment) {
    this.environment = environment;
  }

  /** Reads the environment of this process. */
  public static Placeholders system() {
    return of(System::getenv);
  }

  /** Reads a given environment. */
  public static Placeholders of(Environment environment) {
    return new Placeholders(environment);
  }

  /** Reads the given variables and no others. */
  public static Placeholders of(Map<String, String> variables) {
    return of(Map.copyOf(variables)::get);
  }

  /** Expands nothing: text that looks like a placeholder stays as it is. */
  public static Placeholders none() {
    return NONE;
  }

  /** Whether expanding changes this text. */
  boolean occurIn(String text) {
    return environment != null && text.contains("${");
  }

  /**
   * The text with every placeholder replaced, read anew on each call.
   *
   * @throws UnresolvedException when a placeholder is malformed or has no value
   */
  String expand(String text) {
    Environment source = environment;
    return source == null || !occurIn(text) ? text : new Expansion(text, source).all();
  }

  /** Whether there are placeholders and they leave nothing, so that the setting is not given. */
  boolean vanish(String text) {
    try {
      return occurIn(text) && expand(text).isEmpty();
    } catch (UnresolvedException e) {
      return false;
    }
  }
}

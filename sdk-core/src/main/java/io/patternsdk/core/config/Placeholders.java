package io.patternsdk.core.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands placeholders in the text of settings:
 *
 * <ul>
 *   <li>{@code ${NAME}}: the environment variable, which must be set
 *   <li>{@code ${NAME:default}}: the same, or the default where it is not set; the default may hold
 *       placeholders and may be empty: {@code ${NAME:}} alone, left empty, is a setting that is not
 *       given, unless that setting guards something
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

  /** One placeholder with a default of its own. */
  private static final Pattern DEFAULTED = Pattern.compile("\\$\\{(?!file:)[^:}]+:(.*)}");

  private final @Nullable Environment environment;
  private final Redaction redaction;

  private Placeholders(@Nullable Environment environment, Redaction redaction) {
    this.environment = environment;
    this.redaction = redaction;
  }

  /** Reads the environment of this process. */
  public static Placeholders system() {
    return of(System::getenv);
  }

  /** Reads a given environment. */
  public static Placeholders of(Environment environment) {
    return new Placeholders(environment, new Redaction());
  }

  /** Reads the given variables and no others. */
  public static Placeholders of(Map<String, String> variables) {
    return of(Map.copyOf(variables)::get);
  }

  /** Expands nothing: text that looks like a placeholder stays as it is. */
  public static Placeholders none() {
    return new Placeholders(null, new Redaction());
  }

  /** What was put in for placeholders and what secrets were read, so that it can be hidden. */
  public Redaction redaction() {
    return redaction;
  }

  /** Expands nothing, for text that is expanded already. */
  Placeholders done() {
    return new Placeholders(null, redaction);
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
    return source == null || !occurIn(text) ? text : new Expansion(text, source, redaction).all();
  }

  /** Whether an empty default left nothing, so that a setting that may be absent is not given. */
  boolean vanish(String text) {
    return mayVanish(text) && leaveNothing(text);
  }

  /** Whether there are placeholders and they leave nothing. */
  boolean leaveNothing(String text) {
    try {
      return occurIn(text) && expand(text).isEmpty();
    } catch (UnresolvedException e) {
      return false; // whoever reads the setting expands it as well, and is told
    }
  }

  private static boolean mayVanish(String text) {
    Matcher placeholder = DEFAULTED.matcher(text);
    return placeholder.matches()
        && (placeholder.group(1).isEmpty() || mayVanish(placeholder.group(1)));
  }
}

package io.patternsdk.core.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes text of unknown content fit for a message: nothing of it that may be a password of a URI,
 * however badly that one is written, one line, not long.
 */
final class Masking {

  private static final int LONGEST = 80;
  private static final Pattern USER_INFO = Pattern.compile("^([\\w+.-]*://)?.*@", Pattern.DOTALL);
  private static final Pattern QUERY = Pattern.compile("[?#].+", Pattern.DOTALL);
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]");

  private Masking() {}

  static String mask(String text) {
    String anonymous = USER_INFO.matcher(text).replaceAll(found -> scheme(found.group(1)) + "***@");
    String masked = CONTROL.matcher(QUERY.matcher(anonymous).replaceAll("?***")).replaceAll(" ");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }

  private static String scheme(@Nullable String written) {
    return written == null ? "" : written;
  }
}

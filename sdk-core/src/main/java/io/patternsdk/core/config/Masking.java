package io.patternsdk.core.config;

import java.util.regex.Pattern;

/** Makes text of unknown content fit for a message: no password of a URI, one line, not long. */
final class Masking {

  private static final int LONGEST = 80;
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Masking() {}

  static String mask(String text) {
    String masked = CONTROL.matcher(USER_INFO.matcher(text).replaceAll("//***@")).replaceAll(" ");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }
}

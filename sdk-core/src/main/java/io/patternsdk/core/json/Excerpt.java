package io.patternsdk.core.json;

/** The beginning of a text, for messages: what comes from outside may be of any length. */
final class Excerpt {
  private Excerpt() {}

  static String of(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, splitsPair ? longest - 1 : longest) + "…";
  }
}

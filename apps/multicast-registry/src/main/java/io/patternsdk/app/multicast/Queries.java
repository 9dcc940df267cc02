package io.patternsdk.app.multicast;

import io.patternsdk.http.HttpProblem;

/** Reads query parameters. */
final class Queries {
  private Queries() {}

  static int limit(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest("limit is \"" + text + "\"; a whole number works");
    }
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw HttpProblem.badRequest("metadata is \"" + text + "\"; true or false works");
    };
  }
}

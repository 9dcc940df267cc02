package io.patternsdk.testkit.contract.pubsub;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Topics and patterns that a backend with wildcards of its own may mistake. */
final class WildcardSamples {
  /** Topics, each different from all others. */
  static final List<String> TOPICS =
      List.of(
          "a",
          "A",
          "b",
          "ab",
          "a.b",
          "A.b",
          "aa.b",
          "a.c",
          "a.b.c",
          "a.x.c",
          "a.b.c.d",
          "a..b",
          ".a",
          "a.",
          ".",
          "a.b.",
          "*",
          ">",
          "a.*",
          "a.>",
          "*.b",
          "a*",
          "a>",
          "a?",
          "a*.b",
          "[ab]",
          "[ab].b",
          "a\\.b",
          "\\a",
          "%41.b",
          "=41.b",
          "a b.c",
          "a\n.b",
          "\u00e9.\ud83d\ude00",
          "a:b",
          "a/b",
          "!",
          "!.a",
          "!a.b",
          "!a.b.c");

  /** Patterns that are allowed. */
  static final List<String> PATTERNS =
      List.of(
          "*",
          ">",
          "a",
          "a.*",
          "a.>",
          "*.b",
          "*.*",
          "*.>",
          "a.*.c",
          "*.*.*",
          "a.b.*",
          "a.b.>",
          "*.b.*.d",
          "a*",
          "a>",
          "a?",
          "?",
          "a*.b",
          "a*.>",
          "[ab]",
          "[ab].*",
          "a b.*",
          "\u00e9.*",
          "*.\ud83d\ude00",
          "a\\.b",
          "=41.*",
          "a.*.*.*",
          "!",
          "!.*",
          "!a.*",
          "!a.>",
          "none.>");

  private WildcardSamples() {}

  /** Returns a topic that a pattern matches. */
  static String matching(String pattern) {
    return Arrays.stream(pattern.split("\\.", -1))
        .map(segment -> segment.equals("*") || segment.equals(">") ? "end" : segment)
        .collect(Collectors.joining("."));
  }
}

package io.patternsdk.testkit.contract.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keys, topics and queue names that are allowed and that a backend may mistake for others. */
public final class OddNames {
  /** As many ASCII characters as fit. */
  public static final String LONGEST = "k".repeat(512);

  /** All of them, each different from all others. */
  public static final List<String> ALL =
      List.of(
          "a",
          "A",
          " ",
          "a b",
          " a",
          "a ",
          "a  b",
          ".",
          "..",
          "a.b",
          "a..b",
          ".a",
          "a.",
          "a.b.c",
          ":",
          "a:b",
          "::",
          ";",
          ",",
          "|",
          "*",
          ">",
          "?",
          "a*",
          "a>",
          "a?",
          "a.*",
          "a.>",
          "[a]",
          "[a-z]",
          "{a}",
          "{a}b",
          "^a",
          "$",
          "#",
          "/",
          "a/b",
          "//",
          "../a",
          "\\",
          "\\a",
          "\\x41",
          "\"",
          "'",
          "`",
          "%",
          "%41",
          "%2E",
          "=",
          "=41",
          "=2E",
          "_41",
          "_",
          "-",
          "--",
          "+",
          "&",
          "~",
          "!",
          "@",
          "\n",
          "a\nb",
          "a\r\nb",
          "\t",
          "\u0000",
          "a\u0000b",
          "\u001b[0m",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "\ufffd",
          "\uffff",
          "\u00e9",
          "e\u0301",
          "E\u0301",
          "\u00df",
          "\u0130",
          "\u65e5\u672c",
          "\u05d0\u05d1",
          "\ud83d\ude00",
          "\ud83d\udc68\u200d\ud83d\udc69",
          "\udbff\udfff",
          LONGEST,
          "k".repeat(511),
          "\u00e9".repeat(256),
          "\ud83d\ude00".repeat(128),
          "*".repeat(512),
          ".".repeat(512));

  /** Names that the core refuses. */
  public static final List<String> REFUSED =
      List.of("", "\ud83d", "a\ude00b", "k".repeat(513), "\u00e9".repeat(257));

  private OddNames() {}

  /** Returns the name as bytes, to be used as a value that belongs to it. */
  public static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}

package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;
import java.util.regex.Pattern;

/** Addresses to bind to. */
final class Addresses {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]+]?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[?(0:0:0:0:0:0:0|:):1]?");

  private Addresses() {}

  static String host(Settings s) {
    return s.string("host")
        .check(host -> HOST.matcher(host).matches(), "a host name or address")
        .orElse("127.0.0.1");
  }

  static int port(Settings s, int standard) {
    return s.integer("port").range(0, 65_535).orElse(standard);
  }

  /** Whether the host is this machine only; no name is looked up. */
  static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}

package io.patternsdk.lifecycle.internal.drivers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The drivers that are published with the SDK, as its BOM lists them: the driver {@code x} is the
 * artifact {@code io.patternsdk:driver-x}.
 */
public final class PublishedDrivers {
  private static final String BOM = "/META-INF/io.patternsdk/bom/pom.xml";
  private static final Pattern ENTRY =
      Pattern.compile("<artifactId>driver-(\\S+)</artifactId>\\s*<version>(\\S+)</version>");

  private final NavigableMap<String, String> versions;

  private PublishedDrivers(NavigableMap<String, String> versions) {
    this.versions = versions;
  }

  public static PublishedDrivers read() {
    try (InputStream in = PublishedDrivers.class.getResourceAsStream(BOM)) {
      return in == null
          ? new PublishedDrivers(Collections.emptyNavigableMap())
          : of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PublishedDrivers of(String bom) {
    NavigableMap<String, String> versions = new TreeMap<>();
    Matcher entry = ENTRY.matcher(bom);
    while (entry.find()) {
      versions.put(entry.group(1), entry.group(2));
    }
    return new PublishedDrivers(versions);
  }

  public Set<String> names() {
    return versions.keySet();
  }

  /** The artifact of a driver; empty if none is published under this name. */
  public Optional<String> artifact(String driver) {
    return Optional.ofNullable(versions.get(driver))
        .map(version -> "io.patternsdk:driver-" + driver + ":" + version);
  }
}

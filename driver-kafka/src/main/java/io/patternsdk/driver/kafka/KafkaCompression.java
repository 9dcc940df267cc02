package io.patternsdk.driver.kafka;

import io.patternsdk.core.config.Settings;
import java.util.Locale;

/** How what is sent is compressed; all but gzip need a library that does not come with us. */
enum KafkaCompression {
  /** Not at all. */
  NONE("", ""),
  /** By the JDK. */
  GZIP("", ""),
  /** By snappy-java. */
  SNAPPY("org.xerial.snappy.Snappy", "org.xerial.snappy:snappy-java"),
  /** By lz4-java. */
  LZ4("net.jpountz.lz4.LZ4Factory", "at.yawk.lz4:lz4-java"),
  /** By zstd-jni. */
  ZSTD("com.github.luben.zstd.Zstd", "com.github.luben:zstd-jni");

  private final String needs;
  private final String artifact;

  KafkaCompression(String needs, String artifact) {
    this.needs = needs;
    this.artifact = artifact;
  }

  /** Reads a setting, and notes if the library that it needs is not there. */
  static KafkaCompression from(Settings settings, String name) {
    KafkaCompression chosen = settings.choice(name, KafkaCompression.class).orElse(NONE);
    if (!chosen.there()) {
      settings.problem(
          name,
          "needs " + chosen.artifact + ", which is not there",
          "add its jar beside the driver's, or set gzip");
    }
    return chosen;
  }

  private boolean there() {
    try {
      return needs.isEmpty()
          || Class.forName(needs, false, KafkaCompression.class.getClassLoader()) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** What the client calls it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

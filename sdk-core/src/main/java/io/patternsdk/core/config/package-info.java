/**
 * Settings read from a file or from code: a tree whose every node knows where it stands, typed
 * reading that notes every problem instead of stopping at the first, placeholders and secrets.
 *
 * <p>A reader is one function from {@link io.patternsdk.core.config.Settings} to an immutable
 * record, run by {@link io.patternsdk.core.config.Settings#read}:
 *
 * <pre>{@code
 * static RedisConfig from(Settings s) {
 *   return new RedisConfig(
 *       s.strings("addresses").orElse(List.of("redis://localhost:6379")),
 *       s.duration("operation_timeout").min(ofMillis(1)).orElse(ofSeconds(2)),
 *       s.secret("password").orNull(),
 *       s.integer("pool_size").range(1, 1000).orElse(50));
 * }
 *
 * RedisConfig config = settings.read(RedisConfig::from);
 * }</pre>
 *
 * <p>Names of settings are written in snake_case. Nothing here depends on YAML.
 */
@NullMarked
package io.patternsdk.core.config;

import org.jspecify.annotations.NullMarked;

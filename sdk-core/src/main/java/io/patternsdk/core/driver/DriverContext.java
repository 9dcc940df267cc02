package io.patternsdk.core.driver;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.config.Settings;
import java.time.Duration;

/**
 * What a driver is opened with.
 *
 * @param backend the name of the backend in configuration, for messages and thread names
 * @param settings the driver's own settings, in which problems are noted
 * @param namespace what the core prefixes names with, for what the driver itself has to store
 * @param envelope how messages become bytes where the backend has no headers
 * @param operationTimeout the longest that one call may take
 * @param clock the source of time
 */
public record DriverContext(
    String backend,
    Settings settings,
    Namespace namespace,
    Envelope envelope,
    Duration operationTimeout,
    Clock clock) {}

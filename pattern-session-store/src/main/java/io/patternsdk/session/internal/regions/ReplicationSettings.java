package io.patternsdk.session.internal.regions;

import java.time.Duration;

/**
 * How regions are kept equal.
 *
 * @param horizon how long a record is kept when it is over
 * @param capacity how many bytes may wait for a region
 * @param repairInterval after how long a region is compared that misses nothing
 */
public record ReplicationSettings(Duration horizon, long capacity, Duration repairInterval) {}

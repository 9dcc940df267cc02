/**
 * What tests of patterns, drivers and applications share: bounded waiting, leak checks, seeded
 * rounds and a movable clock. Real servers are in {@code server}, network faults in {@code proxy}.
 */
@NullMarked
package io.patternsdk.testkit;

import org.jspecify.annotations.NullMarked;

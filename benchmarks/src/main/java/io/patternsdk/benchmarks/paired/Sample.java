package io.patternsdk.benchmarks.paired;

/**
 * What one turn cost.
 *
 * @param nanos time for each call of the whole team
 * @param bytes memory allocated for each call
 * @param undisturbed whether its threads had a core for (nearly) all of the time
 */
record Sample(double nanos, double bytes, boolean undisturbed) {}

package io.patternsdk.driver.redis;

/**
 * What the server is subscribed to.
 *
 * @param name the channel, or the pattern of channels
 * @param pattern whether it is a pattern
 */
record Feed(String name, boolean pattern) {}

package io.patternsdk.core.table;

/**
 * How far a writer has come, kept with what it has written.
 *
 * @param writer its name, which follows the rules of keys
 * @param epoch which of several that took turns under this name it is: a later one has a greater
 * @param position how far it has come, in its own words
 */
public record Progress(String writer, long epoch, String position) {}
